import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, mkdir, open, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { MeshError } from '../../../shared/errors.ts';

/** Only the owner: messages may hold what is nobody else's business. */
const FILE_MODE = 0o600;
/** Octets of a file that is read: no library of ours gets there. */
export const MAX_FILE_OCTETS = 64 * 1024 * 1024;
/** Damaged files that are kept beside each other. */
const MAX_KEPT_ASIDE = 100;

/** What tells one state of a file from another. */
type Stamp = string;

/** The file of the library. It is replaced as a whole, and never while another program changed it. */
export class LibraryFile {
  readonly path: string;
  /** The state that was read or written last; `null` = there was none. */
  #seen: Stamp | null = null;

  constructor(path: string) {
    this.path = path;
  }

  /** The text, or `null` when there is no file. @throws MeshError `file-unreadable` */
  async read(): Promise<string | null> {
    try {
      this.#seen = await stampOf(this.path);
      return this.#seen === null ? null : await readText(this.path);
    } catch (cause) {
      throw new MeshError('file-unreadable', `${this.path} can't be read: ${textOf(cause)}.`, {
        next: 'Look after the file; until then nothing is saved.',
        cause,
      });
    }
  }

  /** Whether another program, or another window of this one, changed it since. */
  async changed(): Promise<boolean> {
    return (await stampOf(this.path).catch(() => this.#seen)) !== this.#seen;
  }

  /** Replaces it: at any moment the old text is there, or the new. @throws MeshError `file-unwritable` */
  async write(text: string): Promise<void> {
    const folder = dirname(this.path);
    const fresh = join(folder, `.${basename(this.path)}~${randomBytes(6).toString('hex')}`);
    try {
      await mkdir(folder, { recursive: true });
      await writeFile(fresh, text, { mode: FILE_MODE, flag: 'wx', flush: true });
      await rename(fresh, this.path);
      this.#seen = await stampOf(this.path);
    } catch (cause) {
      await unlink(fresh).catch(() => undefined);
      throw new MeshError('file-unwritable', `${this.path} can't be written: ${textOf(cause)}.`, {
        cause,
      });
    }
  }

  /**
   * Keeps the file as it is under another name, which ends in `.damaged`, also beside former ones.
   * @returns the path. @throws MeshError `file-unwritable`
   */
  async keepAside(): Promise<string> {
    for (let i = 1; i <= MAX_KEPT_ASIDE; i++) {
      const path = `${this.path}${i === 1 ? '' : `.${i}`}.damaged`;
      try {
        await copyFile(this.path, path, constants.COPYFILE_EXCL);
        return path;
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === 'EEXIST') continue;
        throw new MeshError('file-unwritable', `${path} can't be written: ${textOf(cause)}.`, {
          cause,
        });
      }
    }
    throw new MeshError('file-unwritable', `There are too many damaged files beside ${this.path}.`);
  }
}

async function stampOf(path: string): Promise<Stamp | null> {
  try {
    const { ino, size, mtimeMs } = await stat(path);
    return `${ino} ${size} ${mtimeMs}`;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function readText(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new Error('it is not a regular file');
    if (stats.size > MAX_FILE_OCTETS) throw new Error('it is too large');
    // Not fatal: damaged characters damage one line only.
    return new TextDecoder().decode(await file.readFile());
  } finally {
    await file.close();
  }
}

function textOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
