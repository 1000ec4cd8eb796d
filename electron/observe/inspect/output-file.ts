import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { MeshError } from '../../../shared/errors.ts';

/** Only the owner: messages are nobody else's business. */
const FILE_MODE = 0o600;
// Opening a named pipe must not wait for its reader. Windows has no such flag.
const NONBLOCK = (constants.O_NONBLOCK as number | undefined) ?? 0;
const { O_WRONLY, O_CREAT, O_EXCL } = constants;

/** A file that is being written. All methods throw MeshError `file-unwritable`. */
export interface OutputFile {
  /** Resolves when there is room for more. */
  write(text: string): Promise<void>;
  /** Brings everything to the disk and closes the file. */
  finish(): Promise<void>;
  /** Closes the file where it stands; of a file that appears only when it is finished nothing is left. */
  abandon(): Promise<void>;
}

/** Opens a file to be written; `whole`: it appears under its name only when it is finished. */
export type OpenOutput = (path: string, how: 'growing' | 'whole') => Promise<OutputFile>;

/** @throws MeshError `file-unwritable`: no right to, no regular file, … */
export const openOutput: OpenOutput = (path, how) =>
  guarded(path, async () => {
    const target = how === 'whole' ? temporaryBeside(path) : path;
    const exclusive = how === 'whole' ? O_EXCL : 0;
    const handle = await open(target, O_WRONLY | O_CREAT | exclusive | NONBLOCK, FILE_MODE);
    try {
      if (!(await handle.stat()).isFile()) throw new Error('it is not a regular file');
      await handle.chmod(FILE_MODE);
      await handle.truncate(0);
    } catch (error) {
      await handle.close();
      throw error;
    }
    return new DiskFile(handle, target, path);
  });

class DiskFile implements OutputFile {
  readonly #handle: FileHandle;
  /** Where it is written, and what it is called in the end. */
  readonly #target: string;
  readonly #path: string;

  constructor(handle: FileHandle, target: string, path: string) {
    this.#handle = handle;
    this.#target = target;
    this.#path = path;
  }

  write(text: string): Promise<void> {
    return guarded(this.#path, () => this.#handle.writeFile(text));
  }

  finish(): Promise<void> {
    return guarded(this.#path, async () => {
      await this.#handle.datasync();
      await this.#handle.close();
      if (this.#target !== this.#path) await rename(this.#target, this.#path);
    });
  }

  async abandon(): Promise<void> {
    // Only called when something failed before, or when nobody wants the file: that is what is told.
    await this.#handle.close().catch(() => undefined);
    if (this.#target !== this.#path) await unlink(this.#target).catch(() => undefined);
  }
}

function temporaryBeside(path: string): string {
  return join(dirname(path), `.${basename(path)}~${randomBytes(6).toString('hex')}`);
}

async function guarded<Value>(path: string, action: () => Promise<Value>): Promise<Value> {
  try {
    return await action();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new MeshError('file-unwritable', `${path} can't be written: ${why}.`, { cause });
  }
}
