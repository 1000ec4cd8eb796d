import type { LibraryChange, LibraryView, SavedMessage, Sequence } from '../../shared/hand.ts';
import { request } from './client.ts';
import { counted } from './format.ts';
import { Task } from './task.svelte.ts';
import { shown } from './text.ts';

const EMPTY: LibraryView = {
  messages: [],
  sequences: [],
  variables: {},
  filters: [],
  history: [],
  problem: null,
};

/** What was deleted or replaced last, and how it comes back. */
export interface Undo {
  text: string;
  changes: readonly LibraryChange[];
}

/** All that is saved: messages, sequences, variables, filters, and the history. */
export class LibraryState {
  /** Changes of what is saved; they fail with a place of their own. */
  readonly task = new Task();
  #view = $state.raw<LibraryView>(EMPTY);
  #undo = $state.raw<Undo | null>(null);
  #notes = $state.raw<readonly string[]>([]);
  #hidden = $state.raw<string | null>(null);
  #newId: () => string;

  /** @param newId makes an ID that nothing else has */
  constructor(newId: () => string = () => crypto.randomUUID()) {
    this.#newId = newId;
  }

  get view(): LibraryView {
    return this.#view;
  }
  get undo(): Undo | null {
    return this.#undo;
  }
  /** What an import or export has to tell, one sentence each. */
  get notes(): readonly string[] {
    return this.#notes;
  }
  /** What is wrong with the file, until the person has read it. */
  get problem(): LibraryView['problem'] {
    const { problem } = this.#view;
    return problem?.message === this.#hidden ? null : problem;
  }

  apply(view: LibraryView): void {
    this.#view = view;
  }

  hideProblem(): void {
    this.#hidden = this.#view.problem?.message ?? null;
  }

  clearNotes(): void {
    this.#notes = [];
  }

  newId(): string {
    return this.#newId();
  }

  /** @returns true when it is saved; if not, `task.error` says why */
  async change(...changes: LibraryChange[]): Promise<boolean> {
    return this.task.run(async () => {
      this.#view = await request('library.change', { changes });
      this.#undo = null;
    });
  }

  /** Takes messages away; {@link takeBack} brings them again. */
  async deleteMessages(messages: readonly SavedMessage[]): Promise<void> {
    const done = await this.change(
      ...messages.map(({ id }) => ({ kind: 'delete-message', id }) as const),
    );
    const changes = messages.map((message) => ({ kind: 'save-message', message }) as const);
    if (done) this.#undo = { text: deletedText(messages, 'message'), changes };
  }

  /**
   * Saves a message under the ID of one that is saved; {@link takeBack} brings that again.
   * @returns true when it is saved
   */
  async replaceMessage(message: SavedMessage): Promise<boolean> {
    const before = this.#view.messages.find(({ id }) => id === message.id);
    if (!(await this.change({ kind: 'save-message', message }))) return false;
    if (!before) return true;
    const text = `Replaced ${shown(before.name, 60)}.`;
    this.#undo = { text, changes: [{ kind: 'save-message', message: before }] };
    return true;
  }

  /** Takes sequences away; {@link takeBack} brings them again. */
  async deleteSequences(sequences: readonly Sequence[]): Promise<void> {
    const done = await this.change(
      ...sequences.map(({ id }) => ({ kind: 'delete-sequence', id }) as const),
    );
    const changes = sequences.map((sequence) => ({ kind: 'save-sequence', sequence }) as const);
    if (done) this.#undo = { text: deletedText(sequences, 'sequence'), changes };
  }

  /**
   * Sets an own variable; {@link takeBack} brings the value again that it had.
   * @returns true when it is saved
   */
  async setVariable(name: string, value: string): Promise<boolean> {
    const { variables } = this.#view;
    const before = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (before === value) return true;
    if (!(await this.change({ kind: 'set-variable', name, value }))) return false;
    if (before === undefined) return true;
    const text = `Replaced the value of ${shown(name)}.`;
    this.#undo = { text, changes: [{ kind: 'set-variable', name, value: before }] };
    return true;
  }

  async deleteVariable(name: string): Promise<void> {
    const value = this.#view.variables[name];
    if (!(await this.change({ kind: 'set-variable', name, value: null })) || value === undefined) {
      return;
    }
    const text = `Deleted the variable ${shown(name)}.`;
    this.#undo = { text, changes: [{ kind: 'set-variable', name, value }] };
  }

  async takeBack(): Promise<void> {
    if (this.#undo) await this.change(...this.#undo.changes);
  }

  /** Asks for a file. @param ids messages and sequences; none = everything */
  async export(ids: readonly string[]): Promise<void> {
    await this.task.run(async () => {
      const done = await request('library.export', { ids });
      if (done) this.#notes = [`Exported to ${shown(done.path, 1000)}`];
    });
  }

  async import(): Promise<void> {
    await this.task.run(async () => {
      const done = await request('library.import', null);
      if (!done) return;
      this.#view = done.view;
      const first = `${counted(done.added, 'entry', 'entries')} came from the file.`;
      this.#notes = [first, ...done.notes];
    });
  }
}

function deletedText(items: readonly { name: string }[], word: string): string {
  const [only] = items;
  return only && items.length === 1
    ? `Deleted ${shown(only.name, 60)}.`
    : `Deleted ${counted(items.length, word)}.`;
}

export const library = new LibraryState();
