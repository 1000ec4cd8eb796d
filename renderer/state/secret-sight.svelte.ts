import { errorView } from '../../shared/errors.ts';
import type { ErrorView } from '../../shared/errors.ts';
import { request } from './client.ts';
import { now } from './now.svelte.ts';

/** A secret that was asked for may stay this long, ms (reliability: "Secrets"). */
export const SIGHT_TIME = 30_000;

/** Which secret is meant. */
export type SecretPlace =
  /** `profile: null`: the global one. */
  | { of: 'profile'; profile: string | null }
  /** The new one of the rotation that is under way. */
  | { of: 'rotation' }
  /** What stands in a field, as it was typed or made there. */
  | { of: 'field'; text: string };

type Sight =
  | { state: 'hidden' }
  | { state: 'asking' }
  | { state: 'shown'; secret: string; until: number }
  | { state: 'copied'; until: number };

/** Those that may hold a secret just now. */
const guarded = new Set<SecretSight>();

/** Hides every secret at once: whoever sits there next may be somebody else. */
export function hideSecrets(): void {
  for (const sight of guarded) sight.hide();
}

/** The one place of the window that ever holds a secret, and only while it is on the screen. */
export class SecretSight {
  #sight = $state.raw<Sight>({ state: 'hidden' });
  #error = $state.raw<ErrorView | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Answers that come after the secret was hidden again must not show it. */
  #turn = 0;

  get state(): Sight['state'] {
    return this.#sight.state;
  }
  get secret(): string | null {
    return this.#sight.state === 'shown' ? this.#sight.secret : null;
  }
  get error(): ErrorView | null {
    return this.#error;
  }
  /** Whole seconds left. */
  get left(): number {
    const sight = this.#sight;
    if (sight.state !== 'shown' && sight.state !== 'copied') return 0;
    return Math.max(0, Math.ceil((sight.until - now.current) / 1000));
  }

  async reveal(place: SecretPlace): Promise<void> {
    await this.#ask(async () => {
      const secret = await secretAt(place);
      return { state: 'shown', secret, until: Date.now() + SIGHT_TIME };
    });
  }

  /** A secret of the main process goes to the clipboard without passing through the window. */
  async copy(place: SecretPlace): Promise<void> {
    await this.#ask(async () => {
      await copyAt(place);
      return { state: 'copied', until: Date.now() + SIGHT_TIME };
    });
  }

  hide(): void {
    this.#turn += 1;
    clearTimeout(this.#timer);
    this.#sight = { state: 'hidden' };
  }

  /**
   * Hides the secret as soon as nobody is sure to be looking.
   * @returns what ends it, and hides the secret too
   */
  guard(): () => void {
    const hide = () => this.#sight.state !== 'copied' && this.hide();
    guarded.add(this);
    window.addEventListener('blur', hide);
    document.addEventListener('visibilitychange', hide);
    return () => {
      guarded.delete(this);
      window.removeEventListener('blur', hide);
      document.removeEventListener('visibilitychange', hide);
      this.hide();
      this.#error = null;
    };
  }

  async #ask(action: () => Promise<Sight>): Promise<void> {
    this.hide();
    const turn = this.#turn;
    this.#error = null;
    this.#sight = { state: 'asking' };
    try {
      const sight = await action();
      if (turn !== this.#turn) return;
      this.#sight = sight;
      this.#timer = setTimeout(() => this.hide(), SIGHT_TIME);
    } catch (error) {
      if (turn !== this.#turn) return;
      this.hide();
      this.#error = errorView(error);
    }
  }
}

async function secretAt(place: SecretPlace): Promise<string> {
  if (place.of === 'field') return place.text;
  const { secret } = await (place.of === 'rotation'
    ? request('rotation.reveal', null)
    : request('secret.reveal', { profile: place.profile }));
  return secret;
}

function copyAt(place: SecretPlace): Promise<null> {
  if (place.of === 'field') return request('passphrase.copy', { passphrase: place.text });
  if (place.of === 'rotation') return request('rotation.copy', null);
  return request('secret.copy', { profile: place.profile });
}
