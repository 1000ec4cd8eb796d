/** What watching a mesh costs: all observers of the dashboard on a real node, without a window. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Publisher } from '../../../electron/ipc/publisher.ts';
import type { Node } from '../../../electron/mp/mp.ts';
import { Observation } from '../../../electron/observe/observation.ts';
import { systemClock } from '../../../shared/clock.ts';
import { readOptions, takeOrders, tell } from '../lines.ts';
import { OWN_NODE } from '../ui/mesh.ts';
import { startNode } from './programs.ts';

interface SurveyOptions {
  /** Without it the node is there, but nobody watches. */
  observed: boolean;
  /** This one included. */
  nodes: number;
  /** ms */
  warmUp: number;
  duration: number;
}

/** Starts it, waits for the crowd, and tells which share of a core the process took. */
export async function surveyingNode(): Promise<void> {
  takeOrders();
  const { observed, nodes, warmUp, duration } = readOptions<SurveyOptions>();
  let watched = (): boolean => true;
  const node = await startNode(OWN_NODE, [], null, (created) => {
    if (observed) watched = watch(created, nodes);
  });
  tell('ready', { address: node.listeners[0] });
  while (node.upNodes().length < nodes - 1 || !watched()) await delay(50);
  await delay(warmUp);
  const [before, startedAt] = [process.cpuUsage(), performance.now()];
  await delay(duration);
  const { user, system } = process.cpuUsage(before);
  tell('result', { value: (user + system) / 10 / (performance.now() - startedAt) });
}

/** Watches as the window's process does, up to the serialised push. @returns whether all have answered */
function watch(node: Node, nodes: number): () => boolean {
  const publisher = new Publisher({
    clock: systemClock,
    parts: () => [observation],
    send: (push) => void JSON.stringify(push),
  });
  const observation = new Observation({
    node,
    clock: systemClock,
    newToken: () => randomUUID(),
    onChange: () => publisher.touch(),
  });
  publisher.openState();
  return () => observation.network.reports.size === nodes;
}
