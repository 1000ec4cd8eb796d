/** Whether a node could start: found out without starting it, before another one is ended for it. */
import type { Socket } from 'node:net';
import { resolveConfig } from './config/profile.ts';
import { contentOf, readConfig } from './config/rc.ts';
import { secretOf } from './mp.ts';
import {
  parseEndpoint,
  resolveAddress,
  systemResolver,
  type Endpoint,
  type Resolver,
} from './transport/addresses.ts';
import { readIdentity } from './transport/identity.ts';
import { listen } from './transport/listener.ts';

export interface RehearsalOptions {
  /** The configuration file. */
  rc: string;
  profile: string;
  /** Addresses (`ip:port`) of a node that ends before the start: their ports are free by then. */
  held?: readonly string[];
  resolver?: Resolver;
}

/**
 * Does all that can fail at the start of a node, and undoes it. Another program may still take a port
 * between this and the start.
 * @throws MeshError what `configure` would throw
 */
export async function rehearse(options: RehearsalOptions): Promise<void> {
  const { rc, profile, held = [], resolver = systemResolver } = options;
  const file = await readConfig(rc);
  const { config } = resolveConfig(contentOf(file), { profile, anonymousName: () => 'any' });
  if (config.cert !== undefined) readIdentity(config.cert);
  secretOf(config, file);
  const found = await Promise.all(config.binds.map((bind) => resolveAddress(bind, 0, resolver)));
  const freed = new Set(held.map((address) => parseEndpoint(address)?.tcpPort));
  for (const endpoint of found.flat()) {
    if (endpoint.tcpPort !== 0 && !freed.has(endpoint.tcpPort)) await tryPort(endpoint);
  }
}

async function tryPort(endpoint: Endpoint): Promise<void> {
  const refuse = (socket: Socket): void => void socket.destroy();
  const listener = await listen(endpoint, refuse);
  await listener.close();
}
