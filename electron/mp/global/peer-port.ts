import { isNodeId, nodeOf, isPortId, type NodeId, type PortId } from '../../../shared/ids.ts';
import type { Json } from '../../../shared/json.ts';
import { parseEndpoint } from '../transport/addresses.ts';
import { MAX_GROUPS, MAX_MEMBERS } from './groups.ts';

/** The init function of the global service, and its version (protocol section 7). */
export const GLOBAL_CONNECT = 'AnyEvent::MP::Global::connect';
export const GLOBAL_VERSION = 0;

/** Longest group name kept, in characters. */
const MAX_GROUP_NAME = 1_000;

/** Characters of a peer's version in the reason of refusal. */
const MAX_SHOWN_VERSION = 50;

/** Most addresses of one node, and nodes in one message, that are looked at. */
const MAX_ADDRESSES = 100;
const MAX_NODES = 10_000;

/** Node IDs and where they listen. */
export type AddressBook = ReadonlyMap<NodeId, readonly string[]>;

/** @throws Error when the peer runs an incompatible version: the port dies of it */
export function assertVersion(version: Json | undefined): void {
  const major = Math.trunc(Number(version));
  if (major === GLOBAL_VERSION) return;
  const shown = String(version).slice(0, MAX_SHOWN_VERSION);
  throw new Error(`node version mismatch (requested ${shown}; we have ${GLOBAL_VERSION})`);
}

/** Addresses as a peer told them, each once; what is not numeric is left out: we pass them on. */
export function readAddresses(value: Json | undefined): string[] {
  if (!Array.isArray(value)) return [];
  const texts = value.slice(0, MAX_ADDRESSES).filter((item) => typeof item === 'string');
  return [...new Set(texts)].filter((text) => parseEndpoint(text) !== null);
}

/** `{id: [addresses]}` as a peer told it. */
export function readAddressBook(value: Json | undefined): AddressBook {
  const entries = entriesOf(value).slice(0, MAX_NODES);
  return new Map(
    entries.flatMap(([id, addresses]) => (isNodeId(id) ? [[id, readAddresses(addresses)]] : [])),
  );
}

/** `{group: [ports]}` as `node` told it. A node may only register its own ports. */
export function readGroups(value: Json | undefined, node: NodeId): Map<string, PortId[]> {
  const entries = entriesOf(value).slice(0, MAX_GROUPS);
  return new Map(
    entries.flatMap(([name, ports]): [string, PortId[]][] => {
      if (!isGroupName(name) || !Array.isArray(ports)) return [];
      const own = ports.slice(0, MAX_MEMBERS).filter((port) => isOwnPort(port, node));
      return [[name, own]];
    }),
  );
}

/** `group, port` of `reg0` and `reg1`; `null` when `node` may not say that. */
export function readRegistration(
  group: Json | undefined,
  port: Json | undefined,
  node: NodeId,
): { group: string; port: PortId } | null {
  return isGroupName(group) && isOwnPort(port, node) ? { group, port } : null;
}

/** What the reference prints for an address book, as plain data. */
export function writeAddressBook(book: AddressBook): Json {
  return Object.fromEntries([...book].map(([id, addresses]) => [id, [...addresses]]));
}

/** Whether `name` may be the name of a group: 1 – 1,000 characters. */
export function isGroupName(name: unknown): name is string {
  return typeof name === 'string' && name.length > 0 && name.length <= MAX_GROUP_NAME;
}

function isOwnPort(port: unknown, node: NodeId): port is PortId {
  return isPortId(port) && nodeOf(port) === node;
}

function entriesOf(value: Json | undefined): [string, Json][] {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isMap ? Object.entries(value) : [];
}
