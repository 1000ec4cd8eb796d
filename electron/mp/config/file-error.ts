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
};

/** `ENOENT` and the like; empty for an error that has no such code. */
export function systemCodeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : '';
}

/** An error of code `code` about the configuration file at `path`; `detail` has `path` and `reason`. */
export function fileError(
  code: ErrorCode,
  path: string,
  action: string,
  cause: unknown,
): MeshError {
  const systemCode = systemCodeOf(cause);
  const message = cause instanceof Error ? cause.message : String(cause);
  const reason = Object.hasOwn(REASONS, systemCode) ? (REASONS[systemCode] ?? message) : message;
  return new MeshError(code, `The configuration file ${path} can't be ${action}: ${reason}.`, {
    detail: { path, reason: systemCode },
    cause,
  });
}
