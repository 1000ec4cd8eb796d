/** The values of a profile: what it says, what counts, and why. */
import type { ProfileView, ValueOrigin, ValueView } from '../../shared/config-view.ts';
import { isNodeId } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';
import { MeshError } from '../../shared/errors.ts';
import type { ConfigContent, ConfigValues } from '../mp/config/content.ts';
import type { EffectiveValues, Origin } from '../mp/config/layers.ts';
import { effectiveValues } from '../mp/config/layers.ts';
import { toPlainText } from '../mp/config/octets.ts';
import { maskSecrets } from '../mp/config/mask.ts';
import type { ConfigKey, ServiceSpec } from '../mp/config/shapes.ts';
import { expectationOf, isConfigKey, KEY_SHAPES, readValue } from '../mp/config/shapes.ts';
import { DEFAULT_TCP_PORT, parseHostPort } from '../mp/transport/addresses.ts';

/** Never shown: only whether they are there, how strong, and a fingerprint. */
const HIDDEN: readonly ConfigKey[] = ['secret', 'cert'];
/** A node ID that asks for a random one. */
const ANONYMOUS = 'anon/';
/** What counts when nothing is said, besides what `config/layers.ts` has (protocol section 9). */
const DEFAULTS: Readonly<Partial<Record<ConfigKey, Json>>> = {
  seeds: [],
  binds: ['*'],
  services: [],
  nodelay: true,
  tls_required: true,
};
/** Listening more widely than somebody meant to say would be worse than not at all. */
const DEFAULT_FOR_MALFORMED_BINDS: Json = [];

/** The keys that are shown, in the order of the protocol; the parent is shown as the tree. */
const SHOWN_KEYS = (Object.keys(KEY_SHAPES) as ConfigKey[]).filter((key) => key !== 'parent');

/** One layer of the file with all that counts for it. */
export interface LayerValues {
  /** `null`: the global values. */
  name: string | null;
  own: ConfigValues;
  effective: EffectiveValues;
}

/**
 * Works out what counts for a profile, or for a profile that says nothing (`null`).
 * @throws MeshError `profile-cycle`, `parent-unknown`
 */
export function layerValues(content: ConfigContent, name: string | null): LayerValues {
  if (name === null) {
    const effective = effectiveValues({ ...content, profiles: new Map() }, { profile: '' });
    return { name, own: content.globals, effective };
  }
  const own = content.profiles.get(name) ?? {};
  return { name, own, effective: effectiveValues(content, { profile: name }) };
}

/** The same without parents, for a profile whose parents can't be followed. */
export function valuesWithoutParent(content: ConfigContent, name: string): LayerValues {
  const { parent: _parent, ...own } = content.profiles.get(name) ?? {};
  return layerValues({ globals: content.globals, profiles: new Map([[name, own]]) }, name);
}

/** Every key of ours but `parent`, as it stands in that layer. */
export function valueViews(layer: LayerValues): ValueView[] {
  return SHOWN_KEYS.map((key) => valueView(layer, key));
}

/** Keys of other programs, as JSON text, own ones first; what may be a secret of theirs is masked. */
export function unknownViews(layer: LayerValues): ProfileView['unknown'] {
  const { own, effective } = layer;
  const inherited = Object.entries(effective.values).filter(([key]) => !Object.hasOwn(own, key));
  return [...Object.entries(own), ...inherited]
    .filter(([key]) => !isConfigKey(key) && key !== 'version')
    .map(([key, value]) => {
      const origin = Object.hasOwn(own, key) ? null : originOf(layer, key);
      return { key, json: maskedJson(key, value), origin };
    });
}

function maskedJson(key: string, value: Json): string {
  const masked = JSON.parse(maskSecrets(JSON.stringify({ [key]: value }))) as Record<string, Json>;
  return JSON.stringify(masked[key]);
}

/** A text that counts for the layer, such as its secret; `undefined` = none that can be used. */
export function effectiveText(layer: LayerValues, key: 'secret' | 'cert'): string | undefined {
  const value = layer.effective.values[key] ?? null;
  const text = value === null ? undefined : readValue(key, value);
  return key === 'cert' || text === undefined ? text : toPlainText(text);
}

/** Where the value that counts comes from. */
export function originOf(layer: LayerValues, key: string): ValueOrigin {
  const origin = layer.effective.origins[key];
  return origin === undefined ? { from: 'built-in' } : shownOrigin(origin);
}

function valueView(layer: LayerValues, key: ConfigKey): ValueView {
  const hidden = HIDDEN.includes(key);
  const isOwn = Object.hasOwn(layer.own, key);
  const raw = layer.effective.values[key] ?? null;
  const read = raw === null ? undefined : readValue(key, raw);
  const problem = problemOf(layer, key, raw, read);
  const used: Pick<ValueView, 'effective' | 'origin'> =
    read === undefined
      ? fallback(layer, key, raw)
      : { effective: plain(key, read), origin: originOf(layer, key) };
  return {
    key,
    own: hidden || !isOwn ? undefined : shown(key, layer.own[key]),
    isOwn,
    effective: hidden ? undefined : shown(key, used.effective),
    origin: used.origin,
    problem,
  };
}

/** A node ID may stand in the file encoded twice (see `octets.ts`); what comes back is written so again. */
function shown(key: ConfigKey, value: Json | undefined): Json | undefined {
  return key === 'nodeid' && typeof value === 'string' ? toPlainText(value) : value;
}

/** What stands in for a value that isn't there or can't be used. */
function fallback(
  { name, effective }: LayerValues,
  key: ConfigKey,
  raw: Json,
): Pick<ValueView, 'effective' | 'origin'> {
  if (key === 'nodeid') {
    const profile = name === null ? undefined : (effective.chain[0] ?? name);
    return { effective: profile, origin: { from: 'profile-name' } };
  }
  const isMalformedBinds = key === 'binds' && raw !== null;
  const value = isMalformedBinds ? DEFAULT_FOR_MALFORMED_BINDS : builtIn(key);
  return { effective: value, origin: { from: 'built-in' } };
}

function builtIn(key: ConfigKey): Json | undefined {
  const bare = layerValues({ globals: {}, profiles: new Map() }, null).effective.values[key];
  return bare ?? DEFAULTS[key];
}

function problemOf(layer: LayerValues, key: ConfigKey, raw: Json, read: unknown): string | null {
  if (raw !== null && read === undefined) {
    return `This should be ${expectationOf(key)}; the default is used instead.`;
  }
  if (key === 'nodeid') {
    return nodeIdProblem((read as string | undefined) ?? layer.name ?? ANONYMOUS);
  }
  if (key !== 'seeds' && key !== 'binds') return null;
  return addressProblem((read as readonly string[] | undefined) ?? []);
}

function nodeIdProblem(stored: string): string | null {
  const nodeId = toPlainText(stored);
  if (nodeId === ANONYMOUS || isNodeId(nodeId)) return null;
  return 'A node ID has 1 to 255 printable characters without "#" and ";".';
}

function addressProblem(addresses: readonly string[]): string | null {
  for (const part of addresses.flatMap((address) => address.split(','))) {
    try {
      parseHostPort(part, DEFAULT_TCP_PORT, 'localhost');
    } catch (error) {
      if (error instanceof MeshError) return error.message;
      throw error;
    }
  }
  return null;
}

/** As it would stand in the file. */
function plain(key: ConfigKey, read: unknown): Json {
  if (key !== 'services') return read as Json;
  const services = read as readonly ServiceSpec[];
  return services.map(({ name, args }) => (args.length === 0 ? name : [name, ...args]));
}

/** The layers that only a start has are no part of the file. */
function shownOrigin(origin: Origin): ValueOrigin {
  if (origin.from === 'program' || origin.from === 'override') return { from: 'built-in' };
  return origin;
}
