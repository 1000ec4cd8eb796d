import { errorView } from '../../shared/errors.ts';
import type { ErrorView } from '../../shared/errors.ts';
import type { JsonPath, MessageSource, TreeEntry } from '../../shared/messages.ts';
import { MAX_TREE_ENTRIES } from '../../shared/messages.ts';
import { request } from './client.ts';

/** Which message. */
export interface MessageKey {
  source: MessageSource;
  seq: number;
}

/** One line of a tree. */
export interface TreeLine {
  /** Different for each line of a message. */
  id: string;
  depth: number;
  /** Of the value; of a part of a long list that of the list. */
  path: JsonPath;
  /** `null`: a part of a long list, or a list that is being fetched. */
  entry: TreeEntry | null;
  /** Entries `from` … `to` of a long list. */
  part: { from: number; to: number } | null;
  open: boolean;
  /** Something is below it. */
  opens: boolean;
}

/** What is below a line that is open. */
interface Branch {
  children: readonly TreeLine[];
}

/**
 * The content of a message as a tree. Levels are fetched when they are opened, and long ones are cut into
 * parts, so that no message is too long.
 */
export class MessageTreeState {
  readonly #key: MessageKey;
  readonly #branches = new Map<string, Branch>();
  #root: readonly TreeLine[] = [];
  #lines = $state.raw<readonly TreeLine[]>([]);
  #error = $state.raw<ErrorView | null>(null);
  #ready = $state.raw(false);
  #current = $state.raw(0);

  constructor(key: MessageKey) {
    this.#key = key;
  }

  /** All lines that are not below a closed one. */
  get lines(): readonly TreeLine[] {
    return this.#lines;
  }
  get error(): ErrorView | null {
    return this.#error;
  }
  /** The first level is there. */
  get ready(): boolean {
    return this.#ready;
  }
  /** Index of the line that keys act upon. */
  get current(): number {
    return Math.min(this.#current, Math.max(0, this.#lines.length - 1));
  }

  /** Fetches the elements, and opens the last of them when it is the only one to open. */
  async start(): Promise<void> {
    const first = await this.#fetch([], 0, { from: 0, to: MAX_TREE_ENTRIES });
    const length = first?.length ?? 0;
    const whole = { from: 0, to: length };
    this.#root = length > MAX_TREE_ENTRIES ? partsOf(ROOT, whole) : (first?.lines ?? []);
    this.#ready = true;
    this.#flatten();
    const branches = this.#root.filter(({ opens }) => opens);
    const [only] = branches;
    if (only && branches.length === 1) await this.open(only);
  }

  select(index: number): void {
    this.#current = Math.max(0, Math.min(index, this.#lines.length - 1));
  }

  async open(line: TreeLine): Promise<void> {
    if (!line.opens || this.#branches.has(line.id)) return;
    const { path, entry, part, depth } = line;
    const span = part ?? { from: 0, to: entry?.length ?? 0 };
    const children =
      span.to - span.from > MAX_TREE_ENTRIES
        ? partsOf(line, span)
        : (await this.#fetch(path, depth + 1, span))?.lines;
    if (!children) return;
    this.#branches.set(line.id, { children });
    this.#flatten();
  }

  close(line: TreeLine): void {
    if (this.#branches.delete(line.id)) this.#flatten();
  }

  /** Opens or closes a line. */
  toggle(line: TreeLine): Promise<void> {
    if (!line.open) return this.open(line);
    this.close(line);
    return Promise.resolve();
  }

  /** To the right: opens the current line, or goes to the first below it. */
  async inwards(): Promise<void> {
    const line = this.#lines[this.current];
    if (line?.open) this.select(this.current + 1);
    else if (line) await this.open(line);
  }

  /** To the left: closes the current line, or goes to the one that it is below of. */
  outwards(): void {
    const at = this.current;
    const line = this.#lines[at];
    if (!line) return;
    if (line.open) {
      this.close(line);
      return;
    }
    const above = this.#lines.slice(0, at).findLastIndex(({ depth }) => depth < line.depth);
    if (above >= 0) this.select(above);
  }

  /** Lines of the values at `path`, and how many there are in all. */
  async #fetch(
    path: JsonPath,
    depth: number,
    { from, to }: { from: number; to: number },
  ): Promise<{ lines: TreeLine[]; length: number } | null> {
    try {
      const count = Math.max(1, to - from);
      const answer = await request('message.tree', { ...this.#key, path, from, count });
      this.#error = null;
      if (!answer) return null;
      const lines = answer.entries.map((entry) => lineOf([...path, entry.key], entry, depth));
      return { lines, length: answer.length };
    } catch (error) {
      this.#error = errorView(error);
      return null;
    }
  }

  #flatten(): void {
    const lines: TreeLine[] = [];
    const add = (line: TreeLine): void => {
      const branch = this.#branches.get(line.id);
      lines.push({ ...line, open: branch !== undefined });
      branch?.children.forEach(add);
    };
    this.#root.forEach(add);
    this.#lines = lines;
  }
}

function lineOf(path: JsonPath, entry: TreeEntry, depth: number): TreeLine {
  const opens = (entry.type === 'array' || entry.type === 'object') && entry.length > 0;
  return { id: JSON.stringify(path), depth, path, entry, part: null, open: false, opens };
}

/** Stands for the message as a whole, which has no line of its own. */
const ROOT = { path: [], depth: -1 };

/** A long list in at most 1,000 parts: each 1,000 entries, or 1,000 times as many, and so on. */
function partsOf(
  { path, depth }: Pick<TreeLine, 'path' | 'depth'>,
  { from, to }: { from: number; to: number },
): TreeLine[] {
  let step = MAX_TREE_ENTRIES;
  while ((to - from) / step > MAX_TREE_ENTRIES) step *= MAX_TREE_ENTRIES;
  const parts: TreeLine[] = [];
  for (let start = from; start < to; start += step) {
    const part = { from: start, to: Math.min(start + step, to) };
    const id = `${JSON.stringify(path)} ${part.from}-${part.to}`;
    parts.push({ id, depth: depth + 1, path, entry: null, part, open: false, opens: true });
  }
  return parts;
}
