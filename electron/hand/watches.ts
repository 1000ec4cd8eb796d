import type { Clock } from '../../shared/clock.ts';
import { MeshError } from '../../shared/errors.ts';
import type { Guard } from '../../shared/guard.ts';
import type { WatchView } from '../../shared/hand.ts';
import { MAX_WATCHES } from '../../shared/hand.ts';
import type { NodeId, PortId } from '../../shared/ids.ts';
import { nodeOf, portNameOf } from '../../shared/ids.ts';
import type { Reason } from '../../shared/json.ts';
import { shown } from '../../shared/text.ts';
import { Budget } from '../mp/kernel/budget.ts';
import type { Node } from '../mp/mp.ts';
import { isTransportError, reasonText } from '../observe/reason-text.ts';
import { boundedReason } from './bounded-reply.ts';
import { canonical, isKnownNode, unknownDestination } from './sending.ts';

/** Notifications a second in the long run, and at once: a whole network may go down. */
const NOTIFICATIONS_PER_SECOND = 0.2;
const NOTIFICATION_BURST = 5;
/** Characters of the text of a notification. */
const MAX_NOTIFICATION_LENGTH = 200;

/** Shows a notification of the desktop. */
export type Notify = (title: string, text: string) => void;

export interface WatchesOptions {
  node: Node;
  clock: Clock;
  notify: Notify;
  log: (level: 'info' | 'warning', text: string, peer: NodeId) => void;
  onChange: () => void;
}

interface Watch {
  view: WatchView;
  guard: Guard;
}

/** Ports and nodes whose death a person wants to know of. */
export class Watches {
  readonly #options: WatchesOptions;
  readonly #budget: Budget;
  readonly #watches = new Map<number, Watch>();
  readonly #up: Guard;
  #next = 1;

  constructor(options: WatchesOptions) {
    const { node, clock } = options;
    this.#options = options;
    this.#budget = new Budget(clock, NOTIFICATIONS_PER_SECOND, NOTIFICATION_BURST);
    this.#up = node.on('up', (event) => this.#back(event.node));
  }

  views(): WatchView[] {
    return [...this.#watches.values()].map(({ view }) => view);
  }

  /**
   * Watches a port, or a node by its ID. What is watched already only takes `notify`.
   * @returns the number of the watch
   * @throws MeshError `destination-invalid` for this node itself, `destination-unknown`, `limit-reached`
   */
  add(wanted: PortId, notify: boolean): number {
    const target = canonical(wanted);
    this.#assertWatchable(target);
    const known = [...this.#watches.values()].find(({ view }) => view.target === target);
    if (known?.view.state === 'watching') {
      this.#change(known, { notify });
      return known.view.watch;
    }
    if (known) this.remove(known.view.watch);
    if (this.#watches.size >= MAX_WATCHES) {
      throw new MeshError('limit-reached', `There are ${MAX_WATCHES} watches already.`);
    }
    const watch = this.#next++;
    const since = this.#options.clock.now();
    const view: WatchView = { watch, target, notify, since, state: 'watching' };
    this.#arm({ view, guard: { dispose: () => undefined } });
    return watch;
  }

  remove(watch: number): void {
    this.#watches.get(watch)?.guard.dispose();
    this.#watches.delete(watch);
    this.#options.onChange();
  }

  dispose(): void {
    this.#up.dispose();
    for (const { guard } of this.#watches.values()) guard.dispose();
  }

  #assertWatchable(target: PortId): void {
    const { node } = this.#options;
    if (!isKnownNode(node, target)) throw unknownDestination(target);
    if (nodeOf(target) !== node.id || portNameOf(target) !== '') return;
    throw new MeshError('destination-invalid', "This node can't watch itself.", {
      next: 'Watch one of its ports, or another node.',
    });
  }

  #arm(watch: Watch): void {
    this.#watches.set(watch.view.watch, watch);
    const died = (...reason: Reason): void => this.#died(watch, reason);
    watch.guard = this.#options.node.mon(watch.view.target, died);
    this.#options.onChange();
  }

  #died(watch: Watch, reason: Reason): void {
    const { clock, log } = this.#options;
    const { target, notify } = watch.view;
    this.#change(watch, { state: { died: boundedReason(reason), at: clock.now() } });
    const what = portNameOf(target) === '' ? 'node' : 'port';
    log('warning', `The watched ${what} ${target} is gone: ${reasonText(reason)}`, nodeOf(target));
    if (notify) this.#notify(`${target} is gone`, reasonText(reason));
  }

  /** A lost connection is no proof that a port is gone; whether it is shows now. */
  #back(node: NodeId): void {
    for (const watch of this.#watches.values()) {
      const { state, target } = watch.view;
      if (state === 'watching' || nodeOf(target) !== node || !isTransportError(state.died)) {
        continue;
      }
      watch.view = { ...watch.view, since: this.#options.clock.now(), state: 'watching' };
      this.#options.log('info', `${node} is back; ${target} is watched again`, node);
      this.#arm(watch);
    }
  }

  #notify(title: string, text: string): void {
    if (this.#budget.take()) this.#options.notify(plain(title), plain(text));
  }

  #change(watch: Watch, change: Partial<WatchView>): void {
    watch.view = { ...watch.view, ...change };
    this.#options.onChange();
  }
}

/** Some desktops read markup in notifications: text of peers must not become links or pictures there. */
function plain(text: string): string {
  const look: Readonly<Record<string, string>> = { '<': '‹', '>': '›', '&': '＆' };
  return shown(text, MAX_NOTIFICATION_LENGTH).replaceAll(/[<>&]/g, (mark) => look[mark] ?? mark);
}
