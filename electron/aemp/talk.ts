/** The protocol words: what they send and what they make of the answer. */

import { MeshError } from '../../shared/errors.ts';
import type { Guard } from '../../shared/guard.ts';
import { isNodeId, nodeOf, type NodeId, type PortId } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';
import type { Node } from '../mp/mp.ts';
import { compactJson, terminalText } from './perl-json.ts';
import type { NodeStep } from './steps.ts';

/** Seconds, as in the reference. */
const SEND_TIMEOUT = 5;
const CALL_TIMEOUT = 5;
const TRACE_TIMEOUT = 15;

/** Most nodes that are asked: a node could make up names without end. */
const MAX_TRACED = 10_000;

/** What the reference prints. */
const SENT = 'message sent successfully';

export type TalkStep = Extract<NodeStep, { kind: 'send' | 'call' | 'monitor' | 'trace' }>;

/** The node that a step talks to. */
export function addressee(step: TalkStep): NodeId {
  if (step.kind === 'trace') return step.node;
  return nodeOf(step.kind === 'monitor' ? step.port : step.to);
}

export interface Talk {
  node: Node;
  /** Gets lines without their ends. */
  print: (line: string) => void;
  /** Seconds; `undefined`: as long as each word says. */
  timeout: number | undefined;
}

/**
 * Does what a word says.
 * @throws MeshError when no answer came in time: `destination-unknown`, or `reply-missing` from a node that
 *   is up; `port-unknown` when the port is dead
 */
export async function talk(step: TalkStep, { node, print, timeout }: Talk): Promise<void> {
  switch (step.kind) {
    case 'send':
      return print(await send(node, step, timeout ?? SEND_TIMEOUT));
    case 'call':
      return print(compactJson(await call(node, step, timeout ?? CALL_TIMEOUT)));
    case 'monitor':
      return print((await death(node, step, timeout)).map(terminalText).join(' '));
    case 'trace':
      return trace(node, step.node, print, timeout ?? TRACE_TIMEOUT);
  }
}

/** Sends, then has the node send something back: messages to one node arrive in order. */
function send(
  node: Node,
  { to, message }: Extract<NodeStep, { kind: 'send' }>,
  seconds: number,
): Promise<string> {
  const late = () => noAnswer(node, [nodeOf(to)], seconds);
  return wait(node, seconds, late, (resolve, reject) => {
    const reply = node.port((text) => resolve(terminalText(text ?? '')));
    node.snd(to, ...message);
    node.mon(to, (...reason) => reject(dead(to, reason)));
    node.snd(nodeOf(to), 'snd', reply, SENT);
  });
}

function call(
  node: Node,
  { to, message }: Extract<NodeStep, { kind: 'call' }>,
  seconds: number,
): Promise<readonly Json[]> {
  const late = () => noAnswer(node, [nodeOf(to)], seconds);
  return wait(node, seconds, late, (resolve, reject) => {
    const reply = node.port((...answer) => resolve(answer));
    node.snd(to, ...message, reply);
    node.mon(to, (...reason) => reject(dead(to, reason)));
  });
}

function death(
  node: Node,
  { port }: Extract<NodeStep, { kind: 'monitor' }>,
  seconds: number | undefined,
): Promise<readonly Json[]> {
  const late = (limit: number) => stillThere(node, port, limit);
  return wait(node, seconds, late, (resolve) => {
    node.mon(port, (...reason) => resolve(reason));
  });
}

/** Asks a node for its connections, then those for theirs, until nobody new is named. */
function trace(node: Node, start: NodeId, print: Talk['print'], seconds: number): Promise<void> {
  const asked = new Set<NodeId>();
  const open = new Set<NodeId>();
  const line = (...names: string[]) => print(names.map(terminalText).join(' '));
  return new Promise((resolve, reject) => {
    const fail = () => reject(noAnswer(node, [...open], seconds));
    const timer = node.after(seconds, fail);
    const ask = (id: NodeId): void => {
      if (asked.has(id) || asked.size >= MAX_TRACED) return;
      asked.add(id);
      open.add(id);
      node.snd(
        id,
        'up_nodes',
        node.port((...claimed) => answered(id, claimed)),
      );
    };
    const answered = (id: NodeId, claimed: readonly Json[]): void => {
      if (!open.has(id)) return;
      const neighbours = claimed.filter(isNodeId).filter((other) => other !== node.id);
      line(id, ...neighbours);
      neighbours.forEach(ask);
      open.delete(id);
      if (open.size > 0) return;
      timer.dispose();
      resolve();
    };
    line('seed', start);
    ask(start);
  });
}

/** Runs until it is settled, or too long. */
async function wait<Result>(
  node: Node,
  seconds: number | undefined,
  late: (seconds: number) => MeshError,
  begin: (resolve: (result: Result) => void, reject: (error: MeshError) => void) => void,
): Promise<Result> {
  let timer: Guard | null = null;
  try {
    return await new Promise<Result>((resolve, reject) => {
      if (seconds !== undefined) timer = node.after(seconds, () => reject(late(seconds)));
      begin(resolve, reject);
    });
  } finally {
    // It would keep the program running after the answer.
    (timer as Guard | null)?.dispose();
  }
}

/** Whether a node can be reached: it is connected, or is our own. */
export function isUp(node: Node, id: NodeId): boolean {
  return id === node.id || node.peers().some((peer) => peer.id === id);
}

/** A node that is connected is known and can be reached: then it is its port that doesn't reply. */
function noAnswer(node: Node, asked: readonly NodeId[], seconds: number): MeshError {
  const away = asked.filter((id) => !isUp(node, id));
  if (away.length > 0) {
    const message = `${quoted(away)} didn't answer within ${seconds} seconds.`;
    return new MeshError('destination-unknown', message);
  }
  const verb = asked.length === 1 ? 'is' : 'are';
  const message = `${quoted(asked)} ${verb} up, but sent no reply within ${seconds} seconds.`;
  return new MeshError('reply-missing', message);
}

function stillThere(node: Node, port: PortId, seconds: number): MeshError {
  if (!isUp(node, nodeOf(port))) return noAnswer(node, [nodeOf(port)], seconds);
  return new MeshError('reply-missing', `"${port}" was still there after ${seconds} seconds.`, {
    next: 'Give it more time with --timeout, or leave that out to wait until it is gone.',
  });
}

function quoted(ids: readonly NodeId[]): string {
  return `"${ids.join('", "')}"`;
}

function dead(port: string, reason: readonly Json[]): MeshError {
  const text = reason.length === 0 ? 'it ended' : reason.map(terminalText).join(' ');
  return new MeshError('port-unknown', `"${port}" can't be reached: ${text}.`);
}
