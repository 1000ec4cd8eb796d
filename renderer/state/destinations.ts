import { isNodeId, isPortId, MAX_PORT_ID_LENGTH, nodeOf, portNameOf } from '../../shared/ids.ts';
import type { NodeId, PortId } from '../../shared/ids.ts';
import type { GroupView, NodeView } from '../../shared/mesh.ts';
import type { DestinationSpec } from '../../shared/hand.ts';
import { counted } from './format.ts';
import { shown } from './text.ts';

/** Where a message goes. */
export type Destination = DestinationSpec;

/** A destination that was used before, or is saved. */
export interface Remembered {
  destination: Destination;
  /** From where it is known: `sent before`, `saved as job`. */
  note: string;
}

/** One line of the list that the destination field offers. */
export interface Offer {
  /** Different for every offer. */
  key: string;
  destination: Destination;
  /** What it is: `node port`, `port of chat`, `any one`, `all`. */
  what: string;
  /** Facts beside it: state of the node, size of the group. */
  note: string;
}

/** What the offers are made from. */
export interface KnownMesh {
  nodes: ReadonlyMap<NodeId, NodeView>;
  groups: ReadonlyMap<string, GroupView>;
}

/** Offers shown at once: more than this asks for another letter, not for scrolling. */
export const MAX_OFFERS = 60;
/** Of those used before, when nothing is searched. */
const MAX_REMEMBERED = 5;

/** The name of a destination, fit for the screen: names from the network may hold anything. */
export function destinationName(destination: Destination): string {
  if (destination.kind === 'port') return shown(destination.port, MAX_PORT_ID_LENGTH);
  const name = shown(destination.name);
  return destination.which === 'all' ? `all of ${name}` : `any of ${name}`;
}

/** Whether it is the node port: what goes there is a service of the node, not an application. */
export function isNodePort(destination: Destination): boolean {
  return destination.kind === 'port' && portNameOf(destination.port) === '';
}

/**
 * The destinations that hold `text`, best first; with no text what was used before, the groups, then the
 * nodes.
 * A port ID that nobody told us of is offered as it stands when it is well formed.
 */
export function searchDestinations(
  mesh: KnownMesh,
  text: string,
  remembered: readonly Remembered[] = [],
): Offer[] {
  const wanted = text.trim().toLowerCase();
  const offers = [
    ...rememberedOffers(mesh, remembered, wanted),
    ...groupOffers(mesh),
    ...nodeOffers(mesh),
    ...portOffers(mesh),
  ];
  const fitting = offers.filter((offer) => searchText(offer).includes(wanted));
  if (wanted !== '') fitting.sort((x, y) => rank(x, wanted) - rank(y, wanted));
  const found = withoutDoubles(fitting);
  const pasted = pastedOffer(mesh, text.trim(), found);
  if (!pasted) return found.slice(0, MAX_OFFERS);
  // `NODE#` is the node port, but mostly the way to one of the ports of that node.
  const unfinished = isNodePort(pasted.destination) && found.length > 0;
  return (unfinished ? [...found, pasted] : [pasted, ...found]).slice(0, MAX_OFFERS);
}

/** The ports that a destination names at this moment. */
export function reachOf(
  destination: Destination | null,
  groups: ReadonlyMap<string, GroupView>,
): readonly PortId[] {
  if (!destination) return [];
  if (destination.kind === 'port') return [destination.port];
  return groups.get(destination.name)?.ports ?? [];
}

/** How many ports on how many nodes a message reaches: `7 ports on 4 nodes, 1 of them down`. */
export function fanOut(
  ports: readonly PortId[],
  nodes: ReadonlyMap<NodeId, NodeView> = new Map(),
): string {
  const on = new Set(ports.map((port) => nodeOf(port)));
  const down = [...on].filter((id) => nodes.get(id)?.state === 'down').length;
  const all = `${counted(ports.length, 'port')} on ${counted(on.size, 'node')}`;
  if (down === 0) return all;
  return on.size === 1 ? `${all} that is down` : `${all}, ${down} of them down`;
}

/** Whether two destinations are the same. */
export function sameDestination(x: Destination, y: Destination): boolean {
  return keyOf(x) === keyOf(y);
}

function rememberedOffers(
  mesh: KnownMesh,
  remembered: readonly Remembered[],
  wanted: string,
): Offer[] {
  const groupsOf = groupNames(mesh);
  const offers = remembered.map(({ destination, note }) => {
    const gone = isGone(mesh, destination);
    return {
      key: `remembered ${keyOf(destination)}`,
      destination,
      what: gone ? 'gone now' : 'used before',
      // What is true now comes first: the column is narrow.
      note: gone ? note : `${factsOf(mesh, destination, groupsOf)} · ${note}`,
    };
  });
  return wanted === '' ? withoutDoubles(offers).slice(0, MAX_REMEMBERED) : offers;
}

/** What the other offers say of a destination: size of the group, groups of the port, state of the node. */
function factsOf(mesh: KnownMesh, destination: Destination, groupsOf: GroupNames): string {
  if (destination.kind === 'group') {
    return fanOut(mesh.groups.get(destination.name)?.ports ?? [], mesh.nodes);
  }
  const { port } = destination;
  const node = mesh.nodes.get(nodeOf(port));
  const state = node ? stateWord(node) : 'node not known';
  if (isNodePort(destination)) return state;
  const groups = groupsOf.get(port);
  const isThere = node?.state === 'up' || node?.state === 'self';
  if (!groups) return `node ${state}`;
  return isThere ? inGroups(groups) : `${inGroups(groups)}, node ${state}`;
}

/** Of offers that lead to the same, the first. */
function withoutDoubles(offers: readonly Offer[]): Offer[] {
  const seen = new Set<string>();
  return offers.filter(({ destination }) => {
    const key = keyOf(destination);
    return !seen.has(key) && seen.add(key);
  });
}

function isGone(mesh: KnownMesh, destination: Destination): boolean {
  if (destination.kind === 'group') return !mesh.groups.has(destination.name);
  return !mesh.nodes.has(nodeOf(destination.port));
}

function keyOf(destination: Destination): string {
  return destination.kind === 'port'
    ? `port ${destination.port}`
    : `group ${destination.which} ${destination.name}`;
}

function groupOffers(mesh: KnownMesh): Offer[] {
  const groups = [...mesh.groups.values()].sort((x, y) => (x.name < y.name ? -1 : 1));
  return groups.flatMap(({ name, ports }) => [
    offer({ kind: 'group', name, which: 'any' }, 'any one', fanOut(ports, mesh.nodes)),
    offer({ kind: 'group', name, which: 'all' }, 'whole group', fanOut(ports, mesh.nodes)),
  ]);
}

function nodeOffers(mesh: KnownMesh): Offer[] {
  const nodes = [...mesh.nodes.values()].sort((x, y) => (x.id < y.id ? -1 : 1));
  return nodes.map((node) =>
    offer({ kind: 'port', port: node.id as string as PortId }, 'node port', stateWord(node)),
  );
}

function portOffers(mesh: KnownMesh): Offer[] {
  const groupsOf = groupNames(mesh);
  const ports = [...groupsOf.keys()].sort();
  return ports.map((port) =>
    offer({ kind: 'port', port }, 'port', inGroups(groupsOf.get(port) ?? [])),
  );
}

/** The groups that each port is in. */
type GroupNames = ReadonlyMap<PortId, readonly string[]>;

function groupNames(mesh: KnownMesh): GroupNames {
  const groupsOf = new Map<PortId, string[]>();
  for (const { name, ports } of mesh.groups.values()) {
    for (const port of ports) groupsOf.set(port, [...(groupsOf.get(port) ?? []), name]);
  }
  return groupsOf;
}

function inGroups(names: readonly string[]): string {
  return `in ${names.join(', ')}`;
}

function pastedOffer(mesh: KnownMesh, text: string, found: readonly Offer[]): Offer | null {
  if (!isPortId(text)) return null;
  const port = (portNameOf(text) === '' ? nodeOf(text) : text) as PortId;
  const there = found.some(
    ({ destination }) => destination.kind === 'port' && destination.port === port,
  );
  if (there) return null;
  const node = mesh.nodes.get(nodeOf(port));
  // Half a word is no node: only a full port ID is worth an offer when its node is unknown.
  if (!node && (!text.includes('#') || !isNodeId(nodeOf(port)))) return null;
  return offer({ kind: 'port', port }, 'as typed', node ? stateWord(node) : 'node not known');
}

function offer(destination: Destination, what: string, note: string): Offer {
  const name = destination.kind === 'port' ? destination.port : destination.name;
  return { key: `${destination.kind} ${what} ${name}`, destination, what, note };
}

function searchText({ destination, note }: Offer): string {
  return `${destinationName(destination)} ${note}`.toLowerCase();
}

/** 0: is it, 1: begins with it, 2: holds it, 3: only the note does. */
function rank({ destination }: Offer, wanted: string): number {
  const name = (destination.kind === 'group' ? destination.name : destination.port).toLowerCase();
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  return name.includes(wanted) ? 2 : 3;
}

function stateWord(node: NodeView): string {
  const words = {
    self: 'this node',
    up: 'up',
    down: 'down',
    heard: 'only heard of',
    absent: 'absent',
  };
  return words[node.state];
}
