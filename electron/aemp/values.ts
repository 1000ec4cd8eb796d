/** Which values the file may be given by a word, and in which shape they are written. */

import { MeshError } from '../../shared/errors.ts';
import { isNodeId } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';
import { expectationOf, readValue } from '../mp/config/shapes.ts';
import { parseHostPort } from '../mp/transport/addresses.ts';
import { toPlainText } from '../mp/config/octets.ts';

/** Keys that a word can set. `cert` is set from a file, see `prepare.ts`. */
export type SettableKey = keyof typeof CHECKS;

/** The keys that hold lists with words to add and remove one item. */
export type ListKey = 'seeds' | 'binds' | 'services';

/** What Perl doesn't take for what it says: any text but these is true there. */
const MISLEADING = /^\s*(false|off|no|null|none|0+\.0*|0{2,})\s*$/i;

/**
 * The value as it goes into the file: as the reference writes it, so numbers that were typed stay texts.
 * @throws MeshError `value-invalid`, `node-id-invalid`, `address-invalid`; the text of a secret isn't in it
 */
export function checkValue(key: SettableKey, value: Json): Json {
  return CHECKS[key](value, key);
}

/** One item of a list; as for {@link checkValue}. */
export function checkItem(key: ListKey, item: Json): Json {
  const [checked] = checkValue(key, [item]) as Json[];
  return checked ?? null;
}

const CHECKS = {
  nodeid: checkNodeId,
  secret: checkText,
  parent: checkText,
  seeds: checkAddresses,
  binds: checkAddresses,
  services: checkServices,
  monitor_timeout: checkShape,
  connect_interval: checkShape,
  framing_format: checkArray,
  auth_offer: checkArray,
  auth_accept: checkArray,
  autocork: checkSwitch,
  nodelay: checkSwitch,
  tls_required: checkSwitch,
} as const;

function checkShape(value: Json, key: SettableKey): Json {
  if (value === null || readValue(key, value) === undefined) {
    throw invalid(key, `should be ${expectationOf(key)}`);
  }
  return value;
}

function checkText(value: Json, key: SettableKey): Json {
  checkShape(value, key);
  if (value !== '') return value;
  throw new MeshError('value-invalid', `The ${key} is empty.`, {
    next: `To inherit it again, use del${key}.`,
  });
}

function checkNodeId(value: Json): Json {
  checkText(value, 'nodeid');
  const nodeId = toPlainText(String(value));
  if (isNodeId(nodeId)) return value;
  throw new MeshError('node-id-invalid', `The node ID ${JSON.stringify(nodeId)} is not allowed.`);
}

/** Of a text the parts between commas, without empty ones at the end, as Perl splits. */
function splitList(value: Json): Json {
  if (typeof value !== 'string') return value;
  const parts = value.split(',');
  while (parts.at(-1) === '') parts.pop();
  return parts;
}

function checkAddresses(value: Json, key: SettableKey): Json {
  const list = checkShape(splitList(value), key) as Json[];
  for (const address of list) parseHostPort(String(address), 0, 'localhost');
  return list;
}

function checkServices(value: Json): Json {
  return checkShape(splitList(value), 'services');
}

/** The reference wants an array here, and dies of a text when it connects. */
function checkArray(value: Json, key: SettableKey): Json {
  if (Array.isArray(value)) return checkShape(value, key);
  throw new MeshError('value-invalid', `"${key}" should be a JSON array of names.`, {
    next: `Write it in single quotes, as in: ${key} '["NAME","NAME"]'.`,
  });
}

function checkSwitch(value: Json, key: SettableKey): Json {
  checkShape(value, key);
  if (typeof value === 'string' && MISLEADING.test(value)) {
    throw new MeshError('value-invalid', `"${value}" counts as true, as every text but 0 does.`, {
      next: `Use ${key} 0 or ${key} 1.`,
    });
  }
  return value;
}

function invalid(key: string, problem: string): MeshError {
  return new MeshError('value-invalid', `The value for "${key}" ${problem}.`);
}
