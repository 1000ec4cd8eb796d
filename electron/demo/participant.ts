import type { Clock } from '../../shared/clock.ts';
import type { Guard } from '../../shared/guard.ts';
import type { PortId } from '../../shared/ids.ts';
import { isPortId, nodeOf } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';
import type { Node } from '../mp/mp.ts';

/** The group that our node works in. */
const GROUP = 'workers';
/** Time between two messages of ours, ms. */
const INTERVAL = 2_500;

/**
 * Makes the dashboard's own node take part in the demo network, because a node sees only its own traffic:
 * it answers in a group like the others do, and asks the others in turn.
 * @returns what ends it
 */
export function takePart(node: Node, clock: Clock): Guard {
  const port = node.port(() => undefined);
  node.rcv(port, {
    echo: (...args) => answer(node, args, []),
    test: (data = null, ...reply) => answer(node, reply, ['pong', data]),
  });
  const registration = node.grpReg(GROUP, port);
  let turn = 0;
  let timer: Guard;
  const schedule = (): Guard =>
    clock.after(INTERVAL, () => {
      ask(node, port, turn++);
      timer = schedule();
    });
  timer = schedule();
  return {
    dispose: () => {
      timer.dispose();
      registration.dispose();
      node.kil(port);
    },
  };
}

/** Results come behind the elements that the asker gave (protocol section 5). */
function answer(node: Node, reply: readonly Json[], results: readonly Json[]): void {
  const [to, ...elements] = reply;
  if (isPortId(to)) node.snd(to, ...elements, ...results);
}

/** Sends a question to one member of all groups after the other. */
function ask(node: Node, replyTo: PortId, turn: number): void {
  const members = new Set([...node.groups().values()].flat());
  const others = [...members].filter((member) => nodeOf(member) !== node.id);
  const member = others[turn % Math.max(others.length, 1)];
  if (member !== undefined) node.snd(member, 'test', { job: turn, from: node.id }, replyTo);
}
