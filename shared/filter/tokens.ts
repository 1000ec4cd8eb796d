import type { FilterError, PathStep } from './syntax.ts';
import { unseenAt } from './quote.ts';

/** A piece of a filter. A piece with a `problem` is an error once the parser comes to it. */
export interface Token {
  readonly kind: 'word' | 'text' | 'path' | 'operator' | '(' | ')' | ',' | 'end';
  readonly from: number;
  readonly to: number;
  /** As written; of a `text` what it means. */
  readonly text: string;
  /** Of a `path`: the way, from the index of the argument on. */
  readonly path?: readonly PathStep[];
  readonly problem?: FilterError;
}

/** Largest index in a path; longer digits are no index. */
const MAX_INDEX_DIGITS = 9;

const SPACE = /\s/;
const OPERATOR = /(?:[!<>]=|!~|==|[=~<>])/y;
const WORD = /(?:[^\s(),"=~<>!]|!(?![=~]))+/y;
const KEY = /[^\s(),"=~<>![\].]+/y;
const INDEX = /-?\d+(?=\])/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Cuts a filter into pieces; the last one is the `end`. Takes any text. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    while (at < text.length && SPACE.test(text.charAt(at))) at += 1;
    if (at >= text.length) break;
    const token = tokenAt(text, at);
    tokens.push(token);
    at = token.to;
  }
  tokens.push({ kind: 'end', from: text.length, to: text.length, text: '' });
  return tokens;
}

function tokenAt(text: string, from: number): Token {
  const character = text.charAt(from);
  if (character === '(' || character === ')' || character === ',') {
    return { kind: character, from, to: from + 1, text: character };
  }
  if (character === '"') return textAt(text, from);
  const operator = matchAt(OPERATOR, text, from);
  if (operator !== null) {
    return { kind: 'operator', from, to: from + operator.length, text: operator };
  }
  if (text.startsWith('arg[', from)) return pathAt(text, from);
  return wordAt(text, from);
}

function wordAt(text: string, from: number): Token {
  const word = matchAt(WORD, text, from) ?? text.charAt(from);
  const token: Token = { kind: 'word', from, to: from + word.length, text: word };
  const unseen = unseenAt(word);
  if (unseen >= 0) {
    const problem = fault(from + unseen, from + unseen + 1, 'An invisible character stands here.');
    return { ...token, problem };
  }
  if (!word.startsWith("'")) return token;
  const problem = fault(from, token.to, 'Text stands in double quotes, not in single ones.', [
    '"…"',
  ]);
  return { ...token, problem };
}

/** A text in double quotes, with JSON's escapes. */
function textAt(text: string, from: number): Token {
  let value = '';
  let problem: FilterError | undefined;
  let at = from + 1;
  while (at < text.length && text.charAt(at) !== '"') {
    if (text.charAt(at) !== '\\') {
      value += text.charAt(at);
      at += 1;
      continue;
    }
    const escape = escapeAt(text, at);
    if (escape) value += escape.value;
    else {
      problem ??= fault(
        at,
        Math.min(at + 2, text.length),
        'After a backslash only " \\ / b f n r t and u with four digits may stand.',
        ['\\\\', '\\"'],
      );
    }
    at = Math.min(at + (escape?.length ?? 2), text.length);
  }
  const closed = at < text.length;
  if (!closed) {
    problem ??= fault(from, text.length, 'The closing quotation mark is missing.', ['"']);
  }
  const token: Token = { kind: 'text', from, to: closed ? at + 1 : at, text: value };
  return problem ? { ...token, problem } : token;
}

function escapeAt(text: string, at: number): { value: string; length: number } | null {
  const letter = text.charAt(at + 1);
  const simple = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined;
  if (simple !== undefined) return { value: simple, length: 2 };
  const digits = text.slice(at + 2, at + 6);
  if (letter !== 'u' || !/^[\da-f]{4}$/i.test(digits)) return null;
  return { value: String.fromCharCode(parseInt(digits, 16)), length: 6 };
}

/** `arg[0].name["any key"][-1]`, from `arg[` on. */
function pathAt(text: string, from: number): Token {
  const path: PathStep[] = [];
  let at = from + 3;
  for (;;) {
    const step = text.charAt(at) === '[' ? bracketAt(text, at) : dotAt(text, at);
    if (step === null) break;
    if ('problem' in step) {
      return {
        kind: 'path',
        from,
        to: step.to,
        text: text.slice(from, step.to),
        problem: step.problem,
      };
    }
    path.push(step.step);
    at = step.to;
  }
  const token: Token = { kind: 'path', from, to: at, text: text.slice(from, at), path };
  if (typeof path[0] === 'number') return token;
  return {
    ...token,
    problem: fault(from, at, 'An argument is named by its position.', ['arg[0]']),
  };
}

type Step = { step: PathStep; to: number } | { problem: FilterError; to: number };

function bracketAt(text: string, from: number): Step {
  const index = matchAt(INDEX, text, from + 1);
  if (index !== null && index.length <= MAX_INDEX_DIGITS) {
    // `-0` is `0`: it would not be printed back as it was read.
    return { step: Number(index) || 0, to: from + index.length + 2 };
  }
  if (text.charAt(from + 1) === '"') {
    const key = textAt(text, from + 1);
    if (key.problem) return { problem: key.problem, to: key.to };
    if (text.charAt(key.to) === ']') return { step: key.text, to: key.to + 1 };
    const problem = fault(from, key.to, 'The closing bracket is missing.', [']']);
    return { problem, to: key.to };
  }
  const end = from + 1 + (matchAt(WORD, text, from + 1)?.length ?? 0);
  const problem = fault(from, end, 'In brackets stands a position, or a key in double quotes.', [
    '[0]',
    '["key"]',
  ]);
  return { problem, to: end };
}

function dotAt(text: string, from: number): Step | null {
  if (text.charAt(from) !== '.') {
    const rest = matchAt(WORD, text, from);
    if (rest === null) return null;
    const to = from + rest.length;
    return {
      problem: fault(from, to, 'A key follows after a dot, a position in brackets.', [
        '.key',
        '[0]',
      ]),
      to,
    };
  }
  const key = matchAt(KEY, text, from + 1);
  if (key === null) {
    return { problem: fault(from, from + 1, 'A key follows after a dot.', ['.key']), to: from + 1 };
  }
  const to = from + 1 + key.length;
  const unseen = unseenAt(key);
  if (unseen < 0) return { step: key, to };
  const place = from + 1 + unseen;
  return { problem: fault(place, place + 1, 'An invisible character stands here.'), to };
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

/** An error at a place. */
export function fault(
  from: number,
  to: number,
  message: string,
  expected: readonly string[] = [],
): FilterError {
  return { from, to, message, expected };
}
