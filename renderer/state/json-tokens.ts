/** A part of a line of arguments that looks different from what is around it. */
export interface JsonToken {
  from: number;
  to: number;
  kind: 'key' | 'string' | 'word' | 'bracket' | 'variable';
}

const VARIABLE = /\{\{(?!\{)[ \t]*[A-Za-z_][\w-]*(?:\.[\w-]+)*[ \t]*\}\}/y;
const WORD = /-?\d[\w.+-]*|true\b|false\b|null\b/y;
const STRING = /"(?:[^"\\]|\\.)*"?/y;
const COLON = /\s*:/y;

/**
 * The parts of one line, in order, none over another but variables in strings, which follow their string.
 * A string ends with its line, so that every line can be read by itself.
 */
export function tokensOf(line: string): JsonToken[] {
  const tokens: JsonToken[] = [];
  let at = 0;
  while (at < line.length) {
    const end =
      take(tokens, line, at, VARIABLE, 'variable') ??
      takeString(tokens, line, at) ??
      take(tokens, line, at, WORD, 'word');
    if (end === null && '[]{}'.includes(line[at] as string)) {
      tokens.push({ from: at, to: at + 1, kind: 'bracket' });
    }
    at = end ?? at + 1;
  }
  return tokens;
}

function take(
  tokens: JsonToken[],
  line: string,
  from: number,
  pattern: RegExp,
  kind: JsonToken['kind'],
): number | null {
  const to = endOf(line, from, pattern);
  if (to !== null) tokens.push({ from, to, kind });
  return to;
}

function takeString(tokens: JsonToken[], line: string, from: number): number | null {
  const to = endOf(line, from, STRING);
  if (to === null) return null;
  tokens.push({ from, to, kind: endOf(line, to, COLON) === null ? 'string' : 'key' });
  for (let at = from + 1; at < to; at++) {
    const end = take(tokens, line, at, VARIABLE, 'variable');
    if (end !== null) at = end - 1;
  }
  return to;
}

function endOf(line: string, from: number, pattern: RegExp): number | null {
  pattern.lastIndex = from;
  return pattern.test(line) ? pattern.lastIndex : null;
}
