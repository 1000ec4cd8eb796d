/**
 * Texts with variables, as drafts of messages have them; described in docs/messages.md. A value is data:
 * whatever it holds, it can't change what stands around it, and variables in it are not filled in.
 */
import { parseArguments, positionOf } from './arguments.ts';
import { MeshError } from './errors.ts';
import type { Json } from './json.ts';
import type { TemplateKind, VariablePlace } from './template/scan.ts';
import { placeText, scanTemplate, whereOf } from './template/scan.ts';
import type { VariableLookup } from './template/values.ts';

export { MAX_VARIABLE_NAME } from './template/scan.ts';
export type { TemplateKind, VariablePlace } from './template/scan.ts';
export {
  BUILT_IN_VARIABLES,
  isVariableName,
  LOCAL_VARIABLES,
  valueAtPath,
  variableValue,
} from './template/values.ts';
export type { VariableLookup } from './template/values.ts';

/** Longest filled text, in characters: a large value that is used often must not take all memory. */
export const MAX_FILLED_LENGTH = 8 * 1024 * 1024;

/** Stands for any value in an expected message. */
export const ANY = '{{any}}';

/**
 * The variables of a text, in order, each as often as it stands there.
 * @returns none when the text has braces that are no variables
 */
export function variablesIn(text: string, kind: TemplateKind): VariablePlace[] {
  try {
    return scanTemplate(text, kind);
  } catch (error) {
    if (error instanceof MeshError) return [];
    throw error;
  }
}

/**
 * Fills in a plain text such as a tag.
 * @throws MeshError `variable-missing`, `variable-invalid`, `frame-too-large`
 */
export function fillText(text: string, lookup: VariableLookup): string {
  return build(text, 'text', lookup, asText);
}

/**
 * Fills in the arguments of a message: the inside of a JSON array. Inside of a JSON string a value is
 * inserted as text, elsewhere as JSON.
 * @throws MeshError `json-invalid` with the place in the text as it was written; and as {@link fillText}
 */
export function fillArguments(text: string, lookup: VariableLookup): Json[] {
  assertArguments(text);
  const filled = build(text, 'arguments', lookup, (value, { asText: inside }) => {
    // Spaces: 1{{x}} must not become another number.
    return inside ? JSON.stringify(asText(value)).slice(1, -1) : ` ${JSON.stringify(value)} `;
  });
  return JSON.parse(`[${filled}]`) as Json[];
}

/**
 * Checks arguments whatever the values of their variables are.
 * @throws MeshError `json-invalid`, `variable-invalid`
 */
export function assertArguments(text: string): void {
  const parsed = parseArguments(skeletonOf(text));
  if (parsed.ok) return;
  const { message, line, column, offset } = parsed;
  throw new MeshError('json-invalid', `${message}, at ${placeText(line, column)}.`, {
    detail: { where: 'arguments', offset, line, column },
  });
}

/**
 * Fills in the strings of a value. A string that is just one variable becomes its value, whatever its
 * type; in others values are inserted as text.
 * @throws MeshError `variable-missing`, `variable-invalid`, `frame-too-large`
 */
export function fillData(value: Json, lookup: VariableLookup): Json {
  if (typeof value === 'string') return fillString(value, lookup);
  if (Array.isArray(value)) return value.map((part) => fillData(part, lookup));
  if (typeof value !== 'object' || value === null) return value;
  // Unlike an assignment, it also keeps a member called `__proto__` what it is.
  return Object.fromEntries(
    Object.entries(value).map(([key, part]): [string, Json] => [key, fillData(part, lookup)]),
  );
}

/** The arguments of a draft that sends just these values. */
export function templateOf(values: readonly Json[]): string {
  // Outside of strings JSON has no two braces in a row.
  return values.map((value) => JSON.stringify(value).replaceAll(/\{(?=\{)/g, '\\u007b')).join(', ');
}

/** A plain text with variables, such as a tag, that stands for just `text`. */
export function templateText(text: string): string {
  return text.replaceAll('{{', '{{open}}');
}

function fillString(text: string, lookup: VariableLookup): Json {
  const [place, ...others] = scanTemplate(text, 'text');
  if (!place) return text;
  const alone = others.length === 0 && place.from === 0 && place.to === text.length;
  return alone ? valueOf(text, place, 'text', lookup) : fillText(text, lookup);
}

/** `text` with its variables replaced by what has the same length and is good wherever a value is. */
function skeletonOf(text: string): string {
  return replace(text, scanTemplate(text, 'arguments'), ({ from, to, asText: inside }) => {
    return inside ? 'x'.repeat(to - from) : 'null'.padEnd(to - from);
  });
}

function build(
  text: string,
  kind: TemplateKind,
  lookup: VariableLookup,
  write: (value: Json, place: VariablePlace) => string,
): string {
  let length = text.length;
  return replace(text, scanTemplate(text, kind), (place) => {
    const written = write(valueOf(text, place, kind, lookup), place);
    length += written.length;
    if (length > MAX_FILLED_LENGTH) throw tooLong();
    return written;
  });
}

function replace(
  text: string,
  places: readonly VariablePlace[],
  write: (place: VariablePlace) => string,
): string {
  const parts: string[] = [];
  let end = 0;
  for (const place of places) {
    parts.push(text.slice(end, place.from), write(place));
    end = place.to;
  }
  return [...parts, text.slice(end)].join('');
}

function valueOf(
  text: string,
  { name, from }: VariablePlace,
  kind: TemplateKind,
  lookup: VariableLookup,
): Json {
  const value = name === 'open' ? '{{' : lookup(name);
  if (value !== undefined) return value;
  const { line, column } = positionOf(text, from);
  const where = whereOf(kind);
  throw new MeshError(
    'variable-missing',
    `The variable {{${name}}} in the ${where}, ${placeText(line, column)}, has no value.`,
    { detail: { name, where, offset: from, line, column } },
  );
}

function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function tooLong(): MeshError {
  return new MeshError(
    'frame-too-large',
    `With its variables filled in, the message is longer than ${MAX_FILLED_LENGTH} characters.`,
  );
}
