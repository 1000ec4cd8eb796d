import { errorView } from '../../shared/errors.ts';
import { INTERVAL_RANGE, MAX_REPEATS } from '../../shared/hand.ts';
import type { MessageDraft } from '../../shared/hand.ts';
import type { PortId } from '../../shared/ids.ts';
import { mistakeIn, mistakeOf } from './arguments.ts';
import type { DraftMistake } from './arguments.ts';
import { request } from './client.ts';
import { dangerOf, reachesNodePort } from './danger.ts';
import { reachOf } from './destinations.ts';
import type { Destination } from './destinations.ts';
import { dangerOfDraft } from './draft-danger.ts';
import { aimed, EMPTY_DRAFT, messageDraft } from './drafts.ts';
import type { Draft } from './drafts.ts';
import { drawer } from './drawer.svelte.ts';
import { library } from './library.svelte.ts';
import { LostDraft } from './lost-draft.svelte.ts';
import type { Loss } from './lost-draft.svelte.ts';
import { network } from './network.svelte.ts';
import { outcomeOf, sendToAll, startCall, startRepetition } from './sending.ts';
import type { Outcome, Repetition, Sent, Way } from './sending.ts';
import { shown } from './text.ts';

/** Sent messages remembered in this window; the history of the library keeps more. */
export const MAX_SENT = 20;

/** Limits of the waiting time for a reply, in seconds. */
export const MIN_TIMEOUT = 0.1;
export const MAX_TIMEOUT = 600;

const ONCE_A_SECOND: Repetition = { count: 10, interval: 1, jitter: 0, call: false };

/** What keeps the draft from being sent; `null` where nothing does. */
export interface Problems {
  destination: string | null;
  /** Neither tag nor arguments. */
  message: string | null;
  timeout: string | null;
  repetition: string | null;
}

/** The composer: a draft that survives views and errors, and what was sent. */
export class ComposerState {
  #now: () => number;
  #draft = $state.raw<Draft>(EMPTY_DRAFT);
  #repetition = $state.raw<Repetition>(ONCE_A_SECOND);
  #sent = $state.raw<readonly Sent[]>([]);
  /** Whether the person has tried to send this draft: only then missing parts are pointed at. */
  #tried = $state.raw(false);
  /** Asked before something powerful: which way of sending waits for the answer, and what it does. */
  #asking = $state.raw<{ way: Way; danger: string } | null>(null);
  /** What the main process found wrong with this draft, e.g. a variable without value. */
  #told = $state.raw<DraftMistake | null>(null);
  readonly #lost = new LostDraft();
  #openings = $state.raw(0);
  #nextId = 1;
  #mistake = $derived(mistakeIn(this.#draft.arguments) ?? this.#told);
  #danger = $derived.by(() => {
    const message = messageDraft(this.#draft);
    return message && dangerOfDraft(message, library.view.variables);
  });

  /** @param now Unix ms */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  get isOpen(): boolean {
    return drawer.isOpen;
  }
  get draft(): Draft {
    return this.#draft;
  }
  /** How the draft was lost that {@link bringBack} brings again; `null` when there is none. */
  get lost(): Loss | null {
    return this.#lost.loss;
  }
  /** Grows whenever somebody wants to write: the fields then get the cursor. */
  get openings(): number {
    return this.#openings;
  }
  get repetition(): Repetition {
    return this.#repetition;
  }
  get sent(): readonly Sent[] {
    return this.#sent;
  }
  get tried(): boolean {
    return this.#tried;
  }
  /** The question before something powerful. */
  get asking(): { way: Way; danger: string } | null {
    return this.#asking;
  }
  /** What is wrong inside of the tag or the arguments. */
  get mistake(): DraftMistake | null {
    return this.#mistake;
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
    const { tag, arguments: args } = this.#draft;
    const empty = tag === '' && args.trim() === '';
    return {
      destination: this.#destinationProblem(),
      message: empty ? 'Write a tag or at least one argument.' : null,
      timeout: this.#timeoutProblem(),
      repetition: repetitionProblem(this.#repetition),
    };
  }
  /** Why this draft can't be sent with a reply port, or `null`. */
  get callProblem(): string | null {
    const { destination } = this.#draft;
    const all = destination?.kind === 'group' && destination.which === 'all';
    return all ? 'A reply port serves one destination: choose any one of the group.' : null;
  }

  /** Opens the drawer; `destination` replaces the one in the draft, the rest stays. */
  open(destination?: Destination): void {
    drawer.open('compose');
    this.#openings += 1;
    if (destination) this.choose(destination);
  }

  close(): void {
    drawer.close();
    this.#asking = null;
  }

  choose(destination: Destination): void {
    this.edit(aimed(destination));
  }

  /** Changes parts of the draft, as the person writes it. */
  edit(change: Partial<Draft>): void {
    const before = this.#draft;
    this.#put({ ...before, ...change });
    this.#lost.edited(before, this.#draft);
  }

  /** Puts something else in the place of the draft; what the person wrote can be had back. */
  replace(change: Partial<Draft>, loss: Loss = 'replaced'): void {
    const before = this.#draft;
    this.#put({ ...before, ...change });
    this.#lost.replaced(before, this.#draft, loss);
    this.#tried = false;
  }

  /** Brings the draft back that was replaced. */
  bringBack(): void {
    const draft = this.#lost.take();
    if (draft) this.#put(draft);
  }

  editRepetition(change: Partial<Repetition>): void {
    this.#repetition = { ...this.#repetition, ...change };
  }

  /** Puts a sent message back into the draft. */
  restore(sent: Sent): void {
    this.replace(sent.draft);
    drawer.open('compose');
  }

  /** Empties tag and arguments; the destination stays, because the next message mostly goes there too. */
  reset(): void {
    this.replace({ tag: '', arguments: '' }, 'cleared');
  }

  cancel(): void {
    this.#asking = null;
  }

  /** Points at what the main process found, when it is about this very draft. */
  tell(draft: Draft, mistake: DraftMistake | null): void {
    if (draft === this.#draft) this.#told = mistake;
  }

  /**
   * Sends the draft, or points at what is missing, or asks first when it is powerful.
   * @param way `call` appends a reply port; `repeat` goes on by itself
   * @param confirmed the person has read what it does
   */
  async submit(way: Way, confirmed = false): Promise<void> {
    this.#tried = true;
    const draft = this.#draft;
    const message = messageDraft(draft);
    if (!message || this.#isBlocked(way)) return;
    const danger = confirmed ? null : await this.#dangerBehind(way, message);
    // While it was looked at, the person may have gone on writing.
    if (draft !== this.#draft) return;
    this.#asking = danger === null ? null : { way, danger };
    if (danger !== null) return;
    this.#tried = false;
    await this.#perform(way, draft, message);
  }

  /** What the message does once its variables are filled in. */
  async #dangerBehind(way: Way, draft: MessageDraft): Promise<string | null> {
    const { reach } = this;
    const variable = `${draft.tag}${draft.arguments}`.includes('{{');
    if (!variable || !reachesNodePort(reach)) return this.#danger;
    try {
      const { message } = await request('draft.resolve', { draft });
      return dangerOf(reach, message, network.live.nodes);
    } catch {
      // Sending it meets the same error, and tells it. Repeated, it may have a reply port to name.
      return way === 'repeat' ? this.#danger : null;
    }
  }

  async #perform(way: Way, draft: Draft, message: MessageDraft): Promise<void> {
    if (way === 'repeat') {
      const id = this.#record(way, draft, []);
      this.#settle(id, await outcomeOf(() => startRepetition(message, this.#repetition)));
      return;
    }
    try {
      const resolved = await request('draft.resolve', { draft: message, take: true });
      const id = this.#record(way, draft, resolved.to);
      this.#settle(id, await outcomeOf(() => this.#send(way, draft, message, resolved)));
    } catch (error) {
      const mistake = mistakeOf(error);
      if (mistake) this.tell(draft, mistake);
      else this.#settle(this.#record(way, draft, []), { kind: 'error', error: errorView(error) });
    }
  }

  #send(
    way: Way,
    { timeout, many }: Draft,
    draft: MessageDraft,
    { to, message }: Awaited<ReturnType<typeof request<'draft.resolve'>>>,
  ): Promise<Outcome> {
    if (way === 'send') return sendToAll(to, message, draft);
    return startCall(to[0] as PortId, message, { timeout, many, draft });
  }

  #isBlocked(way: Way): boolean {
    const { destination, message, timeout, repetition } = this.problems;
    if (destination !== null || message !== null || mistakeIn(this.#draft.arguments)) return true;
    if (way === 'call') return this.callProblem !== null || timeout !== null;
    return way === 'repeat' && repetition !== null;
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

  #put(draft: Draft): void {
    this.#draft = draft;
    this.#asking = null;
    this.#told = null;
  }

  #record(way: Way, draft: Draft, to: readonly PortId[]): number {
    if (draft === this.#draft) this.#lost.sent();
    const id = this.#nextId++;
    const sent: Sent = { id, at: this.#now(), draft, way, to, outcome: { kind: 'waiting' } };
    this.#sent = [sent, ...this.#sent].slice(0, MAX_SENT);
    return id;
  }

  #settle(id: number, outcome: Outcome): void {
    this.#sent = this.#sent.map((sent) => (sent.id === id ? { ...sent, outcome } : sent));
  }
}

/** Why it can't be repeated like that, or `null`. */
function repetitionProblem({ count, interval, jitter }: Repetition): string | null {
  const [least, most] = INTERVAL_RANGE.map((time) => time / 1000) as [number, number];
  if (count !== null && !(Number.isInteger(count) && count >= 1 && count <= MAX_REPEATS)) {
    return `Repeat it 1 to ${MAX_REPEATS} times, or leave the number empty.`;
  }
  if (!(interval >= least && interval <= most)) return `Wait ${least} to ${most} seconds between.`;
  if (!(jitter >= 0 && jitter <= interval)) return 'The jitter is at most the interval.';
  return null;
}

export const composer = new ComposerState();
