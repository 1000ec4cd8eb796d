import type { PushPart } from '../../../electron/ipc/publisher.ts';
import { Latencies } from '../../../electron/observe/latencies.ts';
import type { PassedMessages, Push } from '../../../shared/contract.ts';
import type { NodeId } from '../../../shared/ids.ts';
import type { NetworkChange, NodeView, ReportView } from '../../../shared/mesh.ts';
import type { MeshOptions } from './mesh.ts';
import { meshOf, nameOf, NO_CHANGE, nodeAt, OWN_NODE, reportAt } from './mesh.ts';

const EMPTY: MeshOptions = { nodes: 1, links: true };

/** News that nobody measured, told in the way of the real ones: what stands between a node and the window. */
export class Feed implements PushPart {
  readonly #onChange: () => void;
  #options: MeshOptions = EMPTY;
  /** Nodes by number that are away for the moment. */
  readonly #away = new Set<number>();
  #full: NetworkChange | null = null;
  /** Told some at a time. */
  #latencies = new Latencies();
  readonly #nodes = new Map<number, NodeView | null>();
  readonly #reports = new Map<number, ReportView>();
  readonly #passed = new Map<NodeId, PassedMessages>();
  #talked = 0;
  #surveyed = 0;

  /** @param onChange called when there is something to take */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Another mesh in the place of this one. */
  show(options: MeshOptions): void {
    this.prepare(options)();
  }

  /** Like {@link show}, in two steps. @returns what shows it */
  prepare(options: MeshOptions): () => void {
    const [full, latencies] = inventMesh(options);
    return () => {
      this.#options = options;
      this.#away.clear();
      this.#nodes.clear();
      this.#reports.clear();
      this.#full = full;
      this.#latencies = latencies;
      this.#onChange();
    };
  }

  /** So many messages between this node and all others. */
  talk(count: number): void {
    for (let index = 0; index < count; index++) this.#message();
    this.#onChange();
  }

  /** One node goes, or one comes back; what it says of its connections with it. */
  churn(index: number): void {
    if (this.#away.delete(index)) {
      this.#nodes.set(index, nodeAt(index));
      this.#report(index);
    } else {
      this.#away.add(index);
      this.#nodes.set(index, null);
      this.#reports.delete(index);
    }
    this.#report(0);
    this.#onChange();
  }

  /** The next nodes answer the survey: they say what they are connected to now. */
  survey(count: number): void {
    for (let answer = 0; answer < count; answer++) {
      this.#surveyed = (this.#surveyed + 1) % this.#options.nodes;
      if (!this.#away.has(this.#surveyed)) this.#report(this.#surveyed);
    }
    this.#onChange();
  }

  takeAll(): Push {
    [this.#full, this.#latencies] = inventMesh(this.#options);
    return {
      session: {
        phase: 'running',
        nodeId: OWN_NODE,
        profile: 'bench',
        rc: null,
        listeners: ['127.0.0.1:4040'],
        seeds: [],
        since: Date.now(),
        demo: null,
        warnings: [],
      },
      log: [],
      rates: { in: 0, out: 0 },
      causes: [],
      probing: true,
      ...this.takeChange(),
    };
  }

  takeChange(): Push {
    const push: Push = {};
    const network = this.#takeNetwork();
    if (network) push.network = network;
    if (this.#passed.size > 0) push.passed = [...this.#passed.values()];
    this.#passed.clear();
    return push;
  }

  #takeNetwork(): NetworkChange | null {
    const latencies = this.#latencies.take();
    // What doesn't fit follows.
    if (this.#latencies.pending) this.#onChange();
    const full = this.#full;
    this.#full = null;
    if (full) return { ...full, latencies };
    const news = this.#nodes.size + this.#reports.size + latencies.length;
    if (news === 0) return null;
    const changed = [...this.#nodes.values()].filter((node) => node !== null);
    const gone = [...this.#nodes].flatMap(([index, node]) => (node ? [] : [nameOf(index)]));
    const reports = [...this.#reports.values()];
    this.#nodes.clear();
    this.#reports.clear();
    return {
      ...NO_CHANGE,
      nodes: changed,
      goneNodes: gone,
      reports,
      goneReports: gone,
      latencies,
    };
  }

  #report(index: number): void {
    const { nodes } = this.#options;
    this.#reports.set(
      index,
      reportAt(index, nodes, (other) => !this.#away.has(other)),
    );
  }

  #message(): void {
    this.#talked += 1;
    const peer = nameOf(1 + (this.#talked % (this.#options.nodes - 1)));
    const passed = this.#passed.get(peer) ?? { peer, in: 0, out: 0 };
    passed[this.#talked % 2 === 0 ? 'in' : 'out'] += 1;
    this.#passed.set(peer, passed);
  }
}

/** A whole mesh, and the latencies of it, of which only so many are told at once. */
function inventMesh(options: MeshOptions): [NetworkChange, Latencies] {
  const full = meshOf(options);
  const latencies = new Latencies();
  for (const { a, b, roundTrip, at } of full.latencies) latencies.set(a, b, roundTrip, at);
  return [full, latencies];
}
