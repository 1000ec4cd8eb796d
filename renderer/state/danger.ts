import { isPortId, nodeOf, portNameOf } from '../../shared/ids.ts';
import type { NodeId, PortId } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';
import type { NodeView } from '../../shared/mesh.ts';
import { shown } from './text.ts';

/** What messages are judged by: the nodes, and what kind they are. */
type Nodes = ReadonlyMap<NodeId, NodeView>;

/** Services of a node port that only tell something (protocol section 5). */
const HARMLESS = ['', 'devnull', 'mon0', 'mon1'];

/**
 * Services that send on what they are given, to whatever port is named in it: where in their arguments
 * the destination and the message begin. To those that answer, the answer is appended.
 */
const RELAYS: ReadonlyMap<string, number> = new Map([
  ['snd', 0],
  ['info', 0],
  ['up_nodes', 0],
  ['known_nodes', 0],
  ['time', 0],
  ['lookup', 1],
]);

/** Relays inside of relays that are looked through; nodes of this kind pass on no more either. */
const MAX_RELAYS = 64;

/** Characters of a name inside a sentence. */
const MAX_NAME = 60;

/** Stands in a message for what is only known when it is sent: no character, so nobody writes it. */
export const UNKNOWN = '\u{10fffe}';

/** Whether a node port is among those that are reached: applications are never asked about. */
export function reachesNodePort(to: readonly PortId[]): boolean {
  return to.some((port) => portNameOf(port) === '');
}

/**
 * What a message will do at the node ports it reaches, also by relays, when that deserves a question
 * first: a sentence for each; `null` for all other messages.
 * @param message what is really sent, its variables filled in; what isn't known yet holds {@link UNKNOWN}
 */
export function dangerOf(
  to: readonly PortId[],
  message: readonly Json[],
  nodes: Nodes,
): string | null {
  const dangers = to.flatMap((port) => dangerAt(port, message, nodes, 0) ?? []);
  return dangers.length === 0 ? null : [...new Set(dangers)].join(' ');
}

function dangerAt(
  port: PortId,
  [name, ...args]: readonly Json[],
  nodes: Nodes,
  relays: number,
): string | null {
  // An application decides by itself what a message to its port means.
  if (portNameOf(port) !== '') return null;
  const service = nameOf(name);
  const node = shown(nodeOf(port), MAX_NAME);
  if (service.includes(UNKNOWN)) return `What ${node} does is only known when this is sent.`;
  const passed = passedOn(service, args);
  if (!passed) return serviceDanger(service, nodeOf(port), nodes);
  if (relays >= MAX_RELAYS) return 'This is passed on too often to tell what it does in the end.';
  for (const inner of passed) {
    const danger = passedDanger(inner, nodes, relays + 1);
    // Of a chain the first relay is named, and what comes of it at its end.
    if (danger !== null) return relays === 0 ? `Passed on by ${node}: ${danger}` : danger;
  }
  return null;
}

/** The destinations and messages that a service sends on; `null` when it is none of that kind. */
function passedOn(service: string, args: readonly Json[]): (readonly Json[])[] | null {
  if (service === 'snd_multiple') return args.map((each) => (Array.isArray(each) ? each : [each]));
  const from = RELAYS.get(service);
  return from === undefined ? null : [args.slice(from)];
}

function passedDanger(
  [to, ...message]: readonly Json[],
  nodes: Nodes,
  relays: number,
): string | null {
  const port = nameOf(to);
  if (port.includes(UNKNOWN)) return 'Where it goes is only known when this is sent.';
  return isPortId(port) ? dangerAt(port, message, nodes, relays) : null;
}

function serviceDanger(service: string, id: NodeId, nodes: Nodes): string | null {
  if (HARMLESS.includes(service)) return null;
  const node = shown(id, MAX_NAME);
  if (service === 'kil') {
    return `This kills the port named in the arguments on ${node}. What ran behind it ends, and all who monitor it are told.`;
  }
  if (service === 'kil0') {
    return `This tells ${node} that a port has died, whether it has or not.`;
  }
  if (isPerl(nodes.get(id))) {
    return service === 'eval'
      ? `This runs the arguments as Perl code on ${node}, with all rights of that program.`
      : `${node} is a Perl node: it calls the Perl function "${shown(service, MAX_NAME)}" with these arguments, whatever that does.`;
  }
  return `"${shown(service, MAX_NAME)}" is none of the common services of a node port. ${node} decides what it does.`;
}

/** An element as the name of a service or port: to Perl a number is its text, and null an empty one. */
function nameOf(element: Json | undefined): string {
  if (typeof element === 'string') return element;
  return element === undefined || element === null ? '' : JSON.stringify(element);
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
