import { nodeOf } from '../../shared/ids.ts';
import type { NodeId, PortId } from '../../shared/ids.ts';
import type { NodeView } from '../../shared/mesh.ts';
import { isNodePort } from './destinations.ts';
import type { Destination } from './destinations.ts';
import { shown } from './text.ts';

/** Services of a node port that only tell something (protocol section 5). */
const HARMLESS = [
  '',
  'info',
  'up_nodes',
  'known_nodes',
  'time',
  'devnull',
  'lookup',
  'mon0',
  'mon1',
];

/** Characters of a name inside a sentence. */
const MAX_NAME = 60;

/** Services that send on what they are given. */
const RELAYS = ['snd', 'snd_multiple'];

/**
 * What a message to a node port will do there when that deserves a question first, in one sentence;
 * `null` for all other messages.
 */
export function dangerOf(
  destination: Destination | null,
  tag: string,
  nodes: ReadonlyMap<NodeId, NodeView>,
): string | null {
  if (destination?.kind !== 'port' || !isNodePort(destination)) return null;
  if (HARMLESS.includes(tag) || RELAYS.includes(tag)) return null;
  const id = nodeOf(destination.port);
  const node = shown(id, MAX_NAME);
  if (tag === 'kil') {
    return `This kills the port named in the arguments on ${node}. What ran behind it ends, and all who monitor it are told.`;
  }
  if (tag === 'kil0') return `This tells ${node} that a port has died, whether it has or not.`;
  if (isPerl(nodes.get(id))) {
    return tag === 'eval'
      ? `This runs the arguments as Perl code on ${node}, with all rights of that program.`
      : `${node} is a Perl node: it calls the Perl function "${shown(tag, MAX_NAME)}" with these arguments, whatever that does.`;
  }
  return `"${shown(tag, MAX_NAME)}" is none of the common services of a node port. ${node} decides what it does.`;
}

/** The reference names itself AE-VERSION in its greeting; of a node not told yet the worst is assumed. */
function isPerl(node: NodeView | undefined): boolean {
  if (!node || node.state === 'self') return false;
  return node.provider === null || node.provider.startsWith('AE-');
}

/** What killing a port does, in a sentence. */
export function killWords(port: PortId): string {
  const node = shown(nodeOf(port), MAX_NAME);
  return `This kills ${shown(port, MAX_NAME * 2)}. What runs behind it on ${node} ends, and all who monitor it are told the reason. It can't be taken back.`;
}
