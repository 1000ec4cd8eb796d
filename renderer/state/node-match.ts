import type { CauseView } from '../../shared/causes.ts';
import { nodeOf } from '../../shared/ids.ts';
import type { NodeId } from '../../shared/ids.ts';
import type { GroupView, NodeView } from '../../shared/mesh.ts';

/** States to filter by. `silent` and `slow` are nodes that are up, but … */
export const FILTER_STATES = ['up', 'silent', 'slow', 'down', 'absent', 'heard'] as const;
export type FilterState = (typeof FILTER_STATES)[number];

/** What to look for in the security of our own links. */
export const FILTER_POSTURES = ['unencrypted', 'cleartext', 'tls-anon'] as const;
export type FilterPosture = (typeof FILTER_POSTURES)[number];

/** What to show. Within one kind any choice will do, of different kinds each must fit; empty = all. */
export interface NodeFilter {
  /** Part of the node's name. */
  text: string;
  groups: ReadonlySet<string>;
  states: ReadonlySet<FilterState>;
  postures: ReadonlySet<FilterPosture>;
  /** Software, as the nodes call it themselves. */
  providers: ReadonlySet<string>;
}

export const NO_FILTER: NodeFilter = {
  text: '',
  groups: new Set(),
  states: new Set(),
  postures: new Set(),
  providers: new Set(),
};

/** What nodes are matched with. */
export interface FilterMesh {
  nodes: ReadonlyMap<NodeId, NodeView>;
  groups: ReadonlyMap<string, GroupView>;
  causes: readonly CauseView[];
}

/** Whether anything is filtered. */
export function isFiltering(filter: NodeFilter): boolean {
  const { text, groups, states, postures, providers } = filter;
  return text.trim() !== '' || groups.size + states.size + postures.size + providers.size > 0;
}

/** The nodes that fit. */
export function matchingNodes(filter: NodeFilter, mesh: FilterMesh): Set<NodeId> {
  const text = filter.text.trim().toLowerCase();
  const members = filter.groups.size > 0 ? membersOf(filter.groups, mesh.groups) : null;
  const slow = slowNodes(mesh.causes);
  const found = new Set<NodeId>();
  for (const node of mesh.nodes.values()) {
    if (text !== '' && !node.id.toLowerCase().includes(text)) continue;
    if (members && !members.has(node.id)) continue;
    if (!someOf(filter.states, (state) => inState(node, state, slow))) continue;
    if (!someOf(filter.postures, (posture) => hasPosture(node, posture))) continue;
    if (!someOf(filter.providers, (provider) => node.provider === provider)) continue;
    found.add(node.id);
  }
  return found;
}

/** Nodes that are slow to nearly everyone. */
export function slowNodes(causes: readonly CauseView[]): Set<NodeId> {
  return new Set(causes.filter(({ kind }) => kind === 'node-slow').flatMap(({ nodes }) => nodes));
}

/** Whether a node counts as being in that state. */
export function inState(node: NodeView, state: FilterState, slow: ReadonlySet<NodeId>): boolean {
  switch (state) {
    case 'up':
      return node.state === 'up' || node.state === 'self';
    case 'silent':
      return node.state === 'up' && node.silentSince !== null;
    case 'slow':
      return slow.has(node.id);
    default:
      return node.state === state;
  }
}

/** Whether our link to a node has that weakness. Nodes without a link have none. */
export function hasPosture(node: NodeView, posture: FilterPosture): boolean {
  if (node.state !== 'up') return false;
  switch (posture) {
    case 'unencrypted':
      return !node.link.encrypted;
    case 'cleartext':
      return node.link.authAccepted.includes('cleartext');
    case 'tls-anon':
      return node.link.untrusted || node.link.authAccepted.includes('tls_anon');
  }
}

function membersOf(names: ReadonlySet<string>, groups: ReadonlyMap<string, GroupView>) {
  const members = new Set<NodeId>();
  for (const name of names) {
    for (const port of groups.get(name)?.ports ?? []) members.add(nodeOf(port));
  }
  return members;
}

function someOf<Choice>(choices: ReadonlySet<Choice>, fits: (choice: Choice) => boolean): boolean {
  if (choices.size === 0) return true;
  for (const choice of choices) if (fits(choice)) return true;
  return false;
}
