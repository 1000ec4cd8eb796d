import type { NodeId } from '../../shared/ids.ts';
import { Expectations, roundTrips } from '../../shared/latency.ts';
import { primaryGroups } from '../../shared/primary-groups.ts';
import { network } from './network.svelte.ts';

/** How far two nodes are from each other, and how far they should be. */
export interface Distance {
  /** Measured round trip, ms; `null` = not measured. */
  roundTrip: number | null;
  /** What is to be expected between their groups, ms; `null` = nothing to compare with. */
  expected: number | null;
  /** Measured and longer than can be explained. */
  slow: boolean;
}

class Distances {
  #expectations = $derived(
    new Expectations(
      roundTrips(network.nodes.values(), network.latencies),
      primaryGroups(new Set(network.nodes.keys()), network.groups),
    ),
  );

  /** Measured round trip between any two nodes that are up, ms; `null` = not measured. */
  roundTrip(one: NodeId, other: NodeId): number | null {
    const { self } = network;
    // What we measured of our own links is newer than what anybody else could tell.
    if (one === self || other === self) return this.#own(one === self ? other : one);
    return network.latencies.between(one, other)?.roundTrip ?? null;
  }

  between(one: NodeId, other: NodeId): Distance {
    const roundTrip = this.roundTrip(one, other);
    const slow = roundTrip !== null && roundTrip > this.#expectations.limit(one, other);
    return { roundTrip, expected: this.#expectations.of(one, other), slow };
  }

  #own(peer: NodeId): number | null {
    const node = network.nodes.get(peer);
    return node?.state === 'up' ? node.roundTrip : null;
  }
}

/** Round trips of the mesh that is shown. Nothing is computed while nobody reads it. */
export const distances = new Distances();
