import { MeshError } from '../../shared/errors.ts';
import { parseFilter } from '../../shared/filter.ts';
import type { Filter, FilterRecord } from '../../shared/filter.ts';
import type { PortId } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';
import type {
  JsonPath,
  MessageDetail,
  MessageListPush,
  MessageListView,
  MessageView,
  TreeEntry,
} from '../../shared/messages.ts';
import { DETAIL_LENGTH, MAX_TAIL_ROWS } from '../../shared/messages.ts';
import type { installBridge } from './fake-bridge.ts';
import { NOW } from './synthetic-mesh.ts';

type Handlers = Parameters<typeof installBridge>[0];

interface FakeList {
  filter: Filter;
  system: boolean;
  follow: boolean;
  /** Position of the first of `seqs`. */
  origin: number;
  seqs: number[];
  /** Messages of the opening that were looked at. */
  scanned: number;
  revision: number;
}

/** The messages of a main process, with lists that behave like the real ones. */
export class FakeMessages {
  readonly lists = new Map<number, FakeList>();
  readonly contents = new Map<number, readonly Json[]>();
  /** Messages of the opening that a list looks at before it answers. */
  slice = Infinity;
  #rows: MessageView[] = [];
  #dropped = 0;
  #ids = 0;

  constructor(rows: readonly MessageView[] = []) {
    this.#rows = [...rows];
  }

  /** New messages: what is pushed for them. */
  add(rows: readonly MessageView[]): MessageListPush {
    this.#rows.push(...rows);
    let tail: MessageListPush['tail'] = null;
    for (const [id, list] of this.lists) {
      const fresh = rows.filter((row) => this.#passes(list, row));
      list.seqs.push(...fresh.map(({ seq }) => seq));
      const last = fresh.slice(-MAX_TAIL_ROWS);
      const from = list.origin + list.seqs.length - last.length;
      if (list.follow && last.length > 0) tail = { list: id, from, rows: last };
    }
    return { ...this.views(), tail };
  }

  /** The oldest messages go: what is pushed for that. */
  drop(count: number): MessageListPush {
    const gone = new Set(this.#rows.splice(0, count).map(({ seq }) => seq));
    this.#dropped += gone.size;
    for (const list of this.lists.values()) {
      const kept = list.seqs.filter((seq) => !gone.has(seq));
      list.origin += list.seqs.length - kept.length;
      list.seqs = kept;
    }
    return this.views();
  }

  /** All lists look at the rest of what was there. */
  look(): MessageListPush {
    for (const list of this.lists.values()) this.#lookBack(list, Infinity);
    return this.views();
  }

  /** A message comes to pass every filter, or none: all positions behind it move. */
  force(seq: number, passes: boolean): MessageListPush {
    for (const list of this.lists.values()) {
      const rest = list.seqs.filter((each) => each !== seq);
      list.seqs = passes ? [...rest, seq].sort((one, other) => one - other) : rest;
      list.revision += 1;
    }
    return this.views();
  }

  views(): MessageListPush {
    return {
      lists: [...this.lists].map(([id, list]) => this.#view(id, list)),
      tail: null,
      answered: [],
    };
  }

  handlers(): Handlers {
    return {
      'list.open': (wanted) => this.#open(wanted),
      'list.follow': ({ list, follow }) => {
        this.#list(list).follow = follow;
        return null;
      },
      'list.rows': ({ list, from, count }) => this.#part(this.#list(list), from, count),
      'list.find': (wanted) =>
        'seq' in wanted
          ? this.#find(this.#list(wanted.list), wanted.seq)
          : this.#findMarked(this.#list(wanted.list), wanted.from, wanted.marked),
      'list.close': ({ list }) => {
        this.lists.delete(list);
        return null;
      },
      'message.get': ({ seq }) => this.#detail(seq),
      'message.tree': ({ seq, path, from, count }) => treeOf(this.#at(seq, path), from, count),
      'message.text': ({ seq, path, from, length }) => {
        const value = this.#at(seq, path ?? []);
        const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
        return { text: text.slice(from, from + length), length: text.length };
      },
      'message.data': ({ seq }) => ({ message: this.content(seq) }),
      'message.mark': ({ seq, marked }) => {
        this.#rows = this.#rows.map((row) => (row.seq === seq ? { ...row, marked } : row));
        return null;
      },
    };
  }

  content(seq: number): readonly Json[] {
    const row = this.#row(seq);
    if (!row) return [];
    const rest = JSON.parse(`[${row.preview}]`) as Json[];
    return this.contents.get(seq) ?? (row.tag === null ? rest : [row.tag, ...rest]);
  }

  #open({ filter, system, follow }: { filter: string; system: boolean; follow: boolean }) {
    const parsed = parseFilter(filter, { now: NOW });
    if (!parsed.ok) throw new MeshError('filter-invalid', parsed.error.message);
    const id = ++this.#ids;
    const list = { filter: parsed.filter, system, follow, origin: 0, scanned: 0, revision: 0 };
    const opened: FakeList = { ...list, seqs: [] };
    this.lists.set(id, opened);
    this.#lookBack(opened, this.slice);
    return this.#view(id, opened);
  }

  #lookBack(list: FakeList, count: number): void {
    const end = this.#rows.length - list.scanned;
    const part = this.#rows.slice(Math.max(0, end - count), end);
    const found = part.filter((row) => this.#passes(list, row)).map(({ seq }) => seq);
    list.scanned += part.length;
    list.seqs = [...found, ...list.seqs];
    list.origin -= found.length;
  }

  #view(list: number, { origin, seqs, scanned, revision }: FakeList): MessageListView {
    const kept = this.#rows.length;
    const first = origin;
    return {
      ...{ list, first, end: origin + seqs.length, scanned: Math.min(scanned, kept), kept },
      ...{ complete: scanned >= kept || this.slice === Infinity, survivors: 0, revision },
      dropped: this.#dropped,
    };
  }

  #part({ origin, seqs }: FakeList, from: number, count: number) {
    const start = Math.max(from, origin);
    const part = seqs.slice(start - origin, Math.max(0, from + count - origin));
    return { from: start, rows: part.map((seq) => this.#row(seq)).filter((row) => !!row) };
  }

  #find({ origin, seqs }: FakeList, seq: number) {
    const index = seqs.findIndex((each) => each >= seq);
    return index < 0 ? null : { position: origin + index, seq: seqs[index]! };
  }

  #findMarked({ origin, seqs }: FakeList, from: number, direction: 'next' | 'previous') {
    const marked = seqs
      .map((seq, index) => ({ seq, position: origin + index }))
      .filter(({ seq }) => this.#row(seq)?.marked);
    return direction === 'next'
      ? (marked.find(({ position }) => position > from) ?? null)
      : (marked.findLast(({ position }) => position < from) ?? null);
  }

  #detail(seq: number): MessageDetail | null {
    const row = this.#row(seq);
    if (!row) return null;
    const json = JSON.stringify(this.content(seq), null, 2);
    const port = this.content(seq).findLast(
      (value) => typeof value === 'string' && value.includes('#'),
    );
    const replyPort = (port as PortId | undefined) ?? null;
    const cut = json.length > DETAIL_LENGTH;
    return { ...row, json: json.slice(0, DETAIL_LENGTH), cut, replyPort };
  }

  #at(seq: number, path: JsonPath): Json {
    let value = this.content(seq) as Json;
    for (const step of path) value = (value as Record<string | number, Json>)[step]!;
    return value;
  }

  #passes({ filter, system }: FakeList, row: MessageView): boolean {
    if (row.system && !system) return false;
    // Only read when the filter looks into messages.
    const read = () => this.content(row.seq);
    const record: FilterRecord = {
      ...row,
      get message() {
        return read();
      },
    };
    return filter.source === '' || filter.test(record);
  }

  #row(seq: number): MessageView | undefined {
    const row = this.#rows[seq - (this.#rows[0]?.seq ?? 0)];
    return row?.seq === seq ? row : this.#rows.find((each) => each.seq === seq);
  }

  #list(id: number): FakeList {
    const list = this.lists.get(id);
    if (!list) throw new MeshError('not-open', 'This list is not open.');
    return list;
  }
}

function treeOf(value: Json, from: number, count: number) {
  if (value === null || typeof value !== 'object') return null;
  const entries: [string | number, Json][] = Array.isArray(value)
    ? value.map((each, index) => [index, each])
    : Object.entries(value);
  const part = entries.slice(from, from + count).map(([key, each]) => entryOf(key, each));
  return { entries: part, length: entries.length };
}

function entryOf(key: string | number, value: Json): TreeEntry {
  const isList = Array.isArray(value);
  const type = value === null ? 'null' : isList ? 'array' : (typeof value as TreeEntry['type']);
  const length =
    typeof value === 'string' || isList
      ? value.length
      : value !== null && typeof value === 'object'
        ? Object.keys(value).length
        : 0;
  return { key, type, length, preview: JSON.stringify(value).slice(0, 240) };
}
