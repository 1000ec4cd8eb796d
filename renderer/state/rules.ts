import { positionOf } from '../../shared/arguments.ts';
import type { Variables } from '../../shared/hand.ts';
import {
  BUILT_IN_VARIABLES,
  valueAtPath,
  variablesIn,
  variableValue,
} from '../../shared/template.ts';
import { mistakeIn } from './arguments.ts';
import type { DraftMistake } from './arguments.ts';

const BUILT_IN: ReadonlySet<string> = new Set(BUILT_IN_VARIABLES.map(({ name }) => name));
/** What a request gives that is one text, and what has parts. Which parts, only the request tells. */
const TEXTS_OF_REQUEST: ReadonlySet<string> = new Set(['tag', 'peer', 'port']);
const PARTS_OF_REQUEST: ReadonlySet<string> = new Set(['arg', 'args']);

/**
 * What is wrong with the answer of a rule, whatever is asked; `null` = nothing. Unlike a draft, it has
 * nobody who looks at it when a variable has no value.
 * @param own the person's own variables
 */
export function ruleMistake(answer: string, own: Variables): DraftMistake | null {
  const mistake = mistakeIn(answer);
  if (mistake) return mistake;
  const unknown = variablesIn(answer, 'arguments').find(({ name }) => !isKnown(name, own));
  if (!unknown) return null;
  const message = `A rule has no variable {{${unknown.name}}}: set it under Variables, or correct its name.`;
  return { where: 'arguments', message, ...positionOf(answer, unknown.from) };
}

function isKnown(name: string, own: Variables): boolean {
  const [root = '', ...path] = name.split('.');
  if (BUILT_IN.has(name) || TEXTS_OF_REQUEST.has(name) || PARTS_OF_REQUEST.has(root)) return true;
  const text = Object.hasOwn(own, root) ? own[root] : undefined;
  return text !== undefined && valueAtPath(variableValue(text), path) !== undefined;
}
