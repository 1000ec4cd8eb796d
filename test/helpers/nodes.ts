import { onTestFinished } from 'vitest';
import { listen } from '../../electron/mp/transport/listener.ts';
import type { Guard } from '../../shared/guard.ts';
import type { NodeId } from '../../shared/ids.ts';
import type { NodeEvents } from '../../electron/mp/kernel/events.ts';
import {
  configure,
  type Node,
  type NodeOptions,
  type NodeOverrides,
} from '../../electron/mp/mp.ts';

export const SECRET = 'cKb0sR4kQ2xyu7W8vTnm1LzPjH5gFdSa';

/** What happened at a node, in order. */
export type Happening = {
  [Name in keyof NodeEvents]: { name: Name } & NodeEvents[Name];
}[keyof NodeEvents];

/** A node, and everything that it told. */
export interface TestNode {
  node: Node;
  happened: Happening[];
  /** The address that others find it at. */
  address: string;
}

const EVENTS = ['listening', 'up', 'down', 'addresses', 'seed', 'group', 'log', 'closed'] as const;

/** Starts a node on loopback with quick intervals; it ends with the test. */
export async function startNode(
  nodeId: string,
  overrides: NodeOverrides = {},
  options: NodeOptions = {},
): Promise<TestNode> {
  const happened: Happening[] = [];
  const node = await configure({
    rc: null,
    ...options,
    overrides: {
      nodeId,
      binds: ['127.0.0.1:*'],
      secret: SECRET,
      connectInterval: 0.5,
      ...overrides,
    },
    onCreate: (created) => {
      for (const name of EVENTS) {
        created.on(name, (event) => happened.push({ name, ...event } as Happening));
      }
    },
  });
  onTestFinished(() => node.close());
  return { node, happened, address: node.listeners[0] ?? '' };
}

/** Waits for the next moment at which `reached()` holds, looking after every event of the nodes. */
export function when(nodes: readonly TestNode[], reached: () => boolean): Promise<void> {
  if (reached()) return Promise.resolve();
  return new Promise((resolve) => {
    const guards: Guard[] = [];
    const look = () => {
      if (!reached()) return;
      for (const guard of guards) guard.dispose();
      resolve();
    };
    for (const { node } of nodes) for (const name of EVENTS) guards.push(node.on(name, look));
  });
}

/** Waits until every node is connected to all others, but for pairs that both listen nowhere. */
export function meshed(nodes: readonly TestNode[]): Promise<void> {
  return when(nodes, () => nodes.every((node) => seesAll(node, nodes)));
}

export function ids(happened: readonly Happening[], name: 'up' | 'down'): NodeId[] {
  return happened.flatMap((event) => (event.name === name ? [event.node] : []));
}

/** Codes of the errors that a node logged. */
export function errorCodes(happened: readonly Happening[]): string[] {
  return happened.flatMap((event) =>
    event.name === 'log' && event.error ? [event.error.code] : [],
  );
}

function seesAll({ node }: TestNode, nodes: readonly TestNode[]): boolean {
  const up = new Set(node.upNodes());
  return nodes.every((other) => {
    const possible = node.listeners.length > 0 || other.node.listeners.length > 0;
    return other.node === node || !possible || up.has(other.node.id);
  });
}

/** Addresses on loopback that nobody uses. */
export async function freeAddresses(count: number): Promise<string[]> {
  const listeners = await Promise.all(
    Array.from({ length: count }, () => listen({ ip: '127.0.0.1', tcpPort: 0 }, () => undefined)),
  );
  await Promise.all(listeners.map((listener) => listener.close()));
  return listeners.map((listener) => listener.address);
}
