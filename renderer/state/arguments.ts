import { MeshError } from '../../shared/errors.ts';
import { assertArguments } from '../../shared/template.ts';

export { parseArguments } from '../../shared/arguments.ts';
export type { ArgumentsMistake, ParsedArguments } from '../../shared/arguments.ts';

/** Where something in a draft is wrong: `line` and `column` from 1, `offset` from 0. */
export interface DraftMistake {
  where: 'tag' | 'arguments';
  message: string;
  line: number;
  column: number;
  offset: number;
}

/** The place is shown beside the sentence: in it, it would stand there twice. */
const PLACE = /,?(?: at)? (?:line \d+, )?column \d+(?:,|(?=\.$))/;

/** What is wrong with arguments, whatever the values of their variables; `null` = nothing. */
export function mistakeIn(text: string): DraftMistake | null {
  try {
    assertArguments(text);
    return null;
  } catch (error) {
    return mistakeOf(error) ?? fail(error);
  }
}

/** The mistake that an error points at, when it names a place in a draft. */
export function mistakeOf(error: unknown): DraftMistake | null {
  if (!(error instanceof MeshError) || !error.detail) return null;
  const { where, offset, line, column } = error.detail;
  if (where !== 'tag' && where !== 'arguments') return null;
  if (typeof offset !== 'number' || typeof line !== 'number' || typeof column !== 'number') {
    return null;
  }
  return { where, offset, line, column, message: error.message.replace(PLACE, '') };
}

function fail(error: unknown): never {
  throw error;
}
