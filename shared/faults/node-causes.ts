import type { Cause } from '../causes.ts';
import type { NodeId } from '../ids.ts';
import type { NodeView } from '../mesh.ts';
import { isUp } from './evidence.ts';
import { countOf, shortName } from './words.ts';

/** A connected node that answers nothing still holds its links, so it harms a little less than one that is gone. */
const SILENT_DAMAGE = 0.9;

/** A cause, and how to find its links: of hundreds only the worst are told with theirs. */
export interface Draft extends Omit<Cause, 'links'> {
  /** At most `limit` of its links, the smaller ID of each first. */
  linksOf: (limit: number) => [NodeId, NodeId][];
}

/**
 * What is wrong with nodes as a whole: gone, not there, without an answer.
 * @param all every node known
 * @param alive nodes that are thought to live; they are not down, whatever we are told
 */
export function nodeCauses(
  all: readonly NodeView[],
  alive: { has: (node: NodeId) => boolean },
): Draft[] {
  const up = all.filter(isUp);
  const bound = up.filter((node) => node.addresses?.length !== 0);
  const drafts: Draft[] = [];
  for (const node of all) {
    const words = wordsFor(node, alive);
    if (!words) continue;
    const peers = node.addresses?.length === 0 ? bound : up;
    const itself = isUp(node) && node.addresses?.length !== 0 ? 1 : 0;
    const linkCount = peers.length - itself;
    drafts.push({
      id: `${words.kind}:${node.id}`,
      kind: words.kind,
      nodes: [node.id],
      others: [],
      groups: [],
      linkCount,
      linksPossible: linkCount,
      damage: 1 + linkCount * (words.kind === 'node-silent' ? SILENT_DAMAGE : 1),
      title: `${shortName(node.id)} ${words.title}`,
      detail: words.detail(countOf(linkCount, 'link')),
      linksOf: (limit) => linksTo(node.id, peers, limit),
    });
  }
  return drafts;
}

interface Words {
  kind: 'node-down' | 'node-absent' | 'node-silent';
  title: string;
  detail: (links: string) => string;
}

function wordsFor(node: NodeView, alive: { has: (node: NodeId) => boolean }): Words | null {
  if (node.state === 'up') {
    if (node.silentSince === null) return null;
    return {
      kind: 'node-silent',
      title: 'does not answer',
      detail: (links) => `connected, but silent: ${links} of no use`,
    };
  }
  if (alive.has(node.id)) return null;
  if (node.state === 'down') {
    const reason = node.reason === '' ? '' : ` · ${shortName(node.reason)}`;
    return { kind: 'node-down', title: 'is down', detail: (links) => `${links} lost${reason}` };
  }
  const awaited = node.state === 'absent' || (node.state === 'heard' && node.expected);
  if (!awaited) return null;
  return {
    kind: 'node-absent',
    title: 'is missing',
    detail: (links) => `expected, but not seen: ${links} lost`,
  };
}

function linksTo(node: NodeId, peers: readonly NodeView[], limit: number): [NodeId, NodeId][] {
  const links: [NodeId, NodeId][] = [];
  for (const { id } of peers) {
    if (links.length >= limit) break;
    if (id !== node) links.push(id < node ? [id, node] : [node, id]);
  }
  return links;
}
