import type { SecretStrength } from '../../shared/config-view.ts';
import { request } from './client.ts';

/** While somebody types, the main process is asked at most this often, ms. */
const PAUSE = 150;

interface Assessment {
  strength: SecretStrength;
  text: string;
}

/** How strong a secret or passphrase is, told while it is typed. The text itself is not kept. */
export class StrengthMeter {
  #current = $state.raw<Assessment | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn = 0;

  /** `null` while nothing is typed or known. */
  get current(): Assessment | null {
    return this.#current;
  }

  assess(text: string): void {
    this.clear();
    if (text === '') return;
    const turn = this.#turn;
    this.#timer = setTimeout(() => void this.#ask(text, turn), PAUSE);
  }

  clear(): void {
    this.#turn += 1;
    clearTimeout(this.#timer);
    this.#current = null;
  }

  async #ask(secret: string, turn: number): Promise<void> {
    try {
      const found = await request('secret.assess', { secret });
      if (turn === this.#turn) this.#current = found;
    } catch {
      // Without an answer nothing is said of the strength; saving says what is wrong.
      if (turn === this.#turn) this.#current = null;
    }
  }
}
