import type { Clock } from '../../shared/clock.ts';
import type { Guard } from '../../shared/guard.ts';
import type { NodeId } from '../../shared/ids.ts';
import type { LinkTraffic } from '../../shared/mesh.ts';
import type { TappedMessage } from '../mp/kernel/events.ts';
import type { Node } from '../mp/mp.ts';

/** Counters are told at most this often, ms: nobody reads faster. */
export const TRAFFIC_INTERVAL = 1_000;

/** Counts what passes between this node and each of its peers, machinery included. */
export class LinkCounters {
  readonly #node: Pick<Node, 'id'>;
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #counters = new Map<NodeId, LinkTraffic>();
  readonly #changed = new Set<NodeId>();
  readonly #guards: readonly Guard[];
  #timer: Guard | null = null;
  #due = false;

  /** @param onChange called when {@link takeChange} has something to tell */
  constructor(node: Pick<Node, 'id' | 'tap' | 'on'>, clock: Clock, onChange: () => void) {
    this.#node = node;
    this.#clock = clock;
    this.#onChange = onChange;
    this.#guards = [
      node.tap((message) => this.#count(message)),
      // A new connection begins at zero.
      node.on('down', (event) => {
        this.#counters.delete(event.node);
        this.#changed.delete(event.node);
      }),
    ];
  }

  /** All counters. */
  takeAll(): LinkTraffic[] {
    this.#changed.clear();
    return [...this.#counters.values()].map((counter) => ({ ...counter }));
  }

  /** Counters that moved, or `null`: nothing moved, or it was told less than a second ago. */
  takeChange(): LinkTraffic[] | null {
    if (!this.#due) return null;
    this.#due = false;
    const changed = [...this.#changed].flatMap((node) => this.#counters.get(node) ?? []);
    this.#changed.clear();
    return changed.length > 0 ? changed.map((counter) => ({ ...counter })) : null;
  }

  dispose(): void {
    for (const guard of this.#guards) guard.dispose();
    this.#timer?.dispose();
  }

  #count({ direction, peer, size }: TappedMessage): void {
    if (peer === this.#node.id) return;
    let counter = this.#counters.get(peer);
    if (!counter) {
      counter = { node: peer, messagesIn: 0, messagesOut: 0, octetsIn: 0, octetsOut: 0 };
      this.#counters.set(peer, counter);
    }
    if (direction === 'in') {
      counter.messagesIn += 1;
      counter.octetsIn += size;
    } else {
      counter.messagesOut += 1;
      counter.octetsOut += size;
    }
    this.#changed.add(peer);
    this.#timer ??= this.#clock.after(TRAFFIC_INTERVAL, () => {
      this.#timer = null;
      this.#due = true;
      this.#onChange();
    });
  }
}
