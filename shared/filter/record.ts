import type { Json } from '../json.ts';
import type { Field, PathStep } from './syntax.ts';

/** What a filter sees of a message. The rows of lists and recordings fit as they are. */
export interface FilterRecord {
  /** Unix ms, with fraction. */
  readonly at: number;
  readonly direction: 'in' | 'out';
  readonly peer: string;
  /** Port name at the receiving node; `''` is its node port. */
  readonly port: string;
  /** Octets. */
  readonly size: number;
  /** The request that it answers; latency in ms. */
  readonly replyTo: { readonly latency: number } | null;
  /** The answer that it got. */
  readonly answeredBy: { readonly latency: number } | null;
  readonly marked: boolean;
  /**
   * The first element when it is a string, never cut; else null. Whoever keeps it apart saves opening the
   * message; without it the message is asked.
   */
  readonly tag?: string | null | undefined;
  /** All elements, the tag included. May be a getter: only asked when the filter looks into messages. */
  readonly message: readonly Json[];
}

/** What a field holds in a message; `undefined` when the message doesn't have it. */
export function reader(field: Field): (record: FilterRecord) => Json | undefined {
  const { path } = field;
  if (path) return ({ message }) => argumentAt(message, path);
  switch (field.name) {
    case 'peer':
      return ({ peer }) => peer;
    case 'port':
      return ({ port }) => port;
    case 'dir':
      return ({ direction }) => direction;
    case 'size':
      return ({ size }) => size;
    case 'time':
      return ({ at }) => at;
    case 'latency':
      return ({ replyTo, answeredBy }) => (replyTo ?? answeredBy)?.latency;
    default:
      return tagIn;
  }
}

function tagIn(record: FilterRecord): string | undefined {
  const { tag } = record;
  if (tag !== undefined) return tag ?? undefined;
  const first = record.message[0];
  return typeof first === 'string' ? first : undefined;
}

/**
 * The value at a path below the arguments: the elements after the tag, or all of a message without one.
 * @returns `undefined` when the message has no such value
 */
function argumentAt(message: readonly Json[], path: NonNullable<Field['path']>): Json | undefined {
  const skipped = typeof message[0] === 'string' ? 1 : 0;
  const first = path[0];
  const index = first < 0 ? message.length + first : skipped + first;
  let value = index < skipped ? undefined : message[index];
  for (let at = 1; at < path.length && value !== undefined; at++) {
    value = stepInto(value, path[at] as PathStep);
  }
  return value;
}

function stepInto(value: Json, step: PathStep): Json | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  if (Array.isArray(value)) {
    return typeof step === 'number' ? value[step < 0 ? value.length + step : step] : undefined;
  }
  return typeof step === 'string' && Object.hasOwn(value, step) ? value[step] : undefined;
}
