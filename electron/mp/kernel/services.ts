import { MeshError } from '../../../shared/errors.ts';
import {
  isPortId,
  nodeOf,
  portIdOf,
  portNameOf,
  type NodeId,
  type PortId,
} from '../../../shared/ids.ts';
import type { Json, Message, Reason } from '../../../shared/json.ts';
import type { DialectName } from '../wire/dialect.ts';
import { MAX_RELAY_DEPTH } from './limits.ts';
import { noSuchPort, type Ports } from './ports.ts';
import type { RemoteNode } from './remote-node.ts';

/** What the services of the node port work on. */
export interface ServiceHost {
  readonly id: NodeId;
  readonly ports: Ports;
  /** Unix seconds with fraction. */
  time(): number;
  upNodes(): NodeId[];
  knownNodes(): NodeId[];
  /** The port that is registered under that name on this node. */
  lookup(name: string): PortId | null;
  /** Sends without checking the content: it came over the wire, or from a program that was checked. */
  route(to: PortId, message: Message): void;
  /** Whether that node may have us pass one more message on to a third one now. */
  mayRelay(from: NodeId): boolean;
  /** Creates the port `name` and runs an init function in it (protocol section 6). */
  spawnHere(name: string, init: string, args: Message, from: RemoteNode | null): void;
  /** Somebody asked for what we don't do. */
  refused(service: string, from: RemoteNode | null, error: MeshError): void;
}

/** The services that ports of this node find at their own node port. */
const OWN_DIALECT: DialectName = '1';

/** Who asks: a remote node, or `null` for a port of this one. */
export type Service = (host: ServiceHost, args: Message, from: RemoteNode | null) => void;

/** The wire name of spawn (protocol section 6). */
export const SPAWN = 'AnyEvent::MP::_spawn';

/** Services of the node port in dialect 1 (protocol section 5). Another dialect has another table. */
export const SERVICES: ReadonlyMap<string, Service> = new Map<string, Service>([
  ['', () => undefined],
  ['devnull', () => undefined],
  ['mon1', (host, args, from) => withName(args, (name) => startMonitor(host, name, from))],
  ['mon0', (_host, args, from) => withName(args, (name) => from?.removeTheirMonitor(name))],
  ['kil0', (_host, args, from) => withName(args, (name, reason) => from?.portDied(name, reason))],
  // An empty name would be the node port, which can't die.
  ['kil', (host, args) => withName(args, (name, reason) => host.ports.kill(name, reason))],
  ['snd', relay],
  ['snd_multiple', (host, args, from) => args.forEach((each) => relay(host, listOf(each), from))],
  ['info', (host, args) => reply(host, args, [host.id])],
  ['up_nodes', (host, args) => reply(host, args, host.upNodes())],
  ['known_nodes', (host, args) => reply(host, args, host.knownNodes())],
  ['time', (host, args) => reply(host, args, [host.time()])],
  ['lookup', lookup],
  ['eval', refuseEval],
  [SPAWN, spawn],
]);

/** The services that a node of each dialect finds here (protocol section 11). */
const SERVICES_OF: Readonly<Record<DialectName, ReadonlyMap<string, Service>>> = { '1': SERVICES };

/** Runs the service that a message to the node port asks for. */
export function serve(host: ServiceHost, message: Message, from: RemoteNode | null): void {
  const [name = '', ...args] = message;
  const services = SERVICES_OF[from?.info?.dialect ?? OWN_DIALECT];
  const service = typeof name === 'string' ? services.get(name) : undefined;
  if (service) return service(host, args, from);
  const shown = typeof name === 'string' ? name : JSON.stringify(name);
  host.refused(shown, from, refusal(`There is no service "${shown.slice(0, 100)}" on this node`));
}

function startMonitor(host: ServiceHost, name: string, from: RemoteNode | null): void {
  if (!from || from.hasTheirMonitor(name)) return;
  const guard = host.ports.monitorNow(name, (...reason) => {
    from.removeTheirMonitor(name);
    from.send('', ['kil0', name, ...reason]);
  });
  if (!guard) return from.send('', ['kil0', name, ...noSuchPort(`${host.id}#${name}`)]);
  if (from.addTheirMonitor(name, guard)) return;
  guard.dispose();
  from.send('', ['kil0', name, 'monitor_limit', 'this node monitors too many ports here']);
}

/** Sends on what follows the destination; to oneself that is an echo. */
function relay(host: ServiceHost, args: Message, from: RemoteNode | null): void {
  const [to, ...message] = args;
  if (!isPortId(to)) return;
  if (relayDepth(args) > MAX_RELAY_DEPTH) {
    return host.refused(
      'snd',
      from,
      refusal(`More than ${MAX_RELAY_DEPTH} relays are nested in one message`),
    );
  }
  const target = nodeOf(to);
  if (from && target !== host.id && target !== from.id && !host.mayRelay(from.id)) {
    return host.refused('snd', from, refusal('Too many messages to pass on at once'));
  }
  host.route(to, message);
}

/** How many nodes in a row are only asked to send the rest on. */
function relayDepth(args: Message): number {
  let depth = 0;
  for (let i = 0; i + 1 < args.length && args[i + 1] === 'snd'; i += 2) {
    const to = args[i];
    if (!isPortId(to) || portNameOf(to) !== '') break;
    depth++;
  }
  return depth;
}

/** Names are those of `reg`, a matter of older nodes (protocol section 5). */
function lookup(host: ServiceHost, [name, ...rest]: Message): void {
  reply(host, rest, [typeof name === 'string' ? host.lookup(name) : null]);
}

function refuseEval(host: ServiceHost, args: Message, from: RemoteNode | null): void {
  reply(host, args.slice(1), ['eval is not supported by this node']);
  host.refused('eval', from, refusal('This node never runs code that it is sent'));
}

function spawn(host: ServiceHost, args: Message, from: RemoteNode | null): void {
  const [name, init, ...rest] = args;
  if (typeof name !== 'string' || name === '' || typeof init !== 'string') return;
  if (!isPortId(portIdOf(host.id, name))) return;
  host.spawnHere(name, init, rest, from);
}

/** REPLY is a port ID and any elements; results are appended (protocol section 5). */
function reply(host: ServiceHost, args: Message, results: readonly Json[]): void {
  const [to, ...elements] = args;
  if (isPortId(to)) host.route(to, [...elements, ...results]);
}

function withName(args: Message, action: (name: string, reason: Reason) => void): void {
  const [name, ...rest] = args;
  if (typeof name === 'string' && name !== '') action(name, rest);
}

function listOf(value: Json): Message {
  return Array.isArray(value) ? value : [];
}

function refusal(text: string): MeshError {
  return new MeshError('service-refused', `${text}.`);
}
