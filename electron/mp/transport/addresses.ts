import { lookup } from 'node:dns/promises';
import { isIP, isIPv6 } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { MeshError } from '../../../shared/errors.ts';

/** Port of seeds that name none (protocol section 8). */
export const DEFAULT_TCP_PORT = 4040;

/** An address as configured. */
export interface HostPort {
  /** Name, IP address, or `*` for all local addresses but loopback. */
  host: string;
  /** 1 – 65,535; 0 = any free port. */
  tcpPort: number;
}

/** An address that a socket can use. */
export interface Endpoint {
  ip: string;
  tcpPort: number;
}

/** What addresses are resolved with; replaced in tests. */
export interface Resolver {
  /** All IP addresses of a name, in the system's order. */
  lookup(host: string): Promise<string[]>;
  /** All addresses of this machine but loopback and link-local ones. */
  localAddresses(): string[];
  hostName(): string;
}

export const systemResolver: Resolver = {
  async lookup(host) {
    const found = await lookup(host, { all: true, verbatim: true });
    return found.map((entry) => entry.address);
  },
  localAddresses() {
    const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
    const usable = all.filter((entry) => !entry.internal && !/^fe[89ab]/i.test(entry.address));
    // IPv4 first, as the reference has it.
    return usable
      .sort((a, b) => Number(a.family === 'IPv6') - Number(b.family === 'IPv6'))
      .map((entry) => entry.address);
  },
  hostName: hostname,
};

/**
 * Reads one configured address (protocol section 8): `host`, `host:port`, `host:*`, `[v6]:port`,
 * `port`, `*`, `*:port`; an empty host is this machine's name.
 * @param defaultTcpPort where none is given or it is `*`; 0 = any free port
 * @throws MeshError `address-invalid`
 */
export function parseHostPort(text: string, defaultTcpPort: number, hostName: string): HostPort {
  const trimmed = text.trim();
  if (/^\d*$/.test(trimmed)) {
    return { host: hostName, tcpPort: readTcpPort(trimmed, text, defaultTcpPort) };
  }
  if (isIPv6(trimmed)) return { host: trimmed, tcpPort: defaultTcpPort };
  const match = /^(?:\[([^\]]*)\]|([^:[\]\s]*))(?::(\d+|\*))?$/.exec(trimmed);
  const host = match?.[1] ?? match?.[2];
  if (!match || host === undefined) throw badAddress(text, 'is not of the form host:port');
  if (match[1] !== undefined && !isIPv6(match[1])) {
    throw badAddress(text, 'has no IPv6 address in its brackets');
  }
  return { host: host || hostName, tcpPort: readTcpPort(match[3] ?? '', text, defaultTcpPort) };
}

/** `ip:port`, with brackets around IPv6: the form that is announced. */
export function formatEndpoint(endpoint: Endpoint): string {
  const { ip, tcpPort } = endpoint;
  return isIPv6(ip) ? `[${ip}]:${tcpPort}` : `${ip}:${tcpPort}`;
}

/** Reads an announced address; only numeric ones count. `null` when it is none. */
export function parseEndpoint(text: string): Endpoint | null {
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text);
  const ip = match?.[1] ?? match?.[2] ?? '';
  const tcpPort = Number(match?.[3]);
  return isIP(ip) && tcpPort > 0 && tcpPort < 65536 ? { ip, tcpPort } : null;
}

/**
 * The endpoints of a configured address; a comma separates several.
 * @throws MeshError `address-invalid`, `host-unknown`
 */
export async function resolveAddress(
  text: string,
  defaultTcpPort: number,
  resolver: Resolver,
): Promise<Endpoint[]> {
  const parsed = text
    .split(',')
    .map((part) => parseHostPort(part, defaultTcpPort, resolver.hostName()));
  const found = await Promise.all(parsed.map((address) => resolveHost(address, resolver)));
  const unique = new Map(found.flat().map((endpoint) => [formatEndpoint(endpoint), endpoint]));
  return [...unique.values()];
}

async function resolveHost({ host, tcpPort }: HostPort, resolver: Resolver): Promise<Endpoint[]> {
  if (isIP(host)) return [{ ip: host, tcpPort }];
  if (host === '*') return resolver.localAddresses().map((ip) => ({ ip, tcpPort }));
  try {
    return (await resolver.lookup(host)).map((ip) => ({ ip, tcpPort }));
  } catch (cause) {
    throw new MeshError('host-unknown', `The name "${host}" has no address.`, { cause });
  }
}

function readTcpPort(text: string, whole: string, defaultTcpPort: number): number {
  if (text === '' || text === '*') return defaultTcpPort;
  const tcpPort = Number(text);
  if (tcpPort >= 1 && tcpPort <= 65535) return tcpPort;
  throw badAddress(whole, 'has a port that is not between 1 and 65535');
}

function badAddress(text: string, what: string): MeshError {
  return new MeshError('address-invalid', `The address "${text}" ${what}.`);
}
