import type { Clock } from '../../shared/clock.ts';
import type { Guard } from '../../shared/guard.ts';
import type { NodeId } from '../../shared/ids.ts';
import type { NodeView } from '../../shared/mesh.ts';
import type { CauseView } from '../../shared/causes.ts';
import type { TimelineEntry, TimelineState } from '../../shared/timeline.ts';
import type { Node } from '../mp/mp.ts';
import type { CauseChange } from './cause-tracker.ts';
import { History } from './history.ts';
import type { MeshState } from './mesh-delta.ts';
import type { MeshView } from './mesh-recorder.ts';
import { MeshRecorder } from './mesh-recorder.ts';
import { TimelineEntries } from './timeline-entries.ts';
import { UNMEASURED } from './vital.ts';
import { causeEntry, downEntry, groupEntries, upEntry } from './timeline-words.ts';

/** Claims and groups are noted at most this often, ms; that nodes come and go at once. */
export const TIMELINE_STEP = 250;

export interface TimelineOptions {
  node: Pick<Node, 'on'>;
  clock: Clock;
  /** The mesh as it is; up to date before its listeners hear of a node. */
  network: MeshView;
  /** Called when there is something to tell; often, so keep it cheap. */
  onChange: () => void;
  /** Most memory for the past, octets; default: {@link MAX_HISTORY_OCTETS}. */
  limit?: number;
}

/** What happened in the mesh since the session began, and the mesh as it was at any time of it. */
export class Timeline {
  readonly #options: TimelineOptions;
  readonly #entries = new TimelineEntries();
  readonly #history: History;
  readonly #recorder: MeshRecorder;
  readonly #guards: Guard[];
  #timer: Guard | null = null;

  constructor(options: TimelineOptions) {
    const { node, clock, network, limit } = options;
    this.#options = options;
    this.#history = new History(clock.now(), limit);
    this.#recorder = new MeshRecorder(network, this.#history);
    this.#recorder.flush(clock.now());
    this.#guards = [
      node.on('up', (event) => this.#node(event.node)),
      node.on('down', (event) => this.#node(event.node)),
    ];
  }

  /** `seq` of the oldest entry that is kept. */
  get from(): number {
    return this.#entries.from;
  }

  /** Estimated size of the past in memory, octets. */
  get octets(): number {
    return this.#history.octets;
  }

  /** The mesh changed. Cheap: call it as often as you like. */
  touch(): void {
    this.#timer ??= this.#options.clock.after(TIMELINE_STEP, () => {
      this.#timer = null;
      this.#flush();
    });
  }

  /** Causes came, went, or changed. */
  causes(current: readonly CauseView[], { at, appeared, gone }: CauseChange): void {
    this.#recorder.causes(current, at);
    for (const cause of gone) this.#entries.add(causeEntry('repair', cause, at));
    for (const cause of appeared) this.#entries.add(causeEntry('cause', cause, at));
    this.#changed();
  }

  /**
   * The mesh as it was.
   * @param time Unix ms; when it isn't kept any more the oldest state that is
   */
  at(time: number): TimelineState {
    if (time >= this.#options.clock.now()) this.#flush();
    const { at, state } = this.#history.at(time);
    return { at, ...viewOf(state) };
  }

  /** All entries are to be told anew. */
  rewind(): void {
    this.#entries.rewind();
  }

  /** Entries that were not told yet, oldest first; bounded, so there may be more. */
  take(): TimelineEntry[] {
    return this.#entries.take();
  }

  /** {@link from}, when it isn't what was told last; else `null`. */
  takeFrom(): number | null {
    return this.#entries.takeFrom();
  }

  dispose(): void {
    for (const guard of this.#guards) guard.dispose();
    this.#timer?.dispose();
    this.#timer = null;
  }

  #node(id: NodeId): void {
    const now = this.#options.clock.now();
    const view = this.#recorder.node(id, now);
    if (view?.state === 'up') this.#entries.add(upEntry(id, now));
    if (view?.state === 'down') this.#entries.add(downEntry(id, view.reason, now));
    this.#changed();
  }

  #flush(): void {
    const now = this.#options.clock.now();
    const groups = this.#recorder.flush(now);
    for (const entry of groupEntries(groups, now)) this.#entries.add(entry);
    this.#changed();
  }

  #changed(): void {
    this.#entries.dropBefore(this.#history.from);
    this.#options.onChange();
  }
}

/**
 * What is measured again and again is not kept: a round trip that happened to be there when something
 * else changed is not that of the moment.
 */
function withoutMeasured(node: NodeView): NodeView {
  if (node.state !== 'up') return node;
  return { ...node, ...UNMEASURED, silentSince: node.silentSince };
}

function viewOf(state: MeshState): Pick<TimelineState, 'network' | 'causes'> {
  const { nodes, reports, groups, causes } = state;
  return {
    network: {
      full: true,
      nodes: Array.from(nodes.values(), withoutMeasured),
      goneNodes: [],
      reports: [...reports.values()],
      goneReports: [],
      groups: [...groups.values()],
      goneGroups: [],
      latencies: [],
    },
    causes,
  };
}
