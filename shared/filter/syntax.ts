/** The words of the filter language (docs/filters.md) and the tree that a filter becomes. */

/** Longest filter, in characters: one line of a person, or of a saved file. */
export const MAX_FILTER_LENGTH = 2_000;
/** Deepest nesting of brackets and `not`, so that no filter exhausts the stack. */
export const MAX_FILTER_DEPTH = 64;
/** Most values of one `in (…)`. */
export const MAX_FILTER_LIST = 1_000;
/** Longest text to search for: below it the engine's own search is linear on hostile text, too. */
export const MAX_PATTERN_LENGTH = 256;

export type Operator = '=' | '!=' | '~' | '!~' | '<' | '<=' | '>' | '>=' | 'in' | 'not in';

/** Keys and indices below an argument; negative indices count from the end. */
export type PathStep = string | number;

/** What a field holds decides which operators and values fit. */
export type FieldType = 'text' | 'direction' | 'octets' | 'time' | 'duration' | 'json' | 'flag';

export interface Field {
  readonly type: FieldType;
  /** As it is written, canonical: `tag`, `arg[0].name`. */
  readonly name: string;
  /** Of `json` fields only: the argument, then the way inside it. */
  readonly path: readonly [number, ...PathStep[]] | null;
}

/** A value, understood by the type of its field. */
export type Operand =
  | { readonly is: 'text'; readonly text: string; readonly quoted: boolean }
  /** An unquoted value of an argument; `number` when it reads as one. */
  | { readonly is: 'loose'; readonly text: string; readonly number: number | null }
  | { readonly is: 'number'; readonly number: number }
  /** Unix ms; `to` (not included) is null when the value is a moment, not a span. */
  | { readonly is: 'time'; readonly from: number; readonly to: number | null };

export interface Value {
  readonly text: string;
  readonly quoted: boolean;
  readonly operand: Operand;
}

/** A filter as a tree. `and` and `or` have two children or more, none of their own kind. */
export type FilterNode =
  | { readonly kind: 'all' }
  | { readonly kind: 'and' | 'or'; readonly items: readonly FilterNode[] }
  | { readonly kind: 'not'; readonly item: FilterNode }
  /** Free text. */
  | { readonly kind: 'text'; readonly text: string }
  /** A field alone: true when the message has it. */
  | { readonly kind: 'has'; readonly field: Field }
  | {
      readonly kind: 'compare';
      readonly field: Field;
      readonly operator: Operator;
      /** One; of lists one or more. */
      readonly values: readonly Value[];
    };

/** Why a text is no filter. `from` … `to` lies inside the text, empty only at its end. */
export interface FilterError {
  from: number;
  to: number;
  /** One sentence or two: what is wrong, and what to write instead where that is known. */
  message: string;
  /** What could stand there, as examples; may be empty. */
  expected: readonly string[];
}

const field = (name: string, type: FieldType): Field => ({ name, type, path: null });

/** All fields but the arguments, which are written `arg[0].name`. */
export const FIELDS: ReadonlyMap<string, Field> = new Map(
  [
    field('peer', 'text'),
    field('port', 'text'),
    field('tag', 'text'),
    field('dir', 'direction'),
    field('size', 'octets'),
    field('time', 'time'),
    field('latency', 'duration'),
    field('reply', 'flag'),
    field('answered', 'flag'),
    field('marked', 'flag'),
  ].map((each) => [each.name, each]),
);

/** What each field means, in a few words; shown beside the offers. */
export const FIELD_NOTES: Readonly<Record<string, string>> = {
  peer: 'node at the other end',
  port: 'name of the receiving port',
  tag: 'first element',
  dir: 'in or out',
  size: 'octets, e.g. 2KiB',
  time: 'e.g. 12:30, -5m, today',
  latency: 'of a request and its answer',
  reply: 'answers a request',
  answered: 'request with an answer',
  marked: 'has a bookmark',
};

/** Fields that every message has: alone they would say nothing. */
export const ALWAYS_THERE: ReadonlySet<string> = new Set(['peer', 'port', 'dir', 'size', 'time']);

const ORDER: readonly Operator[] = ['<', '<=', '>', '>='];
const EQUAL: readonly Operator[] = ['=', '!=', 'in', 'not in'];

/** The operators that fit each type of field. */
export const OPERATORS: Readonly<Record<FieldType, readonly Operator[]>> = {
  text: ['=', '!=', '~', '!~', 'in', 'not in', ...ORDER],
  direction: EQUAL,
  octets: ['>', '>=', '<', '<=', ...EQUAL],
  time: ['>', '>=', '<', '<=', ...EQUAL],
  duration: ['>', '>=', '<', '<=', ...EQUAL],
  json: ['=', '!=', '~', '!~', 'in', 'not in', ...ORDER],
  flag: [],
};

/** Whether `word` is the keyword, written in small or in capital letters. */
export function isKeyword(word: string, keyword: 'and' | 'or' | 'not' | 'in'): boolean {
  return word === keyword || word === keyword.toUpperCase();
}
