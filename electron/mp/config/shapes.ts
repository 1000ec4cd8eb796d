/** Which configuration keys exist, what each may hold, and how a loosely typed value is read. */

import type { Json } from '../../../shared/json.ts';

/** A service to start with the node: a name and its arguments. */
export interface ServiceSpec {
  name: string;
  args: readonly Json[];
}

/** What a value may hold. */
interface ShapeTypes {
  text: string;
  /** A positive number, perhaps written as a string. */
  seconds: number;
  /** Texts; one string with commas is accepted for them. */
  list: readonly string[];
  services: readonly ServiceSpec[];
  /** Anything that Perl takes for true or false. */
  switch: boolean;
}
type Shape = keyof ShapeTypes;

/** The keys of protocol section 9, and one of ours: `tls_required`. */
export const KEY_SHAPES = {
  nodeid: 'text',
  secret: 'text',
  cert: 'text',
  parent: 'text',
  seeds: 'list',
  binds: 'list',
  services: 'services',
  monitor_timeout: 'seconds',
  connect_interval: 'seconds',
  framing_format: 'list',
  auth_offer: 'list',
  auth_accept: 'list',
  autocork: 'switch',
  nodelay: 'switch',
  tls_required: 'switch',
} as const satisfies Record<string, Shape>;

export type ConfigKey = keyof typeof KEY_SHAPES;
export type ValueOf<K extends ConfigKey> = ShapeTypes[(typeof KEY_SHAPES)[K]];

/** Longest time accepted: a timer in milliseconds must stay below 2³¹. */
export const MAX_SECONDS = 1_000_000;

const EXPECTATIONS: Readonly<Record<Shape, string>> = {
  text: 'a text',
  seconds: `a number of seconds above 0 and up to ${MAX_SECONDS}`,
  list: 'a list of texts',
  services: 'a list of service names or of [name, arguments…]',
  switch: 'true or false (or 1 or 0)',
};

/** `undefined` stands for "this value can't be read as that". */
const READERS: { readonly [S in Shape]: (value: Json) => ShapeTypes[S] | undefined } = {
  text: readText,
  seconds: readSeconds,
  list: readList,
  services: readServices,
  switch: readSwitch,
};

/** Whether `key` is one of ours. */
export function isConfigKey(key: string): key is ConfigKey {
  return Object.hasOwn(KEY_SHAPES, key);
}

/** What `key` should hold, for a sentence. */
export function expectationOf(key: ConfigKey): string {
  return EXPECTATIONS[KEY_SHAPES[key]];
}

/**
 * Reads a value of the file. Perl programs don't tell numbers from texts, so neither may we.
 *
 * @param value anything but `null`, which means "not set"
 * @returns `undefined` when the value has another shape
 */
export function readValue<K extends ConfigKey>(key: K, value: Json): ValueOf<K> | undefined {
  const read: (value: Json) => unknown = READERS[KEY_SHAPES[key]];
  // Reader and shape are paired by the two tables, which the compiler can't follow through K.
  return read(value) as ValueOf<K> | undefined;
}

function readText(value: Json): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function readSeconds(value: Json): number | undefined {
  const text = readText(value)?.trim() ?? '';
  const seconds = /^[+]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : 0;
  return seconds > 0 && seconds <= MAX_SECONDS ? seconds : undefined;
}

function readList(value: Json): readonly string[] | undefined {
  if (typeof value === 'string') return splitList(value);
  if (!Array.isArray(value)) return undefined;
  const items = value.map(readText);
  return items.includes(undefined) ? undefined : (items as string[]);
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function readServices(value: Json): readonly ServiceSpec[] | undefined {
  const entries = typeof value === 'string' ? splitList(value) : value;
  if (!Array.isArray(entries)) return undefined;
  const services = entries.map(readService);
  return services.includes(undefined) ? undefined : (services as ServiceSpec[]);
}

function readService(entry: Json): ServiceSpec | undefined {
  const [name, ...args] = Array.isArray(entry) ? entry : [entry];
  return typeof name === 'string' && name !== '' ? { name, args } : undefined;
}

function readSwitch(value: Json): boolean | undefined {
  if (value === null || typeof value === 'object') return undefined;
  return value !== '0' && Boolean(value);
}
