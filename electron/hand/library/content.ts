import { MeshError } from '../../../shared/errors.ts';
import type { HistoryEntry, LibraryChange, LibraryView } from '../../../shared/hand.ts';
import {
  MAX_HISTORY,
  MAX_LIBRARY_LENGTH,
  MAX_SAVED_FILTERS,
  MAX_SAVED_MESSAGES,
  MAX_SEQUENCES,
  MAX_VARIABLES,
} from '../../../shared/hand.ts';

/** All that is saved. */
export type LibraryContent = Omit<LibraryView, 'problem'>;

export const EMPTY_LIBRARY: LibraryContent = {
  messages: [],
  sequences: [],
  variables: {},
  filters: [],
  history: [],
};

/** Part of the library's length that the history may take; what is older goes. */
export const MAX_HISTORY_LENGTH = 512 * 1024;

/**
 * Makes changes, one after the other.
 * @throws MeshError `limit-reached`: then nothing is changed
 */
export function changed(
  content: LibraryContent,
  changes: readonly LibraryChange[],
): LibraryContent {
  const result = changes.reduce(applied, content);
  assertBounds(result, content);
  return result;
}

/** Puts a draft that was sent at the top; one that is there already moves up. */
export function remembered(content: LibraryContent, entry: HistoryEntry): LibraryContent {
  const text = sameText(entry);
  const others = content.history.filter((each) => sameText(each) !== text);
  let length = 0;
  const history = [entry, ...others].slice(0, MAX_HISTORY).filter((each) => {
    length += JSON.stringify(each).length;
    return length <= MAX_HISTORY_LENGTH;
  });
  return { ...content, history };
}

function applied(content: LibraryContent, change: LibraryChange): LibraryContent {
  switch (change.kind) {
    case 'save-message':
      return { ...content, messages: withEntry(content.messages, change.message, 'id') };
    case 'delete-message':
      return { ...content, messages: content.messages.filter(({ id }) => id !== change.id) };
    case 'save-sequence':
      return { ...content, sequences: withEntry(content.sequences, change.sequence, 'id') };
    case 'delete-sequence':
      return { ...content, sequences: content.sequences.filter(({ id }) => id !== change.id) };
    case 'set-variable':
      return { ...content, variables: withVariable(content.variables, change) };
    case 'save-filter':
      return { ...content, filters: withEntry(content.filters, change.filter, 'name') };
    case 'delete-filter':
      return { ...content, filters: content.filters.filter(({ name }) => name !== change.name) };
    case 'clear-history':
      return { ...content, history: [] };
  }
}

/** What is there already keeps its place. */
function withEntry<Key extends string, Entry extends Readonly<Record<Key, unknown>>>(
  entries: readonly Entry[],
  entry: Entry,
  key: Key,
): readonly Entry[] {
  const index = entries.findIndex((each) => each[key] === entry[key]);
  return index < 0 ? [...entries, entry] : entries.with(index, entry);
}

function withVariable(
  variables: LibraryContent['variables'],
  { name, value }: Extract<LibraryChange, { kind: 'set-variable' }>,
): LibraryContent['variables'] {
  const others = Object.entries(variables).filter(([each]) => each !== name);
  return Object.fromEntries(value === null ? others : [...others, [name, value]]);
}

/** What is too much already, from a file, may be kept and made less. */
function assertBounds(content: LibraryContent, before: LibraryContent): void {
  const counts = [
    ['messages', MAX_SAVED_MESSAGES, content.messages.length, before.messages.length],
    ['sequences', MAX_SEQUENCES, content.sequences.length, before.sequences.length],
    ['variables', MAX_VARIABLES, sizeOf(content.variables), sizeOf(before.variables)],
    ['filters', MAX_SAVED_FILTERS, content.filters.length, before.filters.length],
  ] as const;
  for (const [what, most, count, former] of counts) {
    if (count > most && count > former) {
      throw new MeshError('limit-reached', `There are ${most} saved ${what} already.`);
    }
  }
  const length = JSON.stringify(content).length;
  if (length > MAX_LIBRARY_LENGTH && length > JSON.stringify(before).length) {
    throw new MeshError(
      'limit-reached',
      `All that is saved would take more than ${MAX_LIBRARY_LENGTH} characters.`,
    );
  }
}

function sizeOf(variables: LibraryContent['variables']): number {
  return Object.keys(variables).length;
}

function sameText({ destination, tag, arguments: args, call }: HistoryEntry): string {
  return JSON.stringify([destination, tag, args, call]);
}
