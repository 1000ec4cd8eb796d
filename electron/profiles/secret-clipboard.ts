/** A secret on the clipboard, for a short while. */
import { createHash } from 'node:crypto';
import type { Clock } from '../../shared/clock.ts';
import type { Guard } from '../../shared/guard.ts';

/** How long a copied secret stays, ms: long enough to paste it, too short to be forgotten. */
export const CLIPBOARD_TIME = 30_000;

/** The system's clipboard. */
export interface Clipboard {
  read(): string | Promise<string>;
  write(text: string): void | Promise<void>;
  clear(): void | Promise<void>;
}

/**
 * Puts secrets on the clipboard and takes them away again, unless something else is there by then. Of the
 * secret only a digest is kept meanwhile.
 */
export class SecretClipboard {
  readonly #clipboard: Clipboard;
  readonly #clock: Clock;
  #copied: { digest: string; timer: Guard } | null = null;

  constructor(clipboard: Clipboard, clock: Clock) {
    this.#clipboard = clipboard;
    this.#clock = clock;
  }

  async copy(secret: string): Promise<void> {
    this.#copied?.timer.dispose();
    const timer = this.#clock.after(CLIPBOARD_TIME, () => {
      // The clipboard may be held by another program just now; there is nobody to tell.
      this.clear().catch(() => undefined);
    });
    this.#copied = { digest: digestOf(secret), timer };
    await this.#clipboard.write(secret);
  }

  /** Takes the secret away if it is still there: when its time is over, at quit and at screen lock. */
  async clear(): Promise<void> {
    const copied = this.#copied;
    if (!copied) return;
    this.#copied = null;
    copied.timer.dispose();
    if (digestOf(await this.#clipboard.read()) === copied.digest) await this.#clipboard.clear();
  }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
