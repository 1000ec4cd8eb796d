/**
 * Stands between all nodes of a test's network: joins each dialler with its target, until it is told to
 * cut them from each other or to be slow. A process of its own, so that what is measured elsewhere isn't.
 *
 * Takes orders by `process.send`, and answers each with its `id` when it is carried out:
 * - `{ id, names: { ADDRESS: NODE } }` which node listens where;
 * - `{ id, cut: [ONE, OTHER] | null }` two lists of nodes: between them connections are reset and refused;
 * - `{ id, slow: { NODE: MS } }` time that everything from and to that node takes longer, each way.
 */
import net from 'node:net';

let names = {};
let cut = null;
let slow = {};

/** Joined pairs of sockets. @type {Set<Link>} */
const links = new Set();

/** @typedef {{ from: string, to: string, ends: [net.Socket, net.Socket] }} Link */

const LONGEST_LINE = 600;

const isCut = ({ from, to }) => {
  if (!cut) return false;
  const [one, other] = cut;
  return (one.has(from) && other.has(to)) || (one.has(to) && other.has(from));
};

const delayOf = ({ from, to }) => (slow[from] ?? 0) + (slow[to] ?? 0);

/** Passes on what one end says, in order, later by the delay that holds when it was said. */
function forward(link, source, target) {
  let lastAt = 0;
  let waiting = 0;
  source.on('data', (chunk) => {
    const delay = delayOf(link);
    if (delay === 0 && waiting === 0) return void target.write(chunk);
    waiting += 1;
    // Never before what was said earlier, when the delay has become shorter.
    lastAt = Math.max(lastAt, performance.now() + delay);
    setTimeout(() => {
      waiting -= 1;
      if (!target.destroyed) target.write(chunk);
    }, lastAt - performance.now());
  });
  const end = () => close(link);
  source.on('error', end).on('close', end);
}

function close(link) {
  links.delete(link);
  for (const end of link.ends) end.destroy();
}

function reset(link) {
  links.delete(link);
  for (const end of link.ends) end.resetAndDestroy();
}

/** @param rest what the dialler said after its first line */
function join(dialler, from, address, rest) {
  const link = { from, to: names[address] ?? address, ends: [dialler] };
  if (isCut(link)) return void dialler.resetAndDestroy();
  const [host, port] = address.split(':');
  const target = net.connect({ host, port: Number(port), autoSelectFamily: false });
  link.ends.push(target);
  links.add(link);
  for (const end of link.ends) end.setNoDelay(true);
  forward(link, dialler, target);
  forward(link, target, dialler);
  // What a listener waits for comes after its own events are attached.
  if (rest.length > 0) dialler.emit('data', rest);
}

const server = net.createServer((dialler) => {
  let line = Buffer.alloc(0);
  const refuse = () => dialler.destroy();
  dialler.on('error', refuse);
  dialler.on('data', function read(chunk) {
    line = Buffer.concat([line, chunk]);
    const end = line.indexOf('\n');
    if (end < 0) return line.length > LONGEST_LINE ? refuse() : undefined;
    dialler.off('data', read);
    const [from, address] = line.subarray(0, end).toString().split(' ');
    join(dialler, from, address, line.subarray(end + 1));
  });
});

process.on('message', ({ id, ...order }) => {
  if (order.names) names = order.names;
  if (order.slow) slow = order.slow;
  if (order.cut !== undefined) {
    cut = order.cut && order.cut.map((nodes) => new Set(nodes));
    for (const link of [...links].filter(isCut)) reset(link);
  }
  process.send({ id });
});
// Whoever started it is gone.
process.on('disconnect', () => process.exit(0));

server.listen({ host: '127.0.0.1', port: 0, backlog: 4096 }, () => {
  process.send({ listening: `127.0.0.1:${server.address().port}` });
});
