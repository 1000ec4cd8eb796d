import { untrack } from 'svelte';
import type { AppInfo, Push, TrafficRates } from '../../shared/contract.ts';
import { errorView } from '../../shared/errors.ts';
import type { ErrorView } from '../../shared/errors.ts';
import { causes } from './causes.svelte.ts';
import { onPush, request } from './client.ts';
import { config } from './config.svelte.ts';
import { firstStart } from './first-start.svelte.ts';
import { applyHand, forgetHand } from './hand.ts';
import { log } from './log.svelte.ts';
import { messageFiles } from './message-files.svelte.ts';
import { messages } from './messages.svelte.ts';
import { network } from './network.svelte.ts';
import { nodeFilter } from './node-filter.svelte.ts';
import { passing } from './passing.svelte.ts';
import { probing } from './probing.svelte.ts';
import { rotation } from './rotation.svelte.ts';
import { hideSecrets } from './secret-sight.svelte.ts';
import { selection } from './selection.svelte.ts';
import { session } from './session.svelte.ts';
import { timeline } from './timeline.svelte.ts';
import { tellUnsaved } from './unsaved.svelte.ts';

export type ViewName = 'network' | 'groups' | 'messages' | 'profiles' | 'log';

/** In the order of the rail and of Ctrl+1 … 5. */
export const VIEWS: readonly { name: ViewName; label: string }[] = [
  { name: 'network', label: 'Network' },
  { name: 'groups', label: 'Groups' },
  { name: 'messages', label: 'Messages' },
  { name: 'profiles', label: 'Profiles' },
  { name: 'log', label: 'Log' },
];

/** In a narrower window the details open when something is selected, and not before. */
const ROOM_FOR_DETAILS = 1_000;

const QUIET: TrafficRates = { in: 0, out: 0 };

/** The window as a whole: which view, what the program is, and the way that news come in. */
class AppState {
  #view = $state.raw<ViewName>('network');
  /** The profiles need the room, and have rarely something to tell details of. */
  #details = $state.raw({ profiles: false, others: window.innerWidth >= ROOM_FOR_DETAILS });
  #profilesOpen = $state.raw(false);
  #info = $state.raw<AppInfo | null>(null);
  #rates = $state.raw<TrafficRates>(QUIET);
  #notice = $state.raw<ErrorView | null>(null);

  get view(): ViewName {
    return this.#view;
  }
  /** Whether the details panel is open in the view that is shown. */
  get detailsOpen(): boolean {
    return this.#details[this.#view === 'profiles' ? 'profiles' : 'others'];
  }
  /** Whether the profiles are looked at while no node runs. */
  get profilesOpen(): boolean {
    return this.#profilesOpen;
  }
  get info(): AppInfo | null {
    return this.#info;
  }
  get rates(): TrafficRates {
    return this.#rates;
  }
  /** The last thing that failed without a place of its own on the screen. */
  get notice(): ErrorView | null {
    return this.#notice;
  }

  show(view: ViewName): void {
    this.#view = view;
  }

  setDetails(open: boolean): void {
    // Untracked: an effect that opens the details must not run again because it did.
    const [view, details] = untrack(() => [this.#view, this.#details] as const);
    const key = view === 'profiles' ? 'profiles' : 'others';
    this.#details = { ...details, [key]: open };
  }

  /** Shows the profiles without a running node, or goes back. */
  openProfiles(open: boolean): void {
    this.#profilesOpen = open;
  }

  dismiss(): void {
    this.#notice = null;
  }

  /** Says what failed, when the place where it was asked for is gone. */
  tell(error: ErrorView): void {
    this.#notice = error;
  }

  /**
   * Fetches everything and follows the pushes from then on.
   * @returns what ends it
   */
  open(): () => void {
    // Pushes may overtake the answer that they build upon: they wait for it.
    let waiting: Push[] | null = [];
    const stop = onPush((push) => (waiting ? waiting.push(push) : this.apply(push)));
    const stopTelling = tellUnsaved();
    void this.attempt(async () => {
      this.#info = await request('app.info', null);
      firstStart.propose(this.#info);
      this.apply(await request('state.open', null));
      for (const push of waiting ?? []) this.apply(push);
      waiting = null;
    });
    return () => {
      stop();
      stopTelling();
    };
  }

  apply(push: Push): void {
    if (push.session && session.apply(push.session)) this.#forget();
    if (push.session?.phase === 'running') {
      firstStart.done();
      this.#profilesOpen = false;
    }
    if (push.config) config.apply(push.config);
    if (push.rotation !== undefined) rotation.apply(push.rotation);
    if (push.screenLocked) hideSecrets();
    if (push.network) network.apply(push.network);
    this.#applyWatching(push);
    if (push.passed) passing.apply(push.passed);
    if (push.messageLists) messages.apply(push.messageLists);
    messageFiles.apply(push);
    applyHand(push);
    if (push.log) log.add(push.log);
    if (push.rates) this.#rates = push.rates;
  }

  /** What the watching of the mesh found out. After the network: it speaks of its nodes. */
  #applyWatching(push: Push): void {
    if (push.traffic) network.live.count(push.traffic);
    if (push.causes) causes.apply(push.causes);
    if (push.timelineFrom !== undefined) timeline.dropBefore(push.timelineFrom);
    if (push.timeline) timeline.add(push.timeline);
    if (push.probing !== undefined) probing.apply(push.probing);
  }

  /** Runs something that may fail and has no better place to say so. */
  async attempt(action: () => Promise<unknown>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.#notice = errorView(error);
    }
  }

  /** Another session begins: nothing of the old one may stay on the screen. */
  #forget(): void {
    network.clear();
    causes.clear();
    timeline.clear();
    nodeFilter.clear();
    forgetHand();
    messages.clear();
    selection.select(null);
    this.#rates = QUIET;
    this.#notice = null;
  }
}

export const app = new AppState();
