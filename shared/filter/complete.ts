import type { Continuation } from './parser.ts';
import { continuations } from './parser.ts';
import { printName } from './print.ts';
import type { Field } from './syntax.ts';
import { FIELD_NOTES, FIELDS, isKeyword, MAX_FILTER_LENGTH, OPERATORS } from './syntax.ts';
import type { Token } from './tokens.ts';
import { tokenize } from './tokens.ts';

/** What was seen so far, most frequent first; taken as data, from anybody. */
export interface KnownValues {
  readonly peers: readonly string[];
  readonly ports: readonly string[];
  readonly tags: readonly string[];
  /** Paths of arguments as filters write them: `arg[0].name`. */
  readonly paths: readonly string[];
}

/** Something that could stand at the cursor. */
export interface FilterOffer {
  /** What it replaces. */
  readonly from: number;
  readonly to: number;
  /** What is put there; the cursor goes behind it. */
  readonly insert: string;
  /** What is shown, bounded by the caller; may hold any character of a peer's text. */
  readonly label: string;
  readonly kind: 'field' | 'operator' | 'value' | 'keyword';
  /** A few words about it; may be empty. */
  readonly note: string;
}

/** Most offers at once: more are not looked through, but typed. */
export const MAX_OFFERS = 50;
/** Longest value offered: longer ones are no names. */
const MAX_VALUE_LENGTH = 200;

const OPERATOR_NOTES: Readonly<Record<string, string>> = {
  '=': 'equal',
  '!=': 'not equal, or missing',
  '~': 'contains, or pattern with * and ?',
  '!~': "doesn't contain",
  in: 'one of a list',
  'not in': 'none of a list',
  '<': 'less',
  '<=': 'at most',
  '>': 'more',
  '>=': 'at least',
};

const EXAMPLES: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  direction: [
    ['in', 'received'],
    ['out', 'sent'],
  ],
  octets: [
    ['1KiB', '1,024 octets'],
    ['64KiB', ''],
    ['1MiB', ''],
  ],
  duration: [
    ['10ms', ''],
    ['100ms', ''],
    ['1s', ''],
  ],
  time: [
    ['-5m', 'five minutes ago'],
    ['-1h', 'an hour ago'],
    ['today', 'the whole day'],
    ['yesterday', 'the whole day'],
  ],
  json: [
    ['true', ''],
    ['false', ''],
    ['null', ''],
  ],
};

/**
 * What could stand at the cursor, best first, at most {@link MAX_OFFERS}. Takes any text and cursor.
 * @param cursor offset in `text`
 */
export function completeFilter(text: string, cursor: number, known: KnownValues): FilterOffer[] {
  if (text.length > MAX_FILTER_LENGTH || !(cursor >= 0 && cursor <= text.length)) return [];
  const tokens = tokenize(text);
  const touched = tokens.find(
    (token) => isTyped(token) && token.from < cursor && cursor <= token.to,
  );
  const place = { from: touched?.from ?? cursor, to: touched?.to ?? cursor };
  const before = tokens.filter(({ to, kind }) => to <= place.from && kind !== 'end');
  const end: Token = { kind: 'end', from: place.from, to: place.from, text: '' };
  const typed = typedPart(text, place.from, cursor);
  const offers = continuations([...before, end], 0)
    .flatMap((next) => offersFor(next, known))
    .filter(fitting(typed))
    .map((offer): FilterOffer => ({ ...offer, ...place }));
  const ordered = sorted(offers, typed);
  return [...ordered, ...operatorsBehind(touched, cursor, before, end)]
    .filter(({ from, to, insert }) => insert.trim() !== text.slice(from, to))
    .slice(0, MAX_OFFERS);
}

type Draft = Omit<FilterOffer, 'from' | 'to'>;

/** Pieces that grow while one writes; behind operators and brackets something new begins. */
function isTyped({ kind }: Token): boolean {
  return kind === 'word' || kind === 'text' || kind === 'path';
}

/** What was written so far, without an opening quotation mark. */
function typedPart(text: string, from: number, cursor: number): string {
  return text.slice(from, cursor).replace(/^"/, '').toLowerCase();
}

function offersFor(next: Continuation, known: KnownValues): Draft[] {
  switch (next.may) {
    case 'condition':
      return [...fields(known), keyword('not')];
    case 'go-on':
      return [keyword('and'), keyword('or'), ...fields(known), keyword('not')];
    case 'compare':
      return operators(next.field);
    case 'value':
      if (next.operator === 'in' || next.operator === 'not in') return values(next.field, known);
      return values(next.field, known).map((offer) => ({ ...offer, insert: `${offer.insert} ` }));
    case 'next-value':
      return [];
  }
}

function fields(known: KnownValues): Draft[] {
  const named = [...FIELDS.keys()].map((name) => fieldOffer(name, FIELD_NOTES[name] ?? ''));
  return [
    ...named,
    ...[...known.paths, 'arg[0]'].filter(isShort).map((path) => fieldOffer(path, 'argument')),
  ];
}

function fieldOffer(name: string, note: string): Draft {
  return { insert: `${name} `, label: name, kind: 'field', note };
}

function keyword(word: string): Draft {
  return { insert: `${word} `, label: word, kind: 'keyword', note: '' };
}

function operators(field: Field): Draft[] {
  return OPERATORS[field.type].map((operator) => {
    const list = operator === 'in' || operator === 'not in';
    const insert = list ? `${operator} (` : `${operator} `;
    return { insert, label: operator, kind: 'operator', note: OPERATOR_NOTES[operator] ?? '' };
  });
}

function values(field: Field, known: KnownValues): Draft[] {
  const seen: Readonly<Record<string, readonly string[]>> = {
    peer: known.peers,
    port: known.ports,
    tag: known.tags,
  };
  const names = (seen[field.name] ?? []).filter(isShort).map((name): Draft => {
    const note = field.name === 'port' && name === '' ? 'node port' : '';
    return { insert: printName(name), label: name === '' ? '""' : name, kind: 'value', note };
  });
  const examples = (EXAMPLES[field.type] ?? []).map(([text, note]): Draft => {
    return { insert: text, label: text, kind: 'value', note };
  });
  return [...names, ...examples];
}

function isShort(text: string): boolean {
  return text.length <= MAX_VALUE_LENGTH;
}

function fitting(typed: string): (offer: Draft) => boolean {
  return ({ label }) => label.toLowerCase().includes(typed);
}

/** Those that begin with what was written come first; else the given order stays. Each once. */
function sorted(offers: readonly FilterOffer[], typed: string): FilterOffer[] {
  const unique = [
    ...new Map(offers.toReversed().map((offer) => [offer.insert, offer])).values(),
  ].reverse();
  const begins = ({ label }: FilterOffer) => (label.toLowerCase().startsWith(typed) ? 0 : 1);
  return unique.toSorted((a, b) => begins(a) - begins(b));
}

/** Behind a whole field name its operators are offered, too, without waiting for a space. */
function operatorsBehind(
  touched: Token | undefined,
  cursor: number,
  before: readonly Token[],
  end: Token,
): FilterOffer[] {
  if (!touched || cursor !== touched.to || touched.problem) return [];
  const isCondition = continuations([...before, end], 0).some(
    ({ may }) => may === 'condition' || may === 'go-on',
  );
  if (!isCondition || isKeyword(touched.text, 'not')) return [];
  const behind: Token = { kind: 'end', from: cursor, to: cursor, text: '' };
  return continuations([...before, touched, behind], 0)
    .flatMap((next) => (next.may === 'compare' ? operators(next.field) : []))
    .map((offer) => ({ ...offer, insert: ` ${offer.insert}`, from: cursor, to: cursor }));
}
