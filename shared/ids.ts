import type { Json } from './json.ts';

declare const brand: unique symbol;

/** The name of a process in the mesh. Legal: 1 – 255 printable characters without `#` and `;`. */
export type NodeId = string & { readonly [brand]: 'node' };

/** `NODE#PORTNAME`, or a bare node ID for the node port (protocol section 1). */
export type PortId = string & { readonly [brand]: 'port' };

/** Longest node ID accepted, in octets. The reference has no limit; see the table "At the door". */
export const MAX_NODE_ID_OCTETS = 255;

/** Longest port ID accepted from people and peers, in characters: a node ID and a generous name. */
export const MAX_PORT_ID_LENGTH = 600;

// Control characters and the C1 range can't be shown or typed; `#` and `;` have a meaning on the wire.
// eslint-disable-next-line no-control-regex -- control characters are just what is looked for
const ILLEGAL_IN_NODE_ID = /[\u0000-\u001f\u007f-\u009f#;]/;

/** Whether `text` may be a node ID. */
export function isNodeId(text: unknown): text is NodeId {
  return (
    typeof text === 'string' &&
    text.length > 0 &&
    // Half a surrogate pair has no UTF-8, and makes the reference's JSON reader deaf.
    text.isWellFormed() &&
    octetLength(text) <= MAX_NODE_ID_OCTETS &&
    !ILLEGAL_IN_NODE_ID.test(text)
  );
}

/** Whether `text` may be a port ID, the node port included. */
export function isPortId(text: unknown): text is PortId {
  return (
    typeof text === 'string' &&
    text.length <= MAX_PORT_ID_LENGTH &&
    text.isWellFormed() &&
    isNodeId(nodeOf(text as PortId))
  );
}

/** The node part of a port ID. `bob`, `bob#` and `bob#x.a` are all on `bob`. */
export function nodeOf(port: PortId | NodeId): NodeId {
  const hash = port.indexOf('#');
  return (hash < 0 ? port : port.slice(0, hash)) as NodeId;
}

/** The port name inside its node; `''` for the node port. */
export function portNameOf(port: PortId | NodeId): string {
  const hash = port.indexOf('#');
  return hash < 0 ? '' : port.slice(hash + 1);
}

/** The port ID of `name` on `node`; the node port is the bare node ID. */
export function portIdOf(node: NodeId, name: string): PortId {
  return (name === '' ? node : `${node}#${name}`) as unknown as PortId;
}

/** The tag of a message, or `null` when its first element is not a string. */
export function tagOf(message: readonly Json[]): string | null {
  const first = message[0];
  return typeof first === 'string' ? first : null;
}

/** Length of `text` in UTF-8, without a platform API so that both processes can use it. */
function octetLength(text: string): number {
  let octets = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    octets += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return octets;
}
