import type { Json } from '../../shared/json.ts';
import { isPortId, type PortId } from '../../shared/ids.ts';
import type { Node } from '../mp/mp.ts';
import { Chat } from './chat.ts';

/**
 * Makes a port that is good for trying things out, and registers it in `group`:
 * - `echo PORT …` sends `…` to PORT; `echo … PORT`, as `cal` has it, too;
 * - `test DATA PORT …` sends `… pong DATA` to PORT;
 * - `join PORT` and `message TEXT` are a small chat.
 * @param print gets a line for every message
 */
export function openGroupPort(node: Node, group: string, print: (line: string) => void): PortId {
  const chat = new Chat(node);
  const port = node.port((...message) => print(`${group}: ${JSON.stringify(message)}`));
  const announce = (tag: string, args: readonly Json[]) =>
    print(`${group}: ${JSON.stringify([tag, ...args])}`);
  node.rcv(port, {
    test: (data = null, ...reply) => {
      print(`Received data: ${textOf(data)}`);
      answer(node, reply, ['pong', data]);
    },
    echo: (...args) => {
      announce('echo', args);
      echo(node, args);
    },
    join: (...args) => {
      announce('join', args);
      chat.join(args[0]);
    },
    message: (...args) => {
      announce('message', args);
      chat.say(args);
    },
  });
  node.grpReg(group, port);
  return port;
}

function echo(node: Node, args: readonly Json[]): void {
  const last = args.at(-1);
  if (isFullPortId(args[0])) answer(node, args, []);
  else if (isFullPortId(last)) node.snd(last, ...args.slice(0, -1));
}

/** REPLY is a port ID and any elements; results are appended (protocol section 5). */
function answer(node: Node, [to, ...elements]: readonly Json[], results: readonly Json[]): void {
  if (isPortId(to)) node.snd(to, ...elements, ...results);
}

/** Any short text may be a node ID, so only `NODE#PORT` is taken for a place to answer to. */
function isFullPortId(value: Json | undefined): value is PortId {
  return isPortId(value) && value.includes('#');
}

/** Data as a line of its own: text as it is, without control characters. */
function textOf(data: Json): string {
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  return text.replace(/\p{Cc}/gu, (character) => JSON.stringify(character).slice(1, -1));
}
