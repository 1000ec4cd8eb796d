import type { MeshSnapshot } from '../../shared/causes.ts';
import type { NodeId } from '../../shared/ids.ts';
import { portIdOf } from '../../shared/ids.ts';
import type { GroupView, LatencyView, NodeView, ReportView } from '../../shared/mesh.ts';
import { POSTURE } from './posture.ts';

/** Unix ms of a snapshot; all nodes have been up for a minute. */
export const NOW = 1_700_000_000_000;
const SINCE = NOW - 60_000;

export interface ModelOptions {
  /** All nodes, our own (`me`) included. */
  nodes: number;
  /** Names of groups; node i is in the i-th, round about. Our own node is in none. `[]` = no groups. */
  groups?: readonly string[];
  /** Round trip of two nodes by their number, ms; `null` = not measured. */
  roundTrip?: (one: number, other: number) => number | null;
}

/** A mesh that is whole until it is broken on purpose. Nodes are numbers; 0 is our own, `me`. */
export class MeshModel {
  readonly ids: NodeId[];
  readonly nodes: NodeView[];
  /** What each node claims of each other. */
  readonly #claims: Set<number>[];
  readonly #at: number[];
  readonly groups: readonly string[];
  readonly #roundTrip: (one: number, other: number) => number | null;
  readonly #slow = new Map<string, number>();

  constructor({ nodes: count, groups = ['fra', 'lon', 'nyc'], roundTrip }: ModelOptions) {
    const all = Array.from({ length: count }, (_, index) => index);
    this.groups = groups;
    this.ids = all.map((index) => this.#nameOf(index));
    this.#roundTrip = roundTrip ?? (() => 1);
    this.nodes = all.map((index) => this.#node(index));
    this.#claims = all.map((index) => new Set(all.filter((other) => other !== index)));
    this.#at = all.map(() => NOW - 1_000);
  }

  /** Numbers of the members of a group. */
  members(group: string): number[] {
    return this.ids.flatMap((_, index) => (this.#groupOf(index) === group ? [index] : []));
  }

  /** Neither of the two has a link to the other. */
  cut(one: number, other: number): void {
    this.deny(one, other);
    this.deny(other, one);
  }

  /** `one` says that it has no link to `other`. */
  deny(one: number, other: number): void {
    this.#claims[one]?.delete(other);
  }

  claim(one: number, other: number): void {
    this.#claims[one]?.add(other);
  }

  down(index: number, reason = 'connection reset'): void {
    this.#lose(index, { ...this.#facts(index), state: 'down', since: NOW - 10_000, reason });
  }

  absent(index: number): void {
    this.#lose(index, { ...this.#facts(index), expected: true, state: 'absent' });
  }

  /** Only we lost it; the others still see it. */
  heard(index: number): void {
    this.nodes[index] = { ...this.#facts(index), state: 'heard' };
    this.deny(0, index);
  }

  silent(index: number): void {
    this.#change(index, { silentSince: NOW - 8_000 });
  }

  unbound(...indices: number[]): void {
    for (const index of indices) {
      this.#change(index, { addresses: [] });
      for (const other of indices) if (other !== index) this.deny(index, other);
    }
  }

  since(index: number, since: number): void {
    this.#change(index, { since });
  }

  /** When its claim arrived. */
  reportedAt(index: number, at: number): void {
    this.#at[index] = at;
  }

  /** Adds to the round trip of two nodes. */
  slow(one: number, other: number, more: number): void {
    this.#slow.set(keyOf(one, other), more);
  }

  slowNode(index: number, more: number): void {
    this.ids.forEach((_, other) => other !== index && this.slow(index, other, more));
  }

  snapshot(): MeshSnapshot {
    const nodes = this.nodes.map((node, index) =>
      node.state === 'up' ? { ...node, roundTrip: this.#measured(0, index) } : node,
    );
    return {
      now: NOW,
      nodes,
      reports: this.#reports(),
      groups: this.#groupViews(),
      latencies: this.#latencies(),
      heardSince: new Map(this.ids.map((id) => [id, NOW - 30_000])),
    };
  }

  #reports(): Map<NodeId, ReportView> {
    const reports = new Map<NodeId, ReportView>();
    this.ids.forEach((node, index) => {
      if (!this.#isUp(index)) return;
      const peers = [...(this.#claims[index] ?? [])].map((peer) => this.ids[peer] as NodeId);
      reports.set(node, { node, peers, at: this.#at[index] ?? 0, flaws: null });
    });
    return reports;
  }

  #groupViews(): Map<string, GroupView> {
    return new Map(
      this.groups.map((name) => [
        name,
        {
          name,
          ports: this.members(name).map((index) => portIdOf(this.ids[index] as NodeId, 'p.a')),
        },
      ]),
    );
  }

  #latencies(): LatencyView[] {
    const latencies: LatencyView[] = [];
    for (let a = 1; a < this.ids.length; a++) {
      for (let b = a + 1; b < this.ids.length; b++) {
        const roundTrip = this.#isUp(a) && this.#isUp(b) ? this.#measured(a, b) : null;
        if (roundTrip === null) continue;
        const [one, other] = [this.ids[a] as NodeId, this.ids[b] as NodeId].sort();
        latencies.push({ a: one as NodeId, b: other as NodeId, roundTrip, at: NOW - 2_000 });
      }
    }
    return latencies;
  }

  #measured(one: number, other: number): number | null {
    const base = this.#roundTrip(one, other);
    return base === null ? null : base + (this.#slow.get(keyOf(one, other)) ?? 0);
  }

  #lose(index: number, view: NodeView): void {
    this.nodes[index] = view;
    for (const claims of this.#claims) claims.delete(index);
  }

  #change(index: number, fields: object): void {
    this.nodes[index] = { ...(this.nodes[index] as NodeView), ...fields };
  }

  #isUp(index: number): boolean {
    const state = this.nodes[index]?.state;
    return state === 'up' || state === 'self';
  }

  #groupOf(index: number): string | undefined {
    return index === 0 ? undefined : this.groups[index % this.groups.length];
  }

  #nameOf(index: number): NodeId {
    const name = `${this.#groupOf(index) ?? 'node'}-${String(index).padStart(2, '0')}`;
    return (index === 0 ? 'me' : name) as NodeId;
  }

  #facts(index: number) {
    const addresses = [`10.0.0.${index}:4040`];
    const id = this.ids[index] as NodeId;
    return { id, seed: index === 1, addresses, provider: 'AE-1.30', expected: false };
  }

  #node(index: number): NodeView {
    const facts = this.#facts(index);
    if (index === 0) return { ...facts, state: 'self', since: SINCE };
    const measured = { roundTrip: null, clockOffset: 0, silentSince: null };
    return { ...facts, state: 'up', since: SINCE, link: POSTURE, ...measured };
  }
}

function keyOf(one: number, other: number): string {
  return one < other ? `${one} ${other}` : `${other} ${one}`;
}
