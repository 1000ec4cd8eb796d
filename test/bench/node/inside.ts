/** What is measured inside of one process: local messages and memory. */
import { setTimeout as delay } from 'node:timers/promises';
import type { PortId } from '../../../shared/ids.ts';
import type { Node } from '../../../electron/mp/mp.ts';
import { textOf } from '../flood.ts';
import { readOptions, takeOrders, tell } from '../lines.ts';
import { startNode } from './programs.ts';

interface LocalOptions {
  /** ms */
  warmUp: number;
  duration: number;
}

/** Between two looks at the clock. */
const DELIVERIES_PER_LOOK = 1_000;

/** Tells how many deliveries a second there were; `true` while there should be more. */
function counter({ warmUp, duration }: LocalOptions): () => boolean {
  let deliveries = 0;
  let countedFrom = performance.now() + warmUp;
  let begun = false;
  return () => {
    if (++deliveries % DELIVERIES_PER_LOOK !== 0) return true;
    const now = performance.now();
    if (now < countedFrom) return true;
    if (!begun) {
      begun = true;
      deliveries = 0;
      countedFrom = now;
    }
    if (now < countedFrom + duration) return true;
    tell('result', { value: (deliveries / (now - countedFrom)) * 1000 });
    return false;
  };
}

/** Two ports of one node answer each other. */
export async function localNode(): Promise<void> {
  takeOrders();
  const more = counter(readOptions());
  const node = await startNode('local', []);
  const text = textOf(80);
  const [left, right] = [node.port(), node.port()];
  const bounce = (to: PortId) => (index: unknown) => {
    if (more()) node.snd(to, 'test', (index as number) + 1, text);
  };
  node.rcv(left, 'test', bounce(right));
  node.rcv(right, 'test', bounce(left));
  node.snd(left, 'test', 0, text);
}

/** The least that this can cost: a receiver found by port and tag in maps, called at once. */
export function localDirect(): void {
  takeOrders();
  const more = counter(readOptions());
  const text = textOf(80);
  const ports = new Map<string, Map<unknown, (...message: unknown[]) => void>>();
  const send = (to: string, ...message: unknown[]) => {
    const [tag, ...rest] = message;
    ports.get(to)?.get(tag)?.(...rest);
  };
  let next: { to: string; index: number } | null = { to: 'left', index: 0 };
  const bounce = (to: string) => (index: unknown) => {
    next = more() ? { to, index: (index as number) + 1 } : null;
  };
  ports.set('left', new Map([['test', bounce('right')]]));
  ports.set('right', new Map([['test', bounce('left')]]));
  while (next) send(next.to, 'test', next.index, text);
}

/** An idle node; tells its memory when asked, once so many others are connected. */
export async function idleNode(): Promise<void> {
  const node = await startNode('idle', []);
  takeOrders({ measure: ({ peers }) => void measure(node, peers as number) });
  tell('ready', { address: node.listeners[0] });
}

/** Many nodes in one process, to be peers of another. */
export async function crowd(): Promise<void> {
  takeOrders();
  const { address, count } = readOptions<{ address: string; count: number }>();
  for (let index = 0; index < count; index++) await startNode(`member${index}`, [address]);
}

async function measure(node: Node, peers: number): Promise<void> {
  while (node.upNodes().length < peers) await delay(20);
  await tellMemory();
}

/** Groups and addresses of new peers are told within this time, ms. */
const SETTLING = 1_000;

async function tellMemory(): Promise<void> {
  await delay(SETTLING);
  for (let round = 0; round < 3; round++) {
    globalThis.gc?.();
    await delay(50);
  }
  tell('result', { value: process.memoryUsage().rss });
}
