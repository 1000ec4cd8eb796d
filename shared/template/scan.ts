import { positionOf } from '../arguments.ts';
import { MeshError } from '../errors.ts';

/** Longest name of a variable, path included, in characters. */
export const MAX_VARIABLE_NAME = 200;

/** A variable where it stands: `{{name}}` from offset `from` to `to`. */
export interface VariablePlace {
  name: string;
  from: number;
  to: number;
  /** Inside of a JSON string, or in plain text: its value is inserted as text. */
  asText: boolean;
}

/** `text`: all of it is plain text, such as a tag. `arguments`: the inside of a JSON array. */
export type TemplateKind = 'text' | 'arguments';

const NAME = /[ \t]*([A-Za-z_][\w-]*(?:\.[\w-]+)*)[ \t]*\}\}/y;

/**
 * The variables of a text, in order. Of more than two opening braces the last two begin a variable.
 * @throws MeshError `variable-invalid` with the place, for braces that don't hold a name
 */
export function scanTemplate(text: string, kind: TemplateKind): VariablePlace[] {
  const places: VariablePlace[] = [];
  let asText = kind === 'text';
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (kind === 'arguments' && character === '"') asText = !asText;
    // In a string it escapes what follows, be it a quote.
    else if (kind === 'arguments' && character === '\\' && asText) at += 1;
    else if (opens(text, at)) {
      const { name, to } = nameAt(text, at, kind);
      places.push({ name, from: at, to, asText });
      at = to - 1;
    }
  }
  return places;
}

function opens(text: string, at: number): boolean {
  return text[at] === '{' && text[at + 1] === '{' && text[at + 2] !== '{';
}

function nameAt(text: string, from: number, kind: TemplateKind): { name: string; to: number } {
  NAME.lastIndex = from + 2;
  const found = NAME.exec(text);
  const name = found?.[1];
  if (name === undefined || name.length > MAX_VARIABLE_NAME) throw notAVariable(text, from, kind);
  return { name, to: NAME.lastIndex };
}

function notAVariable(text: string, from: number, kind: TemplateKind): MeshError {
  const { line, column } = positionOf(text, from);
  const literal = kind === 'text' ? '{{open}}' : '{{open}} or \\u007b\\u007b inside of a string';
  return new MeshError(
    'variable-invalid',
    `The braces at ${placeText(line, column)} don't hold the name of a variable.`,
    {
      next: `Write a variable as {{name}}, and two opening braces themselves as ${literal}.`,
      detail: { where: whereOf(kind), offset: from, line, column },
    },
  );
}

/** A place as it is said in a sentence. */
export function placeText(line: number, column: number): string {
  return line === 1 ? `column ${column}` : `line ${line}, column ${column}`;
}

/** The part of a draft, for `detail` of errors. */
export function whereOf(kind: TemplateKind): string {
  return kind === 'text' ? 'tag' : 'arguments';
}
