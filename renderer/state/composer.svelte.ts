import type { PortId } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';
import { parseArguments } from './arguments.ts';
import type { ParsedArguments } from './arguments.ts';
import { dangerOf } from './danger.ts';
import { destinationName, reachOf } from './destinations.ts';
import type { Destination } from './destinations.ts';
import { EMPTY_DRAFT } from './drafts.ts';
import type { Draft } from './drafts.ts';
import { network } from './network.svelte.ts';
import { perform } from './sending.ts';
import type { Outcome, Sent, Way } from './sending.ts';
import { shown } from './text.ts';

/** Sent messages remembered in this window. */
export const MAX_SENT = 20;

/** Limits of the waiting time for a reply, in seconds. */
export const MIN_TIMEOUT = 0.1;
export const MAX_TIMEOUT = 600;

/** What keeps the draft from being sent; `null` where nothing does. */
export interface Problems {
  destination: string | null;
  /** Neither tag nor arguments. */
  message: string | null;
  timeout: string | null;
}

/** The composer: a draft that survives views and errors, and what was sent. */
export class ComposerState {
  #random: () => number;
  #now: () => number;
  #open = $state.raw(false);
  #draft = $state.raw<Draft>(EMPTY_DRAFT);
  #sent = $state.raw<readonly Sent[]>([]);
  /** Whether the person has tried to send this draft: only then missing parts are pointed at. */
  #tried = $state.raw(false);
  /** Asked before something powerful: which way of sending waits for the answer. */
  #asking = $state.raw<Way | null>(null);
  #nextId = 1;
  #parsed: ParsedArguments = $derived(parseArguments(this.#draft.arguments));
  #danger = $derived(dangerOf(this.#draft.destination, this.#draft.tag, network.live.nodes));

  /** @param random 0 ≤ x < 1, picks the member of "any one"; `now`: Unix ms */
  constructor(random: () => number = Math.random, now: () => number = Date.now) {
    this.#random = random;
    this.#now = now;
  }

  get isOpen(): boolean {
    return this.#open;
  }
  get draft(): Draft {
    return this.#draft;
  }
  get sent(): readonly Sent[] {
    return this.#sent;
  }
  get tried(): boolean {
    return this.#tried;
  }
  get asking(): Way | null {
    return this.#asking;
  }
  /** The arguments as they stand, checked. */
  get parsed(): ParsedArguments {
    return this.#parsed;
  }
  /** What a powerful message will do, or `null` for an ordinary one. */
  get danger(): string | null {
    return this.#danger;
  }
  /** Ports that the draft would reach now; of "any one" all that may be picked. */
  get reach(): readonly PortId[] {
    return reachOf(this.#draft.destination, network.live.groups);
  }
  get problems(): Problems {
    const { tag } = this.#draft;
    const empty = tag === '' && this.#parsed.ok && this.#parsed.values.length === 0;
    return {
      destination: this.#destinationProblem(),
      message: empty ? 'Write a tag or at least one argument.' : null,
      timeout: this.#timeoutProblem(),
    };
  }

  /** Opens the drawer; `destination` replaces the one in the draft, the rest stays. */
  open(destination?: Destination): void {
    this.#open = true;
    if (destination) this.choose(destination);
  }

  close(): void {
    this.#open = false;
    this.#asking = null;
  }

  choose(destination: Destination): void {
    this.edit({ destination, destinationText: destinationName(destination) });
  }

  /** Changes parts of the draft. */
  edit(change: Partial<Draft>): void {
    this.#draft = { ...this.#draft, ...change };
    this.#asking = null;
  }

  /** Puts a sent message back into the draft. */
  restore(sent: Sent): void {
    this.#draft = sent.draft;
    this.#tried = false;
    this.#asking = null;
    this.#open = true;
  }

  /** Empties tag and arguments; the destination stays, because the next message mostly goes there too. */
  reset(): void {
    this.edit({ tag: '', arguments: '' });
    this.#tried = false;
  }

  cancel(): void {
    this.#asking = null;
  }

  /**
   * Sends the draft, or points at what is missing, or asks first when it is powerful.
   * @param how `call` appends a reply port and waits for what comes back
   * @param confirmed the person has read what it does
   */
  async submit(how: Way, confirmed = false): Promise<void> {
    this.#tried = true;
    const message = this.#message();
    const to = this.#targets(how);
    if (!message || to.length === 0 || this.#isBlocked(how)) return;
    if (this.#danger !== null && !confirmed) {
      this.#asking = how;
      return;
    }
    this.#asking = null;
    this.#tried = false;
    const id = this.#record(how, to);
    this.#settle(id, await perform(how, to, message, this.#draft.timeout));
  }

  #message(): Json[] | null {
    if (!this.#parsed.ok) return null;
    const { tag } = this.#draft;
    return tag === '' ? this.#parsed.values : [tag, ...this.#parsed.values];
  }

  #targets(how: Way): readonly PortId[] {
    const { destination } = this.#draft;
    const ports = this.reach;
    const all = destination?.kind === 'group' && destination.which === 'all' && how === 'send';
    return all ? ports : ports.slice(...this.#oneOf(ports.length));
  }

  /** Bounds of a slice with one element, picked by chance. */
  #oneOf(length: number): [number, number] {
    const index = Math.floor(this.#random() * length);
    return [index, index + 1];
  }

  #isBlocked(how: Way): boolean {
    const { destination, message, timeout } = this.problems;
    const toMany = how === 'call' && this.callProblem !== null;
    return (
      destination !== null || message !== null || toMany || (how === 'call' && timeout !== null)
    );
  }

  /** Why this draft can't be sent with a reply port, or `null`. */
  get callProblem(): string | null {
    const { destination } = this.#draft;
    const all = destination?.kind === 'group' && destination.which === 'all';
    return all ? 'A reply port serves one destination: choose any one of the group.' : null;
  }

  #destinationProblem(): string | null {
    const { destination, destinationText } = this.#draft;
    if (!destination) {
      return destinationText.trim() === ''
        ? 'Choose where the message goes.'
        : 'Choose one of the list, or write a port ID as NODE#PORT.';
    }
    if (destination.kind === 'port' || this.reach.length > 0) return null;
    return `The group ${shown(destination.name)} has no ports now.`;
  }

  #timeoutProblem(): string | null {
    const { timeout } = this.#draft;
    const fits = timeout >= MIN_TIMEOUT && timeout <= MAX_TIMEOUT;
    return fits ? null : `Wait ${MIN_TIMEOUT} to ${MAX_TIMEOUT} seconds.`;
  }

  #record(how: Way, to: readonly PortId[]): number {
    const id = this.#nextId++;
    const sent: Sent = {
      id,
      at: this.#now(),
      draft: this.#draft,
      call: how === 'call',
      to,
      outcome: { kind: 'waiting' },
    };
    this.#sent = [sent, ...this.#sent].slice(0, MAX_SENT);
    return id;
  }

  #settle(id: number, outcome: Outcome): void {
    this.#sent = this.#sent.map((sent) => (sent.id === id ? { ...sent, outcome } : sent));
  }
}

export const composer = new ComposerState();
