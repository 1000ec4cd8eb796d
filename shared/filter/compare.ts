import type { Json } from '../json.ts';
import { searchFor } from './search.ts';
import type { Operand, Operator } from './syntax.ts';
import { numberOf } from './values.ts';

/** Tells whether what a field holds fits; `undefined` = the message doesn't have it. */
export type ValueTest = (value: Json | undefined) => boolean;

/**
 * Makes a function of an operator and its values.
 * @param operands one; of lists one or more
 */
export function positive(
  operator: Exclude<Operator, '!=' | '!~' | 'not in'>,
  operands: readonly Operand[],
): ValueTest {
  const first = operands[0] as Operand;
  if (operator === '~') return searching(first);
  if (operator === '=' || operator === 'in') {
    return operands.length === 1 ? equalling(first) : amongst(operands);
  }
  const order = ordering(first);
  switch (operator) {
    case '<':
      return (value) => order(value) < 0;
    case '<=':
      return (value) => order(value) <= 0;
    case '>':
      return (value) => order(value) > 0;
    case '>=':
      return (value) => order(value) >= 0;
  }
}

function searching(operand: Operand): ValueTest {
  if (operand.is !== 'text') return () => false;
  const search = searchFor(operand.text, operand.quoted);
  return (value) => value !== undefined && search.value(value);
}

/** Long lists of plain texts are looked up, not walked through. */
function amongst(operands: readonly Operand[]): ValueTest {
  const texts = operands.flatMap((operand) => (operand.is === 'text' ? [operand.text] : []));
  if (texts.length === operands.length) {
    const set = new Set<unknown>(texts);
    return (value) => set.has(value);
  }
  const tests = operands.map(equalling);
  return (value) => tests.some((test) => test(value));
}

function equalling(operand: Operand): ValueTest {
  switch (operand.is) {
    case 'text':
      return (value) => value === operand.text;
    case 'number':
      return (value) => value === operand.number;
    case 'time': {
      const { from, to } = operand;
      return (value) => typeof value === 'number' && value >= from && to !== null && value < to;
    }
    case 'loose': {
      const { text, number } = operand;
      if (number === null) {
        return (value) => value === text || (isWord(value) && String(value) === text);
      }
      return (value) =>
        value === number ||
        value === text ||
        (typeof value === 'string' && numberOf(value) === number);
    }
  }
}

function isWord(value: Json | undefined): boolean {
  return value === null || typeof value === 'boolean';
}

/** Below 0 when the value comes before the operand; NaN when the two can't be compared. */
function ordering(operand: Operand): (value: Json | undefined) => number {
  if (operand.is === 'number') return (value) => numericOrder(value, operand.number);
  if (operand.is === 'time') return (value) => numericOrder(value, operand.from);
  if (operand.is === 'text' || operand.number === null) {
    const { text } = operand;
    return (value) =>
      typeof value === 'string' ? (value < text ? -1 : value > text ? 1 : 0) : NaN;
  }
  const { number } = operand;
  return (value) => numericOrder(typeof value === 'string' ? numberOf(value) : value, number);
}

function numericOrder(value: Json | undefined, number: number): number {
  return typeof value === 'number' ? value - number : NaN;
}
