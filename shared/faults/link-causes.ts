import { slowLinks } from '../latency.ts';
import type { RoundTrips, SlowLink } from '../latency.ts';
import type { NodeId } from '../ids.ts';
import { medianOf } from '../reference.ts';
import type { PrimaryGroups } from '../primary-groups.ts';
import type { Evidence, LinkFault } from './evidence.ts';
import { explain } from './explain.ts';
import type { Draft } from './node-causes.ts';
import type { Explanation, Terrain } from './terrain.ts';
import { brokenWords, singleWords, slowNodeWords, slowSingleWords } from './link-words.ts';

/** Harm of a link: a missing one carries nothing, a half one something now and then, a slow one all. */
const DAMAGE = { missing: 1, half: 0.75, slow: 0.25 } as const;
/** A node is to blame when it has the fault on more than this part of its links. */
const NODE_PART = 0.5;

/** Half and missing links, by what explains them. */
export function brokenCauses(
  faults: readonly LinkFault[],
  evidence: Evidence,
  primary: PrimaryGroups,
): Draft[] {
  const { explanations, rest } = explain(faults, {
    ...terrainOf(evidence, primary),
    possible: evidence.possible,
    sureLinks: 1,
    sides: true,
  });
  return [
    ...explanations.map((each) => explainedDraft(each, evidence)),
    ...rest.map((fault) => singleDraft(fault, evidence)),
  ];
}

/** Slow links, by what explains them. */
export function slowCauses(
  measured: RoundTrips,
  evidence: Evidence,
  primary: PrimaryGroups,
  silent: ReadonlySet<number>,
): Draft[] {
  const places = evidence.places;
  const slow = new Map<LinkFault, SlowLink>();
  for (const link of slowLinks(measured, primary)) {
    const a = places.get(link.a);
    const b = places.get(link.b);
    if (a === undefined || b === undefined || silent.has(a) || silent.has(b)) continue;
    slow.set({ a, b, state: 'slow', denier: null }, link);
  }
  if (slow.size === 0) return [];
  const faults = [...slow.keys()].sort((one, other) => one.a - other.a || one.b - other.b);
  const { explanations, rest } = explain(faults, {
    ...terrainOf(evidence, primary),
    possible: measuredLinks(measured, evidence),
    sureLinks: 0,
    sides: false,
  });
  const linkOf = (fault: LinkFault): SlowLink => slow.get(fault) as SlowLink;
  return [
    ...explanations.map((each) => slowNodeDraft(each, evidence, each.faults.map(linkOf))),
    ...rest.map((fault) => ({
      ...singleDraft(fault, evidence),
      ...slowSingleWords(linkOf(fault)),
    })),
  ];
}

function terrainOf(
  evidence: Evidence,
  primary: PrimaryGroups,
): Pick<Terrain, 'count' | 'groupOf' | 'listens' | 'nodePart'> {
  return {
    count: evidence.nodes.length,
    groupOf: evidence.nodes.map(({ id }) => primary.get(id)),
    listens: evidence.listens,
    nodePart: NODE_PART,
  };
}

function measuredLinks(measured: RoundTrips, { places, nodes }: Evidence): Int32Array {
  const links = new Int32Array(nodes.length);
  measured.linkCounts().forEach((count, place) => {
    links[places.get(measured.nodes[place] as NodeId) ?? -1] = count;
  });
  return links;
}

function explainedDraft(explanation: Explanation, evidence: Evidence): Draft {
  const { kind, faults, groups } = explanation;
  const idsOf = (places: readonly number[]): NodeId[] =>
    places.map((place) => idAt(evidence, place));
  const nodes = idsOf(explanation.nodes);
  const inside = explanation.nodes[0] === explanation.others[0];
  const others = inside ? [] : idsOf(explanation.others);
  const words = brokenWords(explanation, { nodes, others, count: evidence.nodes.length });
  const kinds = { node: 'node-cut-off', groups: 'groups-cut', block: 'partition' } as const;
  const subject =
    kind === 'groups' ? groups.map((name) => `${name.length} ${name}`).join(' ') : nodes[0];
  return {
    id: `${kinds[kind]}:${subject}`,
    kind: kinds[kind],
    nodes,
    others,
    groups,
    linkCount: faults.length,
    linksPossible: explanation.possible,
    damage: damageOf(faults),
    ...words,
    linksOf: (limit) => linksOf(faults, evidence, limit),
  };
}

function slowNodeDraft(
  explanation: Explanation,
  evidence: Evidence,
  links: readonly SlowLink[],
): Draft {
  const { faults, possible } = explanation;
  const node = idAt(evidence, explanation.nodes[0] as number);
  const factor = medianOf(links.map(({ roundTrip, expected }) => roundTrip / expected));
  return {
    id: `node-slow:${node}`,
    kind: 'node-slow',
    nodes: [node],
    others: [],
    groups: [],
    linkCount: faults.length,
    linksPossible: possible,
    damage: damageOf(faults),
    ...slowNodeWords(node, faults.length, possible, factor),
    linksOf: (limit) => linksOf(faults, evidence, limit),
  };
}

function singleDraft(fault: LinkFault, evidence: Evidence): Draft {
  const a = idAt(evidence, fault.a);
  const b = idAt(evidence, fault.b);
  const kind = `link-${fault.state}` as const;
  return {
    // No node ID has a semicolon.
    id: `${kind}:${a};${b}`,
    kind,
    nodes: [a, b],
    others: [],
    groups: [],
    linkCount: 1,
    linksPossible: 1,
    damage: DAMAGE[fault.state],
    ...singleWords(fault, evidence),
    linksOf: () => [[a, b]],
  };
}

function damageOf(faults: readonly LinkFault[]): number {
  return faults.reduce((sum, { state }) => sum + DAMAGE[state], 0);
}

function linksOf(
  faults: readonly LinkFault[],
  evidence: Evidence,
  limit: number,
): [NodeId, NodeId][] {
  return faults.slice(0, limit).map(({ a, b }) => [idAt(evidence, a), idAt(evidence, b)]);
}

function idAt({ nodes }: Evidence, place: number): NodeId {
  return (nodes[place] as Evidence['nodes'][number]).id;
}
