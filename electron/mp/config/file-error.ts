/** Errors of the file system, in words. */

import { MeshError } from '../../../shared/errors.ts';
import type { ErrorCode } from '../../../shared/errors.ts';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is not a folder',
  ELOOP: 'its symbolic links form a circle',
  ENAMETOOLONG: 'its path is too long',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  EIO: 'the disk has failed',
  EBUSY: 'another program uses it',
  ETXTBSY: 'another program uses it',
};

/** `ENOENT` and the like; empty for an error that has no such code. */
export function systemCodeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : '';
}

/**
 * Why the system refused to do something with a file, in words without an end.
 *
 * @param cause what was thrown, by the system or by us; the latter's text is taken as it is
 * @param missing what it means that something isn't there: when writing, that is not the file
 */
export function systemReason(cause: unknown, missing = 'there is no such file'): string {
  const code = systemCodeOf(cause);
  if (code === 'ENOENT') return missing;
  if (Object.hasOwn(REASONS, code)) return REASONS[code] ?? code;
  const text = cause instanceof Error ? cause.message : String(cause);
  // "ETIMEDOUT: connection timed out, read": neither the code nor the call says anything to people.
  return text.replace(/^E[A-Z0-9]+: ([^,]+).*$/s, '$1');
}

/**
 * An error of code `code` about the configuration file at `path`; `detail` has `path` and `reason`.
 *
 * @param missing see {@link systemReason}
 */
export function fileError(
  code: ErrorCode,
  path: string,
  action: string,
  cause: unknown,
  missing?: string,
): MeshError {
  const reason = systemReason(cause, missing);
  return new MeshError(code, `The configuration file ${path} can't be ${action}: ${reason}.`, {
    detail: { path, reason: systemCodeOf(cause) },
    cause,
  });
}
