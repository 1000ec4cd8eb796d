import type { KeptText } from '../../shared/config-view.ts';
import { forget, request } from './client.ts';
import { config } from './config.svelte.ts';
import { Task } from './task.svelte.ts';

/**
 * The texts that a certificate is put together from. They hold its key, so they stay in the main process;
 * pasted text is here only as long as it stands in its field.
 */
export class PemTexts {
  pasted = $state('');
  readonly task = new Task();
  #files = $state.raw<readonly KeptText[]>([]);
  #tried = $state.raw(false);

  get files(): readonly KeptText[] {
    return this.#files;
  }
  /** What is missing, once somebody tried without it. */
  get problem(): string | null {
    if (!this.#tried) return null;
    const typed = this.pasted.trim();
    if (typed === '') return this.#files.length > 0 ? null : 'Add a file, or paste PEM text.';
    return typed.includes('-----BEGIN') ? null : 'PEM text begins with “-----BEGIN …”.';
  }

  /** Lets the person choose one more file. */
  async choose(): Promise<void> {
    await this.task.run(async () => {
      const file = await request('file.choose', null);
      if (file) this.#files = [...this.#files, file];
    });
  }

  remove(file: KeptText): void {
    this.#files = this.#files.filter((other) => other !== file);
    this.task.forget();
    void forget(file);
  }

  /**
   * Puts the certificate into the file.
   * @param profile `null`: the global values
   * @returns true when it is there
   */
  async import(profile: string | null): Promise<boolean> {
    this.#tried = true;
    if (this.problem !== null) return false;
    return this.task.run(async () => {
      await this.#takePasted();
      const files = this.#files.map(({ token }) => token);
      await config.change('certificate.import', { profile, files });
    });
  }

  /** Nothing stays when the dialog goes. */
  clear(): void {
    this.pasted = '';
    for (const file of this.#files) void forget(file);
    this.#files = [];
  }

  async #takePasted(): Promise<void> {
    if (this.pasted.trim() === '') return;
    const file = await request('file.paste', { text: this.pasted });
    this.pasted = '';
    this.#files = [...this.#files, file];
  }
}
