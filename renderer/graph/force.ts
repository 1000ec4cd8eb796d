import { forceCollide, forceManyBody, forceSimulation, forceX, forceY, randomLcg } from 'd3';
import type { Simulation, SimulationNodeDatum } from 'd3';
import type { NodeId } from '../../shared/ids.ts';
import { FULL_TURN, polar } from './points.ts';
import type { Point } from './points.ts';
import type { Sector } from './sectors.ts';

/** Distance that two nodes keep at least, in world units. */
export const NODE_DISTANCE = 52;

/** Free space between two clusters. */
const CLUSTER_GAP = 100;

/** Ticks to rest: from nowhere, and when nearly all nodes stay where they were. */
const TICKS_FROM_NOWHERE = 160;
const TICKS_FROM_REST = 70;

/** Strength at the start; a mesh at rest is only nudged. */
const ALPHA_FROM_NOWHERE = 1;
const ALPHA_FROM_REST = 0.25;

/** Any number will do, as long as it is always the same: equal input gives equal pictures. */
const SEED = 0.4711;

interface Body extends SimulationNodeDatum {
  id: NodeId;
  home: Point;
  x: number;
  y: number;
}

/**
 * Nodes as clusters by group. Links take no part: in a full mesh springs pull everything the same way
 * and tell nothing. Work is done in slices, so that a frame is never blocked; the result depends on
 * the input alone, not on how the work was sliced.
 */
export class ForceSettling {
  readonly #bodies: Body[];
  readonly #simulation: Simulation<Body, undefined>;
  #ticksLeft: number;

  /**
   * @param sectors who belongs together
   * @param before where nodes were: they start there and hardly move
   */
  constructor(sectors: readonly Sector[], before: ReadonlyMap<NodeId, Point> = new Map()) {
    this.#bodies = bodiesOf(sectors, before);
    const known = this.#bodies.filter((body) => before.has(body.id)).length;
    const fromRest = known > 0 && known >= this.#bodies.length / 2;
    const ticks = fromRest ? TICKS_FROM_REST : TICKS_FROM_NOWHERE;
    this.#ticksLeft = this.#bodies.length > 1 ? ticks : 0;
    this.#simulation = forceSimulation(this.#bodies)
      .stop()
      .randomSource(randomLcg(SEED))
      .alpha(fromRest ? ALPHA_FROM_REST : ALPHA_FROM_NOWHERE)
      .alphaDecay(1 - 0.004 ** (1 / ticks))
      .velocityDecay(0.45)
      .force(
        'apart',
        forceManyBody<Body>()
          .strength(-40)
          .distanceMax(NODE_DISTANCE * 5),
      )
      .force(
        'collide',
        forceCollide<Body>(NODE_DISTANCE / 2)
          .strength(0.9)
          .iterations(2),
      )
      .force('x', forceX<Body>((body) => body.home.x).strength(0.14))
      .force('y', forceY<Body>((body) => body.home.y).strength(0.14));
  }

  /** Whether nothing is left to do. */
  get settled(): boolean {
    return this.#ticksLeft === 0;
  }

  /**
   * Works for about `budget` milliseconds, at least one tick.
   * @param now a clock in milliseconds
   * @returns whether the layout is at rest
   */
  work(budget: number, now: () => number): boolean {
    const end = now() + budget;
    while (this.#ticksLeft > 0) {
      this.#simulation.tick();
      this.#ticksLeft -= 1;
      if (now() >= end) break;
    }
    return this.settled;
  }

  /** Where the nodes are now. */
  points(): Map<NodeId, Point> {
    return new Map(this.#bodies.map(({ id, x, y }) => [id, { x, y }]));
  }
}

function bodiesOf(sectors: readonly Sector[], before: ReadonlyMap<NodeId, Point>): Body[] {
  const homes = clusterHomes(sectors);
  return sectors.flatMap((sector, index) => {
    const home = homes[index] as Point;
    return sector.members.map((id, place) => {
      const start = before.get(id) ?? startOf(place, home);
      return { id, home, x: start.x, y: start.y };
    });
  });
}

/** A spiral of equal spacing around home (phyllotaxis): dense, and no two nodes in one place. */
function startOf(place: number, home: Point): Point {
  const goldenAngle = Math.PI * (3 - Math.sqrt(5));
  return polar(place * goldenAngle, (NODE_DISTANCE / 2) * Math.sqrt(place), home);
}

/** Centres of the clusters, on a ring just large enough that they don't touch. */
function clusterHomes(sectors: readonly Sector[]): Point[] {
  if (sectors.length === 1) return [{ x: 0, y: 0 }];
  const widths = sectors.map((sector) => 2 * clusterRadius(sector.members.length) + CLUSTER_GAP);
  const total = widths.reduce((sum, width) => sum + width, 0);
  // Neighbours are a chord apart, which is shorter than the arc: with few clusters that matters.
  const radius = Math.max(total / FULL_TURN, Math.max(...widths) / 1.6);
  let reached = 0;
  return widths.map((width) => {
    const angle = ((reached + width / 2) / total) * FULL_TURN;
    reached += width;
    return polar(angle, radius);
  });
}

function clusterRadius(members: number): number {
  return (NODE_DISTANCE / 2) * Math.sqrt(members) * 1.15;
}
