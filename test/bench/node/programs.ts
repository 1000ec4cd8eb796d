/** The node's part in each figure that two processes take part in. */
import { configure, type Node } from '../../../electron/mp/mp.ts';
import type { NodeId, PortId } from '../../../shared/ids.ts';
import { Flood, Meter, textOf, type FloodOptions } from '../flood.ts';
import { readOptions, takeOrders, tell } from '../lines.ts';
import { Trips, type TripOptions } from '../trips.ts';

interface Common {
  /** Configuration file with a certificate. */
  rc?: string | null;
  /** Whether messages are looked at, as the window does. */
  tap?: boolean;
  /** Where the other side listens, and its port. */
  address: string;
  port: PortId;
}

/** A node on loopback, without a file unless it is given. */
export function startNode(
  nodeId: string,
  seeds: readonly string[],
  rc?: string | null,
  onCreate?: (node: Node) => void,
): Promise<Node> {
  const { secret } = readOptions<{ secret: string }>();
  const overrides = { nodeId, binds: ['127.0.0.1:*'], seeds, secret };
  return configure({
    rc: rc ?? null,
    overrides,
    onCreate: (node) => {
      // Shown when the measurement fails.
      node.on('log', ({ level, text }) => void process.stderr.write(`${level}: ${text}\n`));
      node.on('down', ({ reason }) => void process.stderr.write(`${JSON.stringify(reason)}\n`));
      onCreate?.(node);
    },
  });
}

export async function nodeReceiver(): Promise<void> {
  const { rc, tap, ...options } = readOptions<Common & FloodOptions>();
  takeOrders();
  const node = await startNode('receiver', [], rc);
  watchTap(node, tap);
  node.on('up', () => tell('up', { encrypted: node.peers().every((peer) => peer.link.encrypted) }));
  const port = node.port();
  node.rcv(port, 'from', (sender) => {
    const meter = new Meter(options, (received) => node.snd(sender as PortId, 'ack', received));
    node.rcv(port, 'test', (index, text) => meter.took(index as number, text as string));
  });
  dieWith(node, port);
  tell('ready', { address: node.listeners[0], port });
}

export async function nodeSender(): Promise<void> {
  const { rc, tap, address, port, size } = readOptions<Common & FloodOptions>();
  takeOrders();
  const node = await startNode('sender', [address], rc);
  watchTap(node, tap);
  const text = textOf(size);
  const flood = new Flood(size, (index) => node.snd(port, 'test', index, text));
  const acks = node.port();
  node.rcv(acks, 'ack', (received) => flood.acknowledged(received as number));
  dieWith(node, acks);
  node.on('up', () => {
    node.snd(port, 'from', acks);
    flood.acknowledged(0);
  });
}

export async function nodeAnswerer(): Promise<void> {
  takeOrders();
  const node = await startNode('answerer', []);
  const port = node.port();
  node.rcv(port, 'ping', (reply, index, text) => {
    node.snd(reply as PortId, 'pong', index ?? null, text ?? null);
  });
  dieWith(node, port);
  tell('ready', { address: node.listeners[0], port });
}

export async function nodeAsker(): Promise<void> {
  const { address, port, ...options } = readOptions<Common & TripOptions>();
  takeOrders();
  const node = await startNode('asker', [address]);
  const text = textOf(80);
  const answers = node.port();
  const trips = new Trips(options, (index) => node.snd(port, 'ping', answers, index, text));
  node.rcv(answers, 'pong', (index) => trips.answered(index as number));
  dieWith(node, answers);
  node.on('up', () => trips.begin());
}

/** A node that joins others when told to; tells when it sees all of them, and whom it loses. */
export function meshMember(): void {
  const go = async (id: string, seeds: readonly string[], others: number) => {
    let complete = false;
    const look = (node: Node) => {
      if (complete || node.upNodes().length < others) return;
      complete = true;
      tell('complete');
    };
    const node = await startNode(id, seeds, null, (created) => {
      created.on('up', () => look(created));
      created.on('down', ({ node: lost }) => tell('down', { node: lost }));
    });
    tell('listening', { address: node.listeners[0] });
  };
  takeOrders({
    go: ({ id, seeds, others }) => void go(id as string, seeds as string[], others as number),
  });
  tell('ready');
}

/** Throwing kills the port; the figure must fail then, and say why. */
function dieWith(node: Node, port: PortId): void {
  node.mon(port, (...reason) => {
    process.stderr.write(`${JSON.stringify(reason)}\n`);
    process.exit(1);
  });
}

function watchTap(node: Node, tap: boolean | undefined): void {
  if (!tap) return;
  const seen: { peer: NodeId | null; octets: number } = { peer: null, octets: 0 };
  node.tap(({ peer, size }) => {
    seen.peer = peer;
    seen.octets += size;
  });
}
