import { hostname, networkInterfaces } from 'node:os';
import type { NetworkInterfaceInfo } from 'node:os';
import type { AppInfo, RuntimeInfo } from '../shared/contract.ts';

/** What the window says about the program. */
export function appInfo(facts: {
  version: string;
  runtime: RuntimeInfo;
  rc: string;
  profile: string;
}): AppInfo {
  return { ...facts, hostName: hostname(), localAddresses: localAddresses(networkInterfaces()) };
}

/**
 * Addresses of this machine without port: those that others can reach first, loopback last. Link-local
 * ones are left out, because they mean nothing without the name of an interface.
 */
export function localAddresses(
  interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>,
): string[] {
  const all = Object.values(interfaces).flatMap((addresses) => addresses ?? []);
  const useful = all.filter(({ address }) => !/^fe80:/i.test(address));
  const rank = ({ internal, family }: NetworkInterfaceInfo): number =>
    (internal ? 2 : 0) + (family === 'IPv6' ? 1 : 0);
  return [...new Set(useful.sort((a, b) => rank(a) - rank(b)).map(({ address }) => address))];
}
