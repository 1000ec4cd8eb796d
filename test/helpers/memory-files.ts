import { posix } from 'node:path';
import type { FileStats, FileSystem, OpenFile } from '../../electron/mp/config/file-system.ts';

/** What a file holds: what programs see, and what would be there after a power failure. */
interface Inode {
  ino: number;
  data: Buffer;
  flushed: Buffer;
  mode: number;
  changed: number;
}

/** The program ended here: nothing of it runs any more. */
export class Stopped extends Error {
  constructor() {
    super('the program was killed');
  }
}

/**
 * Files in one folder, in memory. A program that uses them can be killed after any number of steps,
 * of which every operation is one, and every octet or so that is written; and the power can fail.
 */
export class MemoryFiles implements FileSystem {
  /** Steps taken so far. */
  steps = 0;
  /** The step at which the program is killed. */
  stopAt = Number.POSITIVE_INFINITY;
  /** How many octets are written in one step. */
  octetsAStep = 100;
  /** What was done, in order: `rename rc~new~1 rc`. */
  readonly log: string[] = [];
  /** Called before each operation; may change the files like another program, or fail. */
  before: (operation: string) => void = () => undefined;
  readonly #now: () => number;
  #entries = new Map<string, Inode>();
  #flushedEntries = new Map<string, Inode>();
  #nextIno = 1;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** What another program writes, at once and for good. */
  put(path: string, text: string, mode = 0o600): void {
    const data = Buffer.from(text);
    const inode = { ino: this.#nextIno++, data, flushed: data, mode, changed: this.#now() };
    this.#entries.set(path, inode);
    this.#flushedEntries.set(path, inode);
  }

  /** The text of a file; `undefined` when it isn't there. */
  text(path: string): string | undefined {
    return this.#entries.get(path)?.data.toString('utf8');
  }

  modeOf(path: string): number | undefined {
    return this.#entries.get(path)?.mode;
  }

  get names(): string[] {
    return [...this.#entries.keys()].map((path) => posix.basename(path)).toSorted();
  }

  /** The program was killed, or has ended; the next one begins. */
  restart(): void {
    this.stopAt = Number.POSITIVE_INFINITY;
  }

  /**
   * The power fails: what wasn't flushed is lost, of names either all (`forgetful`) or nothing, because
   * file systems may write them early.
   */
  failPower(forgetful: boolean): void {
    if (forgetful) this.#entries = new Map(this.#flushedEntries);
    for (const inode of this.#entries.values()) inode.data = inode.flushed;
    this.restart();
  }

  async open(path: string, flags: string | number, mode = 0o666): Promise<OpenFile> {
    this.#step(`open ${path} ${flags}`);
    await Promise.resolve();
    if (path === '/d') return this.#folder();
    let inode = this.#entries.get(path);
    if (flags === 'wx') {
      if (inode) throw systemError('EEXIST');
      const empty = Buffer.alloc(0);
      inode = { ino: this.#nextIno++, data: empty, flushed: empty, mode, changed: this.#now() };
      this.#entries.set(path, inode);
    }
    if (!inode) throw systemError('ENOENT');
    return this.#file(path, inode);
  }

  async stat(path: string): Promise<FileStats> {
    this.#step(`stat ${path}`);
    return Promise.resolve(statsOf(this.#get(path)));
  }

  async readlink(path: string): Promise<string> {
    this.#step(`readlink ${path}`);
    throw systemError(await Promise.resolve(this.#entries.has(path) ? 'EINVAL' : 'ENOENT'));
  }

  async readdir(path: string): Promise<string[]> {
    this.#step(`readdir ${path}`);
    return Promise.resolve(this.names);
  }

  async link(from: string, to: string): Promise<void> {
    this.#step(`link ${from} ${to}`);
    await Promise.resolve();
    if (this.#entries.has(to)) throw systemError('EEXIST');
    this.#entries.set(to, this.#get(from));
  }

  async rename(from: string, to: string): Promise<void> {
    this.#step(`rename ${from} ${to}`);
    await Promise.resolve();
    const inode = this.#get(from);
    // As POSIX has it: two names of the same file both stay.
    if (this.#entries.get(to) === inode) return;
    this.#entries.set(to, inode);
    this.#entries.delete(from);
  }

  async unlink(path: string): Promise<void> {
    this.#step(`unlink ${path}`);
    await Promise.resolve();
    this.#get(path);
    this.#entries.delete(path);
  }

  async chmod(path: string, mode: number): Promise<void> {
    this.#step(`chmod ${path}`);
    await Promise.resolve();
    this.#get(path).mode = mode;
  }

  #file(path: string, inode: Inode): OpenFile {
    return {
      stat: async () => {
        this.#step(`fstat ${path}`);
        return Promise.resolve(statsOf(inode));
      },
      readFile: async () => {
        this.#step(`read ${path}`);
        return Promise.resolve(inode.data);
      },
      writeFile: async (octets) => {
        await Promise.resolve();
        for (let at = 0; at < octets.length; at += this.octetsAStep) {
          this.#step(`write ${path}`);
          inode.data = Buffer.concat([inode.data, octets.subarray(at, at + this.octetsAStep)]);
        }
      },
      chmod: async (mode) => {
        this.#step(`fchmod ${path}`);
        inode.mode = await Promise.resolve(mode);
      },
      chown: async () => {
        this.#step(`fchown ${path}`);
        return Promise.resolve();
      },
      sync: async () => {
        this.#step(`sync ${path}`);
        inode.flushed = await Promise.resolve(inode.data);
      },
      close: async () => {
        this.#step(`close ${path}`);
        return Promise.resolve();
      },
    };
  }

  #folder(): OpenFile {
    const file = this.#file('/d', {
      ino: 0,
      data: Buffer.alloc(0),
      flushed: Buffer.alloc(0),
      mode: 0,
      changed: 0,
    });
    return {
      ...file,
      sync: async () => {
        this.#step('sync /d');
        this.#flushedEntries = await Promise.resolve(new Map(this.#entries));
      },
    };
  }

  #step(operation: string): void {
    if (this.steps >= this.stopAt) throw new Stopped();
    this.steps += 1;
    if (this.log.at(-1) !== operation) this.log.push(operation);
    this.before(operation);
  }

  #get(path: string): Inode {
    const inode = this.#entries.get(path);
    if (!inode) throw systemError('ENOENT');
    return inode;
  }
}

/** An error as the system gives it. */
export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: as told`), { code });
}

function statsOf({ ino, data, mode, changed }: Inode): FileStats {
  return {
    isFile: () => true,
    isDirectory: () => false,
    mode: mode | 0o100000,
    size: data.length,
    uid: 0,
    gid: 0,
    ino,
    mtimeMs: changed,
    ctimeMs: changed,
  };
}
