import type { SecretStrength } from '../../shared/config-view.ts';
import { request } from './client.ts';
import { Latest } from './latest.svelte.ts';

interface Assessment {
  strength: SecretStrength;
  text: string;
}

/** What is typed: they are measured differently. */
export type SecretKind = 'secret' | 'passphrase';

/** How strong a secret or passphrase is, told while it is typed. The text itself is not kept. */
export class StrengthMeter {
  readonly #found = new Latest<Assessment>();

  /** `null` while nothing is typed or known; without an answer, saving says what is wrong. */
  get current(): Assessment | null {
    return this.#found.error ? null : this.#found.current;
  }

  assess(kind: SecretKind, text: string): void {
    // What is said must never be about another text.
    this.clear();
    if (text === '') return;
    this.#found.ask(() =>
      kind === 'secret'
        ? request('secret.assess', { secret: text })
        : request('passphrase.assess', { passphrase: text }),
    );
  }

  clear(): void {
    this.#found.clear();
  }
}
