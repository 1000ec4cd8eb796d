import type { Guard } from '../../shared/guard.ts';
import type { PortId } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';
import type { Node } from '../mp/mp.ts';

/** Sends `test TIME` to all ports of a group once a second, as the tutorial's sender does. */
export function sendTests(node: Node, group: string): Guard {
  return repeat(
    node,
    () => 1,
    () => {
      const time = Math.floor(Date.now() / 1000);
      for (const port of node.grpGet(group)) node.snd(port, 'test', time);
    },
  );
}

/** Sends messages of several kinds to random group ports of other nodes, about every `seconds`. */
export function makeTraffic(
  node: Node,
  seconds: number,
  random: () => number = Math.random,
): Guard {
  const reply = node.port(() => undefined);
  let count = 0;
  return repeat(
    node,
    () => seconds * (0.5 + random()),
    () => {
      const ports = [...node.groups().values()]
        .flat()
        .filter((port) => !port.startsWith(`${node.id}#`));
      const port = ports[Math.floor(random() * ports.length)];
      if (port === undefined) return;
      count++;
      node.snd(port, ...sample(count, node, reply, random));
    },
  );
}

/** What a service of a network may say. */
function sample(count: number, node: Node, reply: PortId, random: () => number): Json[] {
  const load = Math.round(random() * 1000) / 1000;
  const kinds: (() => Json[])[] = [
    () => ['test', { job: count, from: node.id }, reply],
    () => ['echo', reply, 'load', load],
    () => ['metric', { node: node.id, load, queue: Math.floor(random() * 40) }],
    () => ['message', `${node.id} has done ${count} jobs`],
  ];
  return (kinds[count % kinds.length] as () => Json[])();
}

function repeat(node: Node, seconds: () => number, action: () => void): Guard {
  let timer: Guard;
  const next = (): Guard =>
    node.after(seconds(), () => {
      action();
      timer = next();
    });
  timer = next();
  return { dispose: () => timer.dispose() };
}
