/**
 * Loaded into a program before its own code (`node --import`): every TCP connection that it opens goes
 * through the fault proxy of the test, which is told who dials whom. Nothing in the program knows of it.
 *
 * MESHDECK_TEST_PROXY: where the proxy listens, `ip:port`; MESHDECK_TEST_NODE: the name of who dials.
 */
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

const { MESHDECK_TEST_PROXY: proxy, MESHDECK_TEST_NODE: name } = process.env;
const [proxyIp, proxyPort] = proxy.split(':');
const connect = net.connect;

/** Dials like `net.connect({ host, port })`; the proxy's first line is gone before anybody can write. */
net.connect = (options) => {
  const socket = connect({ ...options, host: proxyIp, port: Number(proxyPort) });
  socket.once('connect', () => socket.write(`${name} ${options.host}:${options.port}\n`));
  return socket;
};
syncBuiltinESMExports();
