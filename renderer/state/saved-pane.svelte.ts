import { drawer } from './drawer.svelte.ts';

/** A form of the saved messages: for a name of what is written, or another one of what is saved. */
export type Filing = 'new' | 'rename';

/** Which form is open among the saved messages. */
class SavedPaneState {
  #filing = $state.raw<Filing | null>(null);

  get filing(): Filing | null {
    return this.#filing;
  }

  file(filing: Filing): void {
    this.#filing = filing;
  }

  /** Shows the saved messages, and asks for a name and a folder of what is written. */
  saveDraft(): void {
    drawer.show('saved');
    this.file('new');
  }

  close(): void {
    this.#filing = null;
  }
}

export const savedPane = new SavedPaneState();
