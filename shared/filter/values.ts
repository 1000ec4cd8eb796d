import { hasWildcards } from './search.ts';
import type { Field, Operand, Operator } from './syntax.ts';
import { MAX_PATTERN_LENGTH } from './syntax.ts';
import { parseTime } from './times.ts';

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** Longest text that is read as a number: what JSON writes for a number is shorter. */
const MAX_NUMBER_LENGTH = 32;
const AMOUNT = /^(\d+(?:\.\d+)?|\.\d+)([a-zµ]*)$/i;

const OCTETS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
};
const MILLISECONDS: Readonly<Record<string, number>> = {
  '': 1,
  us: 0.001,
  µs: 0.001,
  ms: 1,
  s: 1e3,
  m: 6e4,
  min: 6e4,
  h: 36e5,
};

export interface Misfit {
  message: string;
  expected: readonly string[];
}

/**
 * Understands a value by the type of its field.
 * @param now Unix ms, for times
 */
export function operandOf(
  field: Field,
  operator: Operator,
  value: { text: string; quoted: boolean },
  now: number,
): Operand | Misfit {
  const { text, quoted } = value;
  if (operator === '~' || operator === '!~') return patternOf(text, quoted);
  switch (field.type) {
    case 'direction':
      if (text === 'in' || text === 'out') return { is: 'text', text, quoted };
      return { message: 'A direction is “in” or “out”.', expected: ['in', 'out'] };
    case 'octets':
      return amountOf(text, OCTETS, 'A size is a number, with a unit if need be.', [
        '512',
        '2KiB',
        '1.5MB',
      ]);
    case 'duration':
      return amountOf(
        text,
        MILLISECONDS,
        'A duration is a number with a unit; without one it is in ms.',
        ['20ms', '1.5s', '2min'],
      );
    case 'time':
      return timeOf(text, operator, now);
    case 'json':
      return quoted ? { is: 'text', text, quoted } : { is: 'loose', text, number: numberOf(text) };
    case 'text':
    case 'flag':
      return { is: 'text', text, quoted };
  }
}

/** The number that a text is in JSON, `null` when it is none. */
export function numberOf(text: string): number | null {
  if (text.length > MAX_NUMBER_LENGTH || !NUMBER.test(text)) return null;
  const number = Number(text);
  return Number.isFinite(number) ? number : null;
}

/** Whether `word` is a unit that may follow a number of this type after a space. */
export function isUnit(field: Field, word: string): boolean {
  const units = field.type === 'octets' ? OCTETS : field.type === 'duration' ? MILLISECONDS : {};
  return word !== '' && Object.hasOwn(units, word.toLowerCase());
}

function patternOf(text: string, quoted: boolean): Operand | Misfit {
  const excess = patternMisfit(text);
  if (excess) return excess;
  return { is: 'text', text, quoted: quoted || !hasWildcards(text) };
}

/** What is wrong with a text to search for, if anything is. */
export function patternMisfit(text: string): Misfit | null {
  if (text.length <= MAX_PATTERN_LENGTH) return null;
  const message = `A text to search for has at most ${MAX_PATTERN_LENGTH} characters.`;
  return { message, expected: [] };
}

function amountOf(
  text: string,
  units: Readonly<Record<string, number>>,
  message: string,
  expected: readonly string[],
): Operand | Misfit {
  const match = AMOUNT.exec(text);
  const unit = match?.[2]?.toLowerCase() ?? '';
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined;
  const number = Number(match?.[1]) * (factor ?? NaN);
  return Number.isFinite(number) ? { is: 'number', number } : { message, expected };
}

function timeOf(text: string, operator: Operator, now: number): Operand | Misfit {
  const span = parseTime(text, now);
  if (!span) {
    const expected = ['12:30', '-5m', 'today', '2026-11-04', '2026-11-04T12:30'];
    return { message: 'This is not a time.', expected };
  }
  const ordered = operator.startsWith('<') || operator.startsWith('>');
  if (span.to === null && !ordered) {
    return { message: 'A moment is compared with < or >.', expected: [`time > ${text}`] };
  }
  return { is: 'time', ...span };
}
