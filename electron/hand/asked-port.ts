import type { NodeId, PortId } from '../../shared/ids.ts';
import { isPortId, nodeOf, portNameOf } from '../../shared/ids.ts';
import type { Json, Message } from '../../shared/json.ts';

/** Elements looked at, of a message and of each array or object in it. */
const MAX_LOOKED_AT = 100;

/**
 * Where the sender of a message wants an answer: the last of its elements that is a port of its node; or
 * one that stands in an array or object among them. A bare node ID is a name, no place for answers.
 */
export function askedPort(message: Message, sender: NodeId): PortId | null {
  const elements = message.slice(-MAX_LOOKED_AT).reverse();
  return elements.find((element) => isPortOf(element, sender)) ?? inside(elements, sender);
}

function inside(elements: readonly Json[], sender: NodeId): PortId | null {
  for (const element of elements) {
    if (typeof element !== 'object' || element === null) continue;
    const parts = Array.isArray(element) ? element.slice(-MAX_LOOKED_AT) : firstOf(element);
    const port = parts.reverse().find((part) => isPortOf(part, sender));
    if (port !== undefined) return port;
  }
  return null;
}

/** Not Object.values: a peer may send a million of them. */
function firstOf(object: { [key: string]: Json }): Json[] {
  const values: Json[] = [];
  for (const key in object) {
    if (values.length >= MAX_LOOKED_AT) break;
    values.push(object[key] as Json);
  }
  return values;
}

function isPortOf(value: Json, node: NodeId): value is PortId {
  if (typeof value !== 'string' || !value.startsWith(node)) return false;
  return isPortId(value) && nodeOf(value) === node && portNameOf(value) !== '';
}
