import type { Clock } from '../../shared/clock.ts';
import type { CauseView } from '../../shared/causes.ts';
import type { Push } from '../../shared/contract.ts';
import type { NodeId } from '../../shared/ids.ts';
import type { TimelineState } from '../../shared/timeline.ts';
import type { Node } from '../mp/mp.ts';
import { CauseTracker } from './cause-tracker.ts';
import type { NetworkObserver } from './network.ts';
import { SlowLinks } from './slow-links.ts';
import type { MeasuredAt } from './slow-links.ts';
import { Timeline } from './timeline.ts';

export interface ChronicleOptions {
  node: Pick<Node, 'on' | 'id'>;
  clock: Clock;
  network: Pick<NetworkObserver, 'nodes' | 'reports' | 'groups' | 'latencies' | 'revision'>;
  /** When a link was measured last, ours or one between others. */
  measuredAt: MeasuredAt;
  /** Called again and again with links of other nodes that look slow: whether they are must be measured. */
  onSlow: (links: readonly (readonly [NodeId, NodeId])[]) => void;
  /** Called when {@link Chronicle.takeChange} has something to tell; often, so keep it cheap. */
  onChange: () => void;
}

type Told = Pick<Push, 'causes' | 'timeline' | 'timelineFrom'>;

/** What is wrong with the mesh, and what happened to it. Made after the observer of the network. */
export class Chronicle {
  readonly #tracker: CauseTracker;
  readonly #timeline: Timeline;
  readonly #network: ChronicleOptions['network'];
  /** Revision of the network that was noted. */
  #noted = -1;
  #causesTold: readonly CauseView[] = [];

  constructor({ node, clock, network, measuredAt, onSlow, onChange }: ChronicleOptions) {
    this.#network = network;
    this.#timeline = new Timeline({ node, clock, network, onChange });
    const slowLinks = new SlowLinks(node.id, measuredAt);
    this.#tracker = new CauseTracker({
      clock,
      mesh: () => ({
        nodes: network.nodes.values(),
        reports: network.reports,
        groups: network.groups,
        latencies: network.latencies.values(),
      }),
      isRenewed: (cause) => slowLinks.isRenewed(cause),
      onLook: (current, waiting) => onSlow(slowLinks.toMeasure(current, waiting)),
      onChange: (change) => this.#timeline.causes(this.#tracker.current, change),
    });
  }

  /** The mesh changed. Cheap: call it as often as you like. */
  touch(): void {
    const { revision } = this.#network;
    if (revision === this.#noted) return this.#tracker.measured();
    this.#noted = revision;
    this.#tracker.touch();
    this.#timeline.touch();
  }

  /** The mesh as it was, Unix ms; the oldest state that is kept when it is older. */
  at(time: number): TimelineState {
    return this.#timeline.at(time);
  }

  /** Everything; entries that don't fit follow with {@link takeChange}. */
  takeAll(): Told {
    this.#timeline.rewind();
    this.#causesTold = this.#tracker.current;
    return {
      causes: this.#causesTold,
      timeline: this.#timeline.take(),
      timelineFrom: this.#timeline.takeFrom() ?? this.#timeline.from,
    };
  }

  /** What changed since it was last told. Empty when nothing did. */
  takeChange(): Told {
    const told: Told = {};
    if (this.#causesTold !== this.#tracker.current) {
      told.causes = this.#causesTold = this.#tracker.current;
    }
    const entries = this.#timeline.take();
    if (entries.length > 0) told.timeline = entries;
    const from = this.#timeline.takeFrom();
    if (from !== null) told.timelineFrom = from;
    return told;
  }

  dispose(): void {
    this.#tracker.dispose();
    this.#timeline.dispose();
  }
}
