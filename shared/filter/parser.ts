import { pathText } from './quote.ts';
import type { Field, FilterError, FilterNode, Operator, Value } from './syntax.ts';
import {
  ALWAYS_THERE,
  FIELDS,
  isKeyword,
  MAX_FILTER_DEPTH,
  MAX_FILTER_LIST,
  OPERATORS,
} from './syntax.ts';
import type { Token } from './tokens.ts';
import { fault, tokenize } from './tokens.ts';
import { isUnit, operandOf, patternMisfit } from './values.ts';

/** What may follow at the end of a text; for completion. */
export type Continuation =
  | { may: 'condition' }
  /** `and`, `or`, or one more condition. */
  | { may: 'go-on' }
  | { may: 'compare'; field: Field }
  | { may: 'value'; field: Field; operator: Operator }
  /** After a value of a list. */
  | { may: 'next-value' };

export type Parsed = { ok: true; node: FilterNode } | { ok: false; error: FilterError };

const CONDITION = ['tag = job', 'peer', '(', '"text"'];

/**
 * Reads a filter, of any length.
 * @param now Unix ms, for times
 */
export function parse(text: string, now: number): Parsed {
  return new Parser(tokenize(text), now).run();
}

/** What may follow after `tokens`, the last of which is the end; nothing if they are wrong before. */
export function continuations(tokens: readonly Token[], now: number): Continuation[] {
  const parser = new Parser(tokens, now);
  parser.run();
  return parser.continuations;
}

class Fault extends Error {
  readonly error: FilterError;

  constructor(error: FilterError) {
    super(error.message);
    this.error = error;
  }
}

class Parser {
  readonly continuations: Continuation[] = [];
  readonly #tokens: readonly Token[];
  readonly #now: number;
  #at = 0;

  constructor(tokens: readonly Token[], now: number) {
    this.#tokens = tokens;
    this.#now = now;
  }

  run(): Parsed {
    try {
      if (this.#atEnd({ may: 'condition' })) return { ok: true, node: { kind: 'all' } };
      const node = this.#or(0);
      const rest = this.#peek();
      if (rest.kind !== 'end') throw this.#surplus(rest);
      return { ok: true, node };
    } catch (error) {
      if (error instanceof Fault) return { ok: false, error: error.error };
      throw error;
    }
  }

  #or(depth: number): FilterNode {
    const items = [this.#and(depth)];
    while (this.#isWord('or')) {
      this.#at += 1;
      items.push(this.#and(depth));
    }
    return joined('or', items);
  }

  #and(depth: number): FilterNode {
    const items = [this.#not(depth)];
    for (;;) {
      if (this.#atEnd({ may: 'go-on' }) || this.#isWord('or')) break;
      if (this.#isWord('and')) this.#at += 1;
      else if (!beginsCondition(this.#peek())) break;
      items.push(this.#not(depth));
    }
    return joined('and', items);
  }

  #not(depth: number): FilterNode {
    const token = this.#peek();
    if (depth > MAX_FILTER_DEPTH) {
      throw new Fault(
        fault(
          token.from,
          token.to,
          `Conditions are nested at most ${MAX_FILTER_DEPTH} levels deep.`,
        ),
      );
    }
    if (this.#isWord('not')) {
      this.#at += 1;
      return { kind: 'not', item: this.#not(depth + 1) };
    }
    if (token.kind !== '(') return this.#condition();
    this.#at += 1;
    const node = this.#or(depth + 1);
    this.#close(token);
    return node;
  }

  #condition(): FilterNode {
    this.#atEnd({ may: 'condition' });
    const token = this.#take();
    if (token.kind === 'text') return this.#text(token);
    if (token.kind === 'path') return this.#about(jsonField(token), token);
    if (token.kind !== 'word') throw this.#noCondition(token);
    if (isKeyword(token.text, 'and') || isKeyword(token.text, 'or')) throw this.#noCondition(token);
    const field = FIELDS.get(token.text);
    if (field) return this.#about(field, token);
    if (this.#comparisonFollows()) throw unknownField(token);
    if (token.text === '&&' || token.text === '||') throw this.#noCondition(token);
    return this.#text(token);
  }

  #text(token: Token): FilterNode {
    const excess = patternMisfit(token.text);
    if (excess) throw new Fault({ from: token.from, to: token.to, ...excess });
    return { kind: 'text', text: token.text };
  }

  /** A field, and what is said about it. */
  #about(field: Field, token: Token): FilterNode {
    this.#atEnd({ may: 'compare', field });
    const operator = this.#operator(field);
    if (operator === 'in' || operator === 'not in') return this.#list(field, operator);
    if (operator !== null) {
      return { kind: 'compare', field, operator, values: [this.#value(field, operator)] };
    }
    if (!ALWAYS_THERE.has(field.name)) return { kind: 'has', field };
    const message = `Every message has “${field.name}”: compare it, or write it in quotes to search for the word.`;
    throw new Fault(
      fault(token.from, token.to, message, [
        `${field.name} ${OPERATORS[field.type][0]} …`,
        `"${field.name}"`,
      ]),
    );
  }

  #operator(field: Field): Operator | null {
    const token = this.#peek();
    const words = this.#listOperator(false);
    if (token.kind !== 'operator' && words === null) return null;
    const operator = words ?? token.text;
    this.#at += operator === 'not in' ? 2 : 1;
    const allowed = OPERATORS[field.type];
    if (allowed.includes(operator as Operator)) return operator as Operator;
    throw new Fault(fault(token.from, token.to, wrongOperator(field, operator), allowed));
  }

  /** `in`, `not in` or neither stands next. @param closely only if a list follows */
  #listOperator(closely: boolean): 'in' | 'not in' | null {
    const isIn = (ahead: number) =>
      this.#isWord('in', ahead) && (!closely || this.#peek(ahead + 1).kind === '(');
    if (isIn(0)) return 'in';
    return this.#isWord('not') && isIn(1) ? 'not in' : null;
  }

  #comparisonFollows(): boolean {
    return this.#peek().kind === 'operator' || this.#listOperator(true) !== null;
  }

  #list(field: Field, operator: 'in' | 'not in'): FilterNode {
    const open = this.#take();
    if (open.kind !== '(') {
      throw new Fault(fault(open.from, open.to, 'A list follows, in brackets.', ['(a, b)']));
    }
    const values = [this.#value(field, operator)];
    while (this.#peek().kind === ',') {
      const comma = this.#take();
      if (values.length >= MAX_FILTER_LIST) {
        throw new Fault(
          fault(comma.from, comma.to, `A list has at most ${MAX_FILTER_LIST} values.`),
        );
      }
      values.push(this.#value(field, operator));
    }
    this.#atEnd({ may: 'next-value' });
    this.#close(open);
    return { kind: 'compare', field, operator, values };
  }

  #value(field: Field, operator: Operator): Value {
    this.#atEnd({ may: 'value', field, operator });
    const token = this.#take();
    if (token.kind === 'path') {
      throw new Fault(
        fault(token.from, token.to, 'A field is compared with a value; write text in quotes.', [
          `"${token.text.slice(0, 40)}"`,
        ]),
      );
    }
    if (token.kind !== 'word' && token.kind !== 'text') {
      throw new Fault(fault(token.from, token.to, 'A value is missing.', exampleValues(field)));
    }
    let { text, to } = token;
    const next = this.#peek();
    // `2 KiB` is one value; without this the unit would silently be searched for.
    if (/^[\d.]+$/.test(text) && next.kind === 'word' && isUnit(field, next.text)) {
      text += next.text;
      to = next.to;
      this.#at += 1;
    }
    const quoted = token.kind === 'text';
    const operand = operandOf(field, operator, { text, quoted }, this.#now);
    if ('message' in operand) throw new Fault({ from: token.from, to, ...operand });
    return { text, quoted, operand };
  }

  #close(open: Token): void {
    const token = this.#take();
    if (token.kind === ')') return;
    const place = token.kind === 'end' ? open : token;
    throw new Fault(fault(place.from, place.to, 'The closing bracket is missing.', [')']));
  }

  #noCondition(token: Token): Fault {
    const expected = token.text === '&&' ? ['and'] : token.text === '||' ? ['or'] : CONDITION;
    const message =
      token.kind === 'end'
        ? 'A condition is missing here.'
        : `A condition is missing before “${token.text}”.`;
    const isSign = expected.length === 1;
    return new Fault(
      fault(token.from, token.to, isSign ? `Write “${expected[0]}”.` : message, expected),
    );
  }

  #surplus(token: Token): Fault {
    if (token.problem) return new Fault(token.problem);
    const message =
      token.kind === ')' ? 'This bracket was never opened.' : `“${token.text}” can't stand here.`;
    return new Fault(fault(token.from, token.to, message, ['and', 'or']));
  }

  /** Notes what may follow when this is the end. */
  #atEnd(continuation: Continuation): boolean {
    const isEnd = this.#peek().kind === 'end';
    if (isEnd) this.continuations.push(continuation);
    return isEnd;
  }

  #peek(ahead = 0): Token {
    const last = this.#tokens.length - 1;
    return this.#tokens[Math.min(this.#at + ahead, last)] as Token;
  }

  #take(): Token {
    const token = this.#peek();
    this.#at += 1;
    if (token.problem) throw new Fault(token.problem);
    return token;
  }

  #isWord(keyword: 'and' | 'or' | 'not' | 'in', ahead = 0): boolean {
    const token = this.#peek(ahead);
    return token.kind === 'word' && isKeyword(token.text, keyword);
  }
}

function joined(kind: 'and' | 'or', items: readonly FilterNode[]): FilterNode {
  const first = items[0];
  if (first && items.length === 1) return first;
  return { kind, items: items.flatMap((item) => (item.kind === kind ? item.items : [item])) };
}

function beginsCondition(token: Token): boolean {
  return ['word', 'text', 'path', '('].includes(token.kind);
}

function jsonField(token: Token): Field {
  const path = token.path as NonNullable<Field['path']>;
  return { type: 'json', name: pathText(path), path };
}

function unknownField(token: Token): Fault {
  const name = token.text.length > 40 ? `${token.text.slice(0, 39)}…` : token.text;
  const message =
    name === 'arg' || name.startsWith('arg.')
      ? 'An argument is named by its position.'
      : `There is no field “${name}”. Text with such a sign stands in quotes.`;
  const known = FIELDS.has(name.toLowerCase())
    ? [name.toLowerCase()]
    : [...FIELDS.keys(), 'arg[0]'];
  return new Fault(
    fault(token.from, token.to, message, name.startsWith('arg') ? ['arg[0]'] : known),
  );
}

function wrongOperator(field: Field, operator: string): string {
  if (operator === '==') return 'Equality is written with one sign.';
  if (field.type === 'flag') {
    return `“${field.name}” holds or not: write “${field.name}” or “not ${field.name}”.`;
  }
  return `“${field.name}” can't be compared with “${operator}”.`;
}

function exampleValues(field: Field): string[] {
  switch (field.type) {
    case 'direction':
      return ['in', 'out'];
    case 'octets':
      return ['512', '2KiB'];
    case 'duration':
      return ['20ms', '1.5s'];
    case 'time':
      return ['12:30', '-5m', 'today'];
    case 'json':
      return ['12', 'true', '"text"'];
    case 'text':
    case 'flag':
      return ['name', '"any text"'];
  }
}
