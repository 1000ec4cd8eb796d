/** The filter language of messages: read, match, print, complete. Specified in docs/filters.md. */
import { compile } from './filter/compile.ts';
import { isMoving, needsOf } from './filter/needs.ts';
import type { Needs } from './filter/needs.ts';
import { parse } from './filter/parser.ts';
import { print } from './filter/print.ts';
import type { FilterRecord } from './filter/record.ts';
import type { FilterError, FilterNode } from './filter/syntax.ts';
import { MAX_FILTER_LENGTH } from './filter/syntax.ts';

export { andFilter, filterForField, filterForPath } from './filter/build.ts';
export type { RowField } from './filter/build.ts';
export { completeFilter } from './filter/complete.ts';
export type { FilterOffer, KnownValues } from './filter/complete.ts';
export type { FilterRecord } from './filter/record.ts';
export {
  MAX_FILTER_DEPTH,
  MAX_FILTER_LENGTH,
  MAX_FILTER_LIST,
  MAX_PATTERN_LENGTH,
} from './filter/syntax.ts';
export type { FilterError } from './filter/syntax.ts';

/** A filter that was understood. */
export interface Filter {
  /** As it was written. */
  readonly source: string;
  readonly node: FilterNode;
  /** Whether a message passes. Never throws, keeps nothing. */
  readonly test: (record: FilterRecord) => boolean;
  /** What of a message can change the answer. */
  readonly needs: Needs;
  /** It refers to the moment at which it was read (`-5m`, `today`): the same text means another span later. */
  readonly moving: boolean;
}

export type ParsedFilter = { ok: true; filter: Filter } | { ok: false; error: FilterError };

/**
 * Reads a filter. Takes any text; the empty one lets every message pass.
 * @param now Unix ms, what times refer to; of a recording the time of its last message
 */
export function parseFilter(text: string, { now }: { now: number }): ParsedFilter {
  if (text.length > MAX_FILTER_LENGTH) {
    const message = `A filter has at most ${MAX_FILTER_LENGTH} characters; this one has ${text.length}.`;
    const error = { from: MAX_FILTER_LENGTH, to: text.length, message, expected: [] };
    return { ok: false, error };
  }
  const result = parse(text, now);
  if (!result.ok) return result;
  const { node } = result;
  const filter = {
    source: text,
    node,
    test: compile(node),
    needs: needsOf(node),
    moving: isMoving(node),
  };
  return { ok: true, filter };
}

/** Whether a message passes. */
export function matches(filter: Filter, record: FilterRecord): boolean {
  return filter.test(record);
}

/** A filter in its canonical form: the same conditions, every `and` written, no bracket too many. */
export function filterText(filter: Filter): string {
  return print(filter.node);
}
