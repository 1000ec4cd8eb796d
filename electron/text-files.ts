/** Files that a person chose. */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rename, unlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { FileEncoding } from '../shared/config-view.ts';
import { MeshError } from '../shared/errors.ts';
import { systemReason } from './mp/config/file-error.ts';

/** Octets; certificates and invitations are a tenth of it. */
export const MAX_TEXT_OCTETS = 1024 * 1024;
/** Only the owner: it may hold a secret. */
const FILE_MODE = 0o600;
// Opening a named pipe must not wait for its writer. Windows has no such flag.
const READ_FLAGS = constants.O_RDONLY | ((constants.O_NONBLOCK as number | undefined) ?? 0);

/**
 * Writes a file for its owner alone; an existing one is replaced in one step, or stays as it is.
 * @throws MeshError `file-unwritable`
 */
export async function writeOwnFile(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}~${randomBytes(6).toString('hex')}`);
  try {
    await writeFile(temporary, content, { mode: FILE_MODE, flag: 'wx' });
    await rename(temporary, path);
  } catch (cause) {
    await unlink(temporary).catch(() => undefined);
    throw new MeshError(
      'file-unwritable',
      `${path} can't be written: ${reasonOf(cause, 'its folder is not there')}.`,
      {
        cause,
      },
    );
  }
}

/**
 * The octets of a file that crossed between processes as text.
 * @throws MeshError `ipc-invalid` when it isn't base64 though it is said to be
 */
export function octetsOf(text: string, encoding: FileEncoding): Uint8Array {
  if (encoding === 'utf8') return Buffer.from(text, 'utf8');
  const octets = Buffer.from(text, 'base64');
  // Node.js skips what is no base64: half a picture would be written.
  if (octets.toString('base64') === text) return octets;
  throw new MeshError('ipc-invalid', 'The file to save is not base64.');
}

/** @throws MeshError `file-unreadable`: not there, no regular file, too large, or no UTF-8 text */
export async function readTextFile(path: string, maxOctets = MAX_TEXT_OCTETS): Promise<string> {
  try {
    const octets = await readRegular(path, maxOctets);
    return new TextDecoder('utf-8', { fatal: true }).decode(octets);
  } catch (cause) {
    throw new MeshError('file-unreadable', `${path} can't be read: ${reasonOf(cause)}.`, { cause });
  }
}

async function readRegular(path: string, maxOctets: number): Promise<Uint8Array> {
  const handle = await open(path, READ_FLAGS);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new Error('it is not a regular file');
    if (stats.size > maxOctets) throw new Error('it is too large');
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

/** @param missing what it means that something isn't there */
function reasonOf(cause: unknown, missing?: string): string {
  return cause instanceof TypeError ? 'it is not text' : systemReason(cause, missing);
}
