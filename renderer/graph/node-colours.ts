import type { LinkPosture, NodeView } from '../../shared/mesh.ts';
import { tripShare } from './measured.ts';
import type { TripScale } from './measured.ts';

/** What the colour of a node tells. */
export type ColourBy = 'group' | 'state' | 'roundTrip' | 'posture' | 'software';

/** The choices in the order to offer them, with the words for them. */
export const COLOUR_CHOICES: readonly { name: ColourBy; label: string }[] = [
  { name: 'group', label: 'Group' },
  { name: 'state', label: 'State' },
  { name: 'roundTrip', label: 'Round trip' },
  { name: 'posture', label: 'Encryption' },
  { name: 'software', label: 'Software' },
];

/**
 * A colour by its meaning; `markColour` in palette.ts makes it one of the theme: `g0` … a tint,
 * `t0` … `t4` near to far, else a token.
 */
export type ColourKey =
  | `g${number}`
  | `t${number}`
  | 'loose'
  | 'own'
  | 'up'
  | 'down'
  | 'degraded'
  | 'muted';

/** A sign inside the node, so that it isn't told by its colour alone; `null` = none. */
export type NodeSign = 'dot' | 'bar' | 'cross' | 'ring' | null;

/** How one node looks. */
export interface NodeLook {
  colour: ColourKey;
  sign: NodeSign;
}

/** A line of the legend: what a colour (and sign) means, and how many nodes have it. */
export interface LegendEntry extends NodeLook {
  label: string;
  count: number;
}

/** Kinds of software told apart; further ones share a colour. */
const MOST_SOFTWARE = 7;

const SIGNS: readonly NodeSign[] = [null, 'dot', 'bar', 'cross', 'ring'];

/** Steps of the scale of round trips. */
export const TRIP_STEPS = 5;

/** Gives every node its look, and says what the looks mean. By groups there is no entry: arcs and hulls tell. */
export class NodeColouring {
  readonly #lookOf: (node: NodeView) => Labelled;
  readonly #by: ColourBy;

  /**
   * @param nodes those that are drawn
   * @param scale of round trips
   */
  constructor(by: ColourBy, nodes: Iterable<NodeView>, scale: TripScale) {
    this.#by = by;
    if (by === 'state') this.#lookOf = lookOfState;
    else if (by === 'roundTrip') this.#lookOf = (node) => lookOfTrip(node, scale);
    else if (by === 'posture') this.#lookOf = lookOfPosture;
    else {
      const known = softwareOf(nodes);
      this.#lookOf = (node) => lookOfSoftware(node, known);
    }
  }

  /** The look of one node, of tint `tint` (-1 = no group). */
  look(node: NodeView, tint: number): NodeLook {
    if (this.#by === 'group') return { colour: tint < 0 ? 'loose' : `g${tint}`, sign: null };
    const { colour, sign } = this.#lookOf(node);
    return { colour, sign };
  }

  /** What the colours mean, in their own order, those that occur only. */
  legend(nodes: Iterable<NodeView>): LegendEntry[] {
    if (this.#by === 'group') return [];
    const entries = new Map<string, LegendEntry & { order: number }>();
    for (const node of nodes) {
      const look = this.#lookOf(node);
      const entry = entries.get(look.label);
      if (entry) entry.count += 1;
      else entries.set(look.label, { ...look, count: 1 });
    }
    return [...entries.values()]
      .sort((one, other) => one.order - other.order)
      .map(({ label, colour, sign, count }) => ({ label, colour, sign, count }));
  }
}

type Labelled = NodeLook & { label: string; order: number };

function lookOfState(node: NodeView): Labelled {
  const look = (
    label: string,
    colour: ColourKey,
    order: number,
    sign: NodeSign = null,
  ): Labelled => ({ label, colour, sign, order });
  switch (node.state) {
    case 'self':
      return look('This node', 'own', 0);
    case 'up':
      return node.silentSince === null ? look('Up', 'up', 1) : look('Silent', 'degraded', 2);
    case 'down':
      return look('Down', 'down', 3);
    case 'absent':
      return look('Absent', 'down', 4, 'cross');
    case 'heard':
      return look('Only heard of', 'muted', 5);
  }
}

function lookOfTrip(node: NodeView, scale: TripScale): Labelled {
  const none: Labelled = { label: 'Not measured', colour: 'muted', sign: 'cross', order: 99 };
  if (node.state === 'self') return { ...none, label: 'This node', colour: 'own', sign: null };
  if (node.state !== 'up' || node.roundTrip === null) return none;
  const step = Math.min(TRIP_STEPS - 1, Math.floor(tripShare(scale, node.roundTrip) * TRIP_STEPS));
  return { label: stepLabel(scale, step), colour: `t${step}`, sign: null, order: step };
}

/** `< 2 ms`, `2 – 5 ms`, `≥ 40 ms`. */
function stepLabel({ low, high }: TripScale, step: number): string {
  const edge = (at: number) => milliseconds(Math.exp(low + ((high - low) * at) / TRIP_STEPS));
  if (step === 0) return `< ${edge(1)} ms`;
  if (step === TRIP_STEPS - 1) return `≥ ${edge(step)} ms`;
  return `${edge(step)} – ${edge(step + 1)} ms`;
}

/** Whole milliseconds from 10 on, two digits below. */
export function milliseconds(ms: number): string {
  return ms >= 10 ? String(Math.round(ms)) : Number(ms.toPrecision(2)).toString();
}

function lookOfPosture(node: NodeView): Labelled {
  if (node.state === 'self') return { label: 'This node', colour: 'own', sign: null, order: 9 };
  if (node.state !== 'up') return { label: 'No connection', colour: 'muted', sign: null, order: 8 };
  return postureLook(node.link);
}

function postureLook(link: LinkPosture): Labelled {
  const usesClearText = link.authSent === 'cleartext' || link.authReceived === 'cleartext';
  if (usesClearText) {
    return { label: 'Secret in clear text', colour: 'down', sign: 'cross', order: 3 };
  }
  if (link.untrusted) {
    return { label: 'Unproven identity', colour: 'degraded', sign: 'bar', order: 2 };
  }
  if (link.encrypted) return { label: 'Encrypted', colour: 'up', sign: null, order: 0 };
  return { label: 'Not encrypted', colour: 'g3', sign: 'dot', order: 1 };
}

/** Names of software by how often they occur; the most frequent first. */
function softwareOf(nodes: Iterable<NodeView>): string[] {
  const counts = new Map<string, number>();
  for (const { provider } of nodes) {
    if (provider !== null) counts.set(provider, (counts.get(provider) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, MOST_SOFTWARE)
    .map(([name]) => name);
}

function lookOfSoftware({ provider }: NodeView, known: readonly string[]): Labelled {
  if (provider === null) return { label: 'Not told', colour: 'muted', sign: null, order: 98 };
  const order = known.indexOf(provider);
  if (order < 0) return { label: 'Other', colour: 'loose', sign: 'ring', order: 97 };
  return { label: provider, colour: `g${order}`, sign: SIGNS[order % SIGNS.length] ?? null, order };
}
