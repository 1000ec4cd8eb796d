/** Texts of files that may hold secrets: the window chooses them, but never has them. */
import type { KeptText } from '../../shared/config-view.ts';
import { MeshError } from '../../shared/errors.ts';
import type { Random } from '../mp/crypto/random.ts';

/** More files than one certificate is ever put together from; the oldest one goes first. */
export const MAX_KEPT = 16;
/** Octets of a token. */
const TOKEN_OCTETS = 16;

/** A text, and what opens it. */
export interface Kept {
  readonly name: string;
  readonly text: string;
  /** The passphrase that opened it; `null` while none did, or none was needed. */
  passphrase: string | null;
}

/** Keeps texts under tokens until they are used, given up, or the window is gone. */
export class KeptTexts {
  readonly #random: Random;
  readonly #kept = new Map<string, Kept>();

  constructor(random: Random) {
    this.#random = random;
  }

  /** @returns what the window may know */
  keep({ name, text }: { name: string; text: string }): KeptText {
    const token = Buffer.from(this.#random.bytes(TOKEN_OCTETS)).toString('base64url');
    this.#kept.set(token, { name, text, passphrase: null });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MAX_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return { token, name };
  }

  /** @throws MeshError `file-unreadable` when it is not kept any more */
  get(token: string): Kept {
    const kept = this.#kept.get(token);
    if (kept) return kept;
    throw new MeshError('file-unreadable', 'The text that was chosen is not kept any more.', {
      next: 'Choose it again.',
    });
  }

  forget(token: string): void {
    this.#kept.delete(token);
  }

  forgetAll(): void {
    this.#kept.clear();
  }
}
