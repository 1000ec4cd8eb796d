import type { Clock } from '../../../shared/clock.ts';
import type { Push } from '../../../shared/contract.ts';
import { MeshError, toMeshError } from '../../../shared/errors.ts';
import type { ErrorView } from '../../../shared/errors.ts';
import type { Guard } from '../../../shared/guard.ts';
import type {
  HandRequests,
  HistoryEntry,
  LibraryChange,
  LibraryView,
  MessageDraft,
  Variables,
} from '../../../shared/hand.ts';
import { MAX_HISTORY } from '../../../shared/hand.ts';
import type { LibraryContent } from './content.ts';
import { changed, EMPTY_LIBRARY, remembered } from './content.ts';
import { importOf, selected } from './exchange.ts';
import type { LibraryFile } from './file.ts';
import { libraryText, readLibrary } from './format.ts';

/** How long the history may wait to be written, ms: it changes with every message. */
export const HISTORY_DELAY = 2_000;
/** Octets of a file that is imported. */
export const MAX_IMPORT_OCTETS = 16 * 1024 * 1024;
/** Name that is proposed for an export. */
const EXPORT_NAME = 'meshdeck-library.jsonl';
/** Notes on a damaged file that its problem repeats. */
const SHOWN_NOTES = 3;

/** Dialogs that ask the person for a file; `null` = cancelled. */
export interface LibraryDialogs {
  save(file: { name: string; text: string }): Promise<{ path: string } | null>;
  open(maxOctets: number): Promise<{ name: string; text: string } | null>;
}

export interface LibraryOptions {
  file: LibraryFile;
  dialogs: LibraryDialogs;
  clock: Clock;
  newId: () => string;
  /** Told of every problem with the file. */
  onProblem: (error: MeshError) => void;
  /** Called when {@link Library.takeChange} has something to tell. */
  onChange: () => void;
}

/** Saved messages, sequences, variables and filters, and what was sent: kept from one start to the next. */
export class Library {
  readonly #options: LibraryOptions;
  #content: LibraryContent = EMPTY_LIBRARY;
  #problem: ErrorView | null = null;
  /** Why nothing may be written: the file holds what this program can't read. */
  #locked: MeshError | null = null;
  /** History that is not in the file yet, the oldest first. */
  #unwritten: HistoryEntry[] = [];
  #timer: Guard | null = null;
  /** One thing at a time. */
  #turn: Promise<unknown>;
  #told = true;

  /** Begins to read the file. */
  constructor(options: LibraryOptions) {
    this.#options = options;
    this.#turn = this.#open();
  }

  /** The person's own variables. */
  get variables(): Variables {
    return this.#content.variables;
  }

  view(): Promise<LibraryView> {
    return this.#inTurn(() => Promise.resolve(this.#view()));
  }

  /**
   * Changes it, and writes the file. When that fails, the change holds until the program ends, and
   * `problem` says so.
   * @throws MeshError `limit-reached`, `library-version`, `file-unreadable`: then nothing is changed
   */
  change(changes: readonly LibraryChange[]): Promise<LibraryView> {
    return this.#inTurn(() => this.#change(changes));
  }

  /** Puts a draft that was sent into the history. */
  remember(draft: MessageDraft, call: boolean): void {
    const { destination, tag, arguments: args } = draft;
    const at = Math.floor(this.#options.clock.now());
    const entry = { destination, tag, arguments: args, at, call };
    this.#content = remembered(this.#content, entry);
    this.#unwritten = [...this.#unwritten, entry].slice(-MAX_HISTORY);
    this.#timer ??= this.#options.clock.after(HISTORY_DELAY, () => void this.#flush());
    this.#changed();
  }

  /** Asks for a file. @throws MeshError `value-invalid`, `file-unwritable` */
  async export(ids: readonly string[]): Promise<HandRequests['library.export']['result']> {
    const part = selected(this.#content, ids);
    if (ids.length > 0 && part.messages.length + part.sequences.length === 0) {
      throw new MeshError('value-invalid', 'Nothing of that is saved any more.', {
        next: 'Choose what to export anew.',
      });
    }
    return this.#options.dialogs.save({ name: EXPORT_NAME, text: libraryText(part) });
  }

  /**
   * Asks for a file and adds what can be read of it.
   * @throws MeshError `file-unreadable`, `library-invalid`, `library-version`, `limit-reached`
   */
  async import(): Promise<HandRequests['library.import']['result']> {
    const chosen = await this.#options.dialogs.open(MAX_IMPORT_OCTETS);
    if (!chosen) return null;
    const { content, notes } = readLibrary(chosen.text);
    return this.#inTurn(async () => {
      const found = importOf(this.#content, content, this.#options.newId);
      const view = await this.#change(found.changes);
      return { view, added: found.changes.length, notes: [...notes, ...found.notes] };
    });
  }

  takeAll(): Push {
    this.#told = true;
    return { library: this.#view() };
  }

  /** What changed since it was last told. Empty when nothing did. */
  takeChange(): Push {
    return this.#told ? {} : this.takeAll();
  }

  /** Writes what is not written yet. */
  async close(): Promise<void> {
    await this.#flush();
  }

  async #open(): Promise<void> {
    try {
      await this.#read();
    } catch (error) {
      this.#lock(toMeshError(error));
    }
    this.#changed();
  }

  /** @throws MeshError `file-unreadable`, `library-version`, `file-unwritable` */
  async #read(): Promise<void> {
    const text = await this.#options.file.read();
    // Also when somebody removed it meanwhile: what is here is written again.
    if (text === null) return;
    const { content, notes } = whatIsLeft(text);
    if (notes.length === 0) return this.#take(content);
    const path = await this.#options.file.keepAside();
    this.#take(content);
    this.#report(damaged(notes, path));
    // Otherwise the next start would find the same damage, and keep it aside once more.
    await this.#options.file.write(libraryText(this.#content));
  }

  /** What was sent meanwhile is added. */
  #take(content: LibraryContent): void {
    this.#content = this.#unwritten.reduce(remembered, content);
  }

  async #change(changes: readonly LibraryChange[]): Promise<LibraryView> {
    if (this.#locked) throw this.#locked;
    // Another window of this program may have saved something.
    if (await this.#options.file.changed()) await this.#read();
    this.#content = changed(this.#content, changes);
    if (changes.some(({ kind }) => kind === 'clear-history')) this.#unwritten = [];
    await this.#write();
    this.#changed();
    return this.#view();
  }

  async #write(): Promise<void> {
    this.#timer?.dispose();
    this.#timer = null;
    const written = this.#unwritten.length;
    try {
      await this.#options.file.write(libraryText(this.#content));
      this.#unwritten = this.#unwritten.slice(written);
      if (this.#problem?.code === 'file-unwritable') this.#problem = null;
    } catch (error) {
      this.#report(toMeshError(error));
    }
  }

  /** Writes the history. */
  async #flush(): Promise<void> {
    await this.#inTurn(async () => {
      this.#timer?.dispose();
      this.#timer = null;
      if (this.#locked || this.#unwritten.length === 0) return;
      await this.#change([]);
    }).catch((error: unknown) => this.#report(toMeshError(error)));
  }

  #inTurn<Value>(action: () => Promise<Value>): Promise<Value> {
    const result = this.#turn.then(action);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  #lock(error: MeshError): void {
    this.#locked = error;
    this.#report(error);
  }

  #report(error: MeshError): void {
    this.#problem = error.toView();
    this.#options.onProblem(error);
    this.#changed();
  }

  #changed(): void {
    this.#told = false;
    this.#options.onChange();
  }

  #view(): LibraryView {
    return { ...this.#content, problem: this.#problem };
  }
}

/** @throws MeshError `library-version` */
function whatIsLeft(text: string): { content: LibraryContent; notes: readonly string[] } {
  try {
    return readLibrary(text);
  } catch (error) {
    const known = toMeshError(error);
    if (known.code !== 'library-invalid') throw known;
    return { content: EMPTY_LIBRARY, notes: [known.message] };
  }
}

function damaged(notes: readonly string[], path: string): MeshError {
  const shown = notes.slice(0, SHOWN_NOTES).join(' ');
  const more = notes.length > SHOWN_NOTES ? ` And ${notes.length - SHOWN_NOTES} more.` : '';
  return new MeshError(
    'library-invalid',
    `Part of what was saved could not be read. ${shown}${more}`,
    { next: `The file as it was is kept as ${path}.`, detail: { path } },
  );
}
