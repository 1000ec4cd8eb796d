/** The command line: our few options, then words and values as the reference's utility reads them. */

import { MeshError } from '../../shared/errors.ts';
import type { Json } from '../../shared/json.ts';
import { parseRelaxed } from '../mp/config/relaxed.ts';
import { toFileText } from '../mp/config/octets.ts';

/** An argument: typed text, or a value that was given as JSON. */
export type Argument = { from: 'text'; text: string } | { from: 'json'; value: Json };

export interface CommandLine {
  /** Only these two do nothing else. */
  show: 'help' | 'version' | null;
  /** Another configuration file than the usual one. */
  rc: string | undefined;
  /** How long the protocol words wait, seconds; `undefined`: as long as each says. */
  timeout: number | undefined;
  words: readonly Argument[];
}

/** A day; longer is a mistake. */
const MAX_TIMEOUT = 86_400;

/** The first characters of what is taken for JSON. */
const JSON_START = /^[[{"]/;

/** What Node.js puts where an argument was no UTF-8. */
const REPLACEMENT = '\ufffd';

/**
 * Reads the command line. Options stand before the first word.
 * @param argv without the program
 * @throws MeshError `usage` for options, `value-invalid` for arguments that look like JSON but aren't
 */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const line: CommandLine = { show: null, rc: undefined, timeout: undefined, words: [] };
  let at = 0;
  for (; argv[at]?.startsWith('--') && line.show === null; at += 1) {
    const [, name = '', inline] = /^--([^=]*)(?:=([^]*))?$/.exec(argv[at] ?? '') ?? [];
    const value = (): string => {
      if (inline !== undefined) return inline;
      at += 1;
      return argv[at] ?? failUsage(`--${name} needs a value.`);
    };
    if (name === 'help' || name === 'version') line.show = name;
    else if (name === 'rc') line.rc = nonEmpty(name, value());
    else if (name === 'timeout') line.timeout = readTimeout(value());
    else failUsage(`There is no option --${name}.`);
  }
  return { ...line, words: readArguments(argv.slice(at)) };
}

/**
 * Reads words and values: a single argument that begins with `[` is a JSON array that stands for all of
 * them; otherwise each that begins with `[`, `{` or `"` is JSON.
 * @throws MeshError `value-invalid`, which never repeats the text: it may be a secret
 */
export function readArguments(argv: readonly string[]): Argument[] {
  const [only] = argv;
  if (argv.length === 1 && only?.startsWith('[')) {
    return (readJson(only, 1) as Json[]).map((value) => ({ from: 'json', value }));
  }
  return argv.map((text, index): Argument => {
    if (text.includes(REPLACEMENT)) throw invalid(`Argument ${index + 1} is not UTF-8 text.`);
    if (JSON_START.test(text)) return { from: 'json', value: readJson(text, index + 1) };
    return { from: 'text', text };
  });
}

/** The value of an argument for the configuration file; see `octets.ts`. */
export function fileValue(argument: Argument): Json {
  return argument.from === 'text' ? toFileText(argument.text) : argument.value;
}

/** The value of an argument for a message. */
export function messageValue(argument: Argument): Json {
  return argument.from === 'text' ? argument.text : argument.value;
}

function readJson(text: string, position: number): Json {
  try {
    // Strict first: what the file may have, such as comments, an argument may not.
    JSON.parse(text);
    return parseRelaxed(text);
  } catch (error) {
    const problem = error instanceof MeshError ? ` ${String(error.detail?.['problem'] ?? '')}` : '';
    throw invalid(
      `Argument ${position} begins with "${text.charAt(0)}", but is no JSON.${problem}`.trim(),
    );
  }
}

function readTimeout(text: string): number {
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
  if (seconds > 0 && seconds <= MAX_TIMEOUT) return seconds;
  return failUsage(`--timeout takes seconds above 0 and up to ${MAX_TIMEOUT}.`);
}

function nonEmpty(name: string, value: string): string {
  return value === '' ? failUsage(`--${name} needs a value.`) : value;
}

function invalid(message: string): MeshError {
  return new MeshError('value-invalid', message, {
    next: 'Write it as JSON, in single quotes so that the shell leaves it alone.',
  });
}

function failUsage(message: string): never {
  throw new MeshError('usage', message);
}
