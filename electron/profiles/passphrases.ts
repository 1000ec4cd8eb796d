/** Passphrases of invitations, while a person chooses one. None is kept. */
import type { SecretStrength } from '../../shared/config-view.ts';
import type { Random } from '../mp/crypto/random.ts';
import { assessPassphrase, generatePassphrase } from '../mp/invitations/passphrase.ts';
import type { SecretClipboard } from './secret-clipboard.ts';

export interface PassphrasesOptions {
  random: Random;
  clipboard: Pick<SecretClipboard, 'copy'>;
}

/** Makes, judges and copies passphrases. */
export class Passphrases {
  readonly #options: PassphrasesOptions;

  constructor(options: PassphrasesOptions) {
    this.#options = options;
  }

  /** A strong one that can be read out. */
  generate(): string {
    return generatePassphrase(this.#options.random);
  }

  /** By the same measure that decides whether an invitation may be made with it: from `fair` on. */
  assess(passphrase: string): { strength: SecretStrength; text: string } {
    const { strength, text } = assessPassphrase(passphrase);
    return { strength, text };
  }

  /** Puts it on the clipboard for a short while. */
  copy(passphrase: string): Promise<void> {
    return this.#options.clipboard.copy(passphrase);
  }
}
