import type { KnownValues } from '../../shared/filter.ts';
import { pathText } from '../../shared/filter/quote.ts';
import type { Json } from '../../shared/json.ts';
import type { MessageView } from '../../shared/messages.ts';
import { PREVIEW_LENGTH } from '../../shared/messages.ts';

/** Different values remembered of each kind: more are not offered anyway. */
const MAX_VALUES = 500;
/** Rows whose arguments are looked into at once. */
const MAX_PARSED = 100;
/** Steps of the paths offered, and entries looked at on each. */
const MAX_DEPTH = 3;
const MAX_ENTRIES = 20;

/** What was seen in rows, most frequent first, to complete filters with. */
export class KnownValuesCollector {
  readonly #peers = new Counter();
  readonly #ports = new Counter();
  readonly #tags = new Counter();
  readonly #paths = new Counter();
  #values = $state.raw<KnownValues>({ peers: [], ports: [], tags: [], paths: [] });

  get values(): KnownValues {
    return this.#values;
  }

  /** Looks at some rows; those seen before count again. */
  learn(rows: Iterable<MessageView>): void {
    let parsed = 0;
    for (const row of rows) {
      this.#peers.add(row.peer);
      this.#ports.add(row.port);
      if (row.tag !== null) this.#tags.add(row.tag);
      if (parsed++ < MAX_PARSED) for (const path of pathsOf(row.preview)) this.#paths.add(path);
    }
    this.#values = {
      peers: this.#peers.sorted(),
      ports: this.#ports.sorted(),
      tags: this.#tags.sorted(),
      paths: this.#paths.sorted(),
    };
  }
}

/** How often each of some texts was seen. */
class Counter {
  readonly #counts = new Map<string, number>();

  add(text: string): void {
    const before = this.#counts.get(text);
    if (before === undefined && this.#counts.size >= MAX_VALUES) return;
    this.#counts.set(text, (before ?? 0) + 1);
  }

  sorted(): string[] {
    return [...this.#counts].sort((one, other) => other[1] - one[1]).map(([text]) => text);
  }
}

/** Where the arguments of a row hold values, as filters write it; none when the row shows only a part. */
function pathsOf(preview: string): string[] {
  if (preview.length >= PREVIEW_LENGTH) return [];
  try {
    return leaves(JSON.parse(`[${preview}]`) as Json[], []).map(pathText);
  } catch {
    // The end of the arguments was cut.
    return [];
  }
}

function leaves(value: Json, path: (string | number)[]): (string | number)[][] {
  if (value === null || typeof value !== 'object' || path.length >= MAX_DEPTH) {
    return path.length > 0 ? [path] : [];
  }
  const entries: [string | number, Json][] = Array.isArray(value)
    ? value.map((each, index) => [index, each])
    : Object.entries(value);
  return entries.slice(0, MAX_ENTRIES).flatMap(([key, each]) => leaves(each, [...path, key]));
}
