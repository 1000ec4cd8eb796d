import { parseArguments } from '../arguments.ts';
import type { Json } from '../json.ts';

/** The value of a variable by its whole name, such as `now` or `arg.0.name`; `undefined` = none. */
export type VariableLookup = (name: string) => Json | undefined;

/** Variables that every draft has, with what they stand for. */
export const BUILT_IN_VARIABLES = [
  { name: 'now', meaning: 'the time, Unix milliseconds' },
  { name: 'now.iso', meaning: 'the time, such as 2026-01-31T12:00:00.000Z' },
  { name: 'uuid', meaning: 'a new random UUID for every message' },
  { name: 'seq', meaning: 'a number that counts the messages' },
  { name: 'open', meaning: 'two opening braces' },
] as const;

/** Variables of certain places: of repeated calls and sequences, and of answers by rule. */
export const LOCAL_VARIABLES = [
  { name: 'replyPort', meaning: 'the reply port, in repeated calls and in sequences' },
  { name: 'arg', meaning: 'arguments of the request: {{arg.0}}, {{arg.0.name}}' },
  { name: 'args', meaning: 'all arguments of the request, as an array' },
  { name: 'tag', meaning: 'the tag of the request' },
  { name: 'peer', meaning: 'the node that the request came from' },
  { name: 'port', meaning: 'the own port that was asked' },
  { name: 'reply', meaning: 'arguments of the last reply in a sequence: {{reply.0}}' },
  { name: 'any', meaning: 'any value, in an expected message' },
] as const;

const RESERVED: ReadonlySet<string> = new Set(
  [...BUILT_IN_VARIABLES, ...LOCAL_VARIABLES].map(({ name }) => name),
);
/** Longest name of an own variable. */
const MAX_OWN_NAME = 64;

/** Whether an own variable may have that name: a word that isn't taken. */
export function isVariableName(name: string): boolean {
  return /^[A-Za-z_][\w-]*$/.test(name) && name.length <= MAX_OWN_NAME && !RESERVED.has(name);
}

/** What an own variable stands for: its JSON value, or itself when it isn't JSON. */
export function variableValue(text: string): Json {
  const parsed = parseArguments(text);
  const [value, ...more] = parsed.ok ? parsed.values : [];
  return value === undefined || more.length > 0 || !isFinite(value) ? text : value;
}

/** The part of a value that a path such as `0.name` leads to; `undefined` when there is none. */
export function valueAtPath(value: Json | undefined, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>(step, value);
}

function step(value: Json | undefined, key: string): Json | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) return /^\d{1,9}$/.test(key) ? value[Number(key)] : undefined;
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

/** A number such as 1e999 has no value that could be sent. */
function isFinite(value: Json): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.values(value).every(isFinite);
}
