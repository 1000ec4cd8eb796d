import * as v from 'valibot';
import { MeshError } from '../../../shared/errors.ts';
import type { HistoryEntry, SavedFilter, SavedMessage, Sequence } from '../../../shared/hand.ts';
import type { LibraryContent } from './content.ts';
import { issueWords } from './issue-words.ts';
import * as shapes from './shapes.ts';

/**
 * Library files are JSON Lines: a header, then one entry a line. So of a damaged file everything but the
 * damaged lines can still be read.
 */
export const LIBRARY_FORMAT = 'meshdeck-library';
export const LIBRARY_VERSION = 1;
/** What was wrong, in sentences; of more it is said how many. */
const MAX_NOTES = 50;
/** Characters of an issue that a note repeats. */
const MAX_ISSUE_LENGTH = 200;

/** What could be read of a file. */
export interface ReadLibrary {
  content: LibraryContent;
  /** Entries that were read. */
  entries: number;
  /** What was wrong, one sentence each; none = nothing. */
  notes: readonly string[];
}

const header = v.object({
  format: v.literal(LIBRARY_FORMAT),
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  entries: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
});

const line = v.union([
  v.strictObject({ message: shapes.savedMessage }),
  v.strictObject({ sequence: shapes.sequence }),
  v.strictObject({ variable: shapes.variable }),
  v.strictObject({ filter: shapes.savedFilter }),
  v.strictObject({ history: shapes.historyEntry }),
]);

const BY_KIND: Readonly<Record<string, v.GenericSchema>> = {
  message: shapes.savedMessage,
  sequence: shapes.sequence,
  variable: shapes.variable,
  filter: shapes.savedFilter,
  history: shapes.historyEntry,
};

type Line = v.InferOutput<typeof line>;

/** A library as the text of a file. */
export function libraryText(content: LibraryContent): string {
  const { messages, sequences, variables, filters, history } = content;
  const lines: Line[] = [
    ...messages.map((message) => ({ message })),
    ...sequences.map((sequence) => ({ sequence })),
    ...Object.entries(variables).map(([name, value]) => ({ variable: { name, value } })),
    ...filters.map((filter) => ({ filter })),
    ...history.map((entry) => ({ history: entry })),
  ];
  const head = { format: LIBRARY_FORMAT, version: LIBRARY_VERSION, entries: lines.length };
  return [head, ...lines].map((each) => `${JSON.stringify(each)}\n`).join('');
}

/**
 * Reads what can be read.
 * @throws MeshError `library-version` for a newer file, `library-invalid` when nothing of it is a library
 */
export function readLibrary(text: string): ReadLibrary {
  const lines = text.split('\n');
  const head = v.safeParse(header, parsed(lines[0] ?? ''));
  if (head.success && head.output.version > LIBRARY_VERSION) throw newer(head.output.version);
  const reader = new Reader();
  if (!head.success) reader.note('The first line is not that of a library.');
  for (const [i, each] of lines.entries()) {
    if (each.trim() !== '' && (i > 0 || !head.success)) reader.take(each, i + 1);
  }
  if (!head.success && reader.entries === 0) throw invalid();
  const missing = head.success ? (head.output.entries ?? 0) - reader.seen : 0;
  if (missing > 0) reader.note(`The end is missing: ${missing} entries.`);
  return reader.finish();
}

class Reader {
  entries = 0;
  /** Lines with an entry, readable or not. */
  seen = 0;
  readonly #messages = new Map<string, SavedMessage>();
  readonly #sequences = new Map<string, Sequence>();
  readonly #variables = new Map<string, string>();
  readonly #filters = new Map<string, SavedFilter>();
  readonly #history: HistoryEntry[] = [];
  readonly #notes: string[] = [];
  #more = 0;

  take(text: string, number: number): void {
    this.seen += 1;
    const value = parsed(text);
    if (value === undefined) return this.note(`Line ${number} is damaged.`);
    const entry = v.safeParse(line, value);
    if (!entry.success) return this.note(`Line ${number}${issueOf(value)}.`);
    this.entries += 1;
    this.#add(entry.output);
  }

  note(text: string): void {
    if (this.#notes.length < MAX_NOTES) this.#notes.push(text);
    else this.#more += 1;
  }

  finish(): ReadLibrary {
    const content = {
      messages: [...this.#messages.values()],
      sequences: [...this.#sequences.values()],
      variables: Object.fromEntries(this.#variables),
      filters: [...this.#filters.values()],
      history: this.#history,
    };
    const more = this.#more > 0 ? [`And ${this.#more} more lines.`] : [];
    return { content, entries: this.entries, notes: [...this.#notes, ...more] };
  }

  #add(entry: Line): void {
    if ('message' in entry) this.#messages.set(entry.message.id, entry.message);
    else if ('sequence' in entry) this.#sequences.set(entry.sequence.id, entry.sequence);
    else if ('variable' in entry) this.#variables.set(entry.variable.name, entry.variable.value);
    else if ('filter' in entry) this.#filters.set(entry.filter.name, entry.filter);
    else this.#history.push(entry.history);
  }
}

/** Why a line is no entry, as the rest of a sentence. */
function issueOf(value: unknown): string {
  const [kind, entry] = Object.entries(value ?? {})[0] ?? [];
  const schema = kind !== undefined && Object.hasOwn(BY_KIND, kind) ? BY_KIND[kind] : undefined;
  if (!schema) return ' holds nothing that is known';
  const issue = v.safeParse(schema, entry).issues?.[0];
  if (!issue) return ' holds more than one entry';
  return `: a ${kind} that can't be used: ${issueWords(issue)}`.slice(0, MAX_ISSUE_LENGTH);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function newer(version: number): MeshError {
  return new MeshError(
    'library-version',
    `The library is of version ${version}; this program knows version ${LIBRARY_VERSION}.`,
  );
}

function invalid(): MeshError {
  return new MeshError('library-invalid', 'The file is no library of messages.');
}
