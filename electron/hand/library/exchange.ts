import type { LibraryChange, MessageDraft, Sequence } from '../../../shared/hand.ts';
import { variablesIn } from '../../../shared/template.ts';
import type { LibraryContent } from './content.ts';
import { EMPTY_LIBRARY } from './content.ts';

/**
 * Part of a library, for others: without the history.
 * @param ids messages and sequences, with the variables that they use; none = everything
 */
export function selected(content: LibraryContent, ids: readonly string[]): LibraryContent {
  if (ids.length === 0) return { ...content, history: [] };
  const wanted = new Set(ids);
  const messages = content.messages.filter(({ id }) => wanted.has(id));
  const sequences = content.sequences.filter(({ id }) => wanted.has(id));
  const used = new Set([...messages.flatMap(namesIn), ...sequences.flatMap(namesOf)]);
  const variables = Object.entries(content.variables).filter(([name]) => used.has(name));
  return { ...EMPTY_LIBRARY, messages, sequences, variables: Object.fromEntries(variables) };
}

/** What an import adds. */
export interface Import {
  changes: readonly LibraryChange[];
  /** What was left out or renamed, one sentence each. */
  notes: readonly string[];
}

/**
 * How another library comes into this one. Nothing that is here is replaced: another message with the
 * same ID becomes a new one, and of variables and filters those that are here stay.
 */
export function importOf(
  content: LibraryContent,
  incoming: LibraryContent,
  newId: () => string,
): Import {
  const notes: string[] = [];
  const changes: LibraryChange[] = [];
  for (const message of added(content.messages, incoming.messages, newId)) {
    changes.push({ kind: 'save-message', message });
  }
  for (const sequence of added(content.sequences, incoming.sequences, newId)) {
    changes.push({ kind: 'save-sequence', sequence });
  }
  for (const [name, value] of Object.entries(incoming.variables)) {
    const own = Object.hasOwn(content.variables, name) ? content.variables[name] : undefined;
    if (own === undefined) changes.push({ kind: 'set-variable', name, value });
    else if (own !== value) notes.push(`The variable ${name} has another value here, which stays.`);
  }
  for (const filter of incoming.filters) {
    const own = content.filters.find(({ name }) => name === filter.name);
    if (!own) changes.push({ kind: 'save-filter', filter });
    else if (own.filter !== filter.filter) {
      notes.push(`The filter "${filter.name}" is another one here, which stays.`);
    }
  }
  return { changes, notes };
}

/** Entries that are not here yet; one whose ID is taken by another gets a new one. */
function added<Entry extends { readonly id: string }>(
  own: readonly Entry[],
  incoming: readonly Entry[],
  newId: () => string,
): Entry[] {
  const known = new Map(own.map((entry) => [entry.id, JSON.stringify(sorted(entry))]));
  return incoming.flatMap((entry) => {
    const same = known.get(entry.id);
    if (same === undefined) return [entry];
    return same === JSON.stringify(sorted(entry)) ? [] : [{ ...entry, id: newId() }];
  });
}

/** In files the members may stand in any order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, part]): [string, unknown] => [
    key,
    sorted(part),
  ]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function namesOf({ steps }: Sequence): string[] {
  return steps.flatMap(({ message, expect }) => {
    const expected = variablesIn(JSON.stringify(expect?.message ?? null), 'arguments');
    return [...namesIn(message), ...expected.map(rootOf)];
  });
}

function namesIn({ tag, arguments: args }: MessageDraft): string[] {
  return [...variablesIn(tag, 'text'), ...variablesIn(args, 'arguments')].map(rootOf);
}

function rootOf({ name }: { name: string }): string {
  return name.split('.')[0] ?? name;
}
