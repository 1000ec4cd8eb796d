/** The configuration that a node runs with, typed and complete. */

import { hostname } from 'node:os';
import { MeshError } from '../../../shared/errors.ts';
import { isNodeId } from '../../../shared/ids.ts';
import type { NodeId } from '../../../shared/ids.ts';
import type { Json } from '../../../shared/json.ts';
import type { ConfigContent, ConfigValues, ConfigWarning } from './content.ts';
import { BUILT_IN, effectiveValues } from './layers.ts';
import type { EffectiveValues, GivenValues, Origin } from './layers.ts';
import { toPlainText } from './octets.ts';
import { expectationOf, isConfigKey, readValue } from './shapes.ts';
import type { ConfigKey, ServiceSpec, ValueOf } from './shapes.ts';

/** What a node needs to know to start. Contains the secret: not for logs, not for the renderer. */
export interface NodeConfig {
  nodeId: NodeId;
  /** The shared secret as it was typed; may be empty, which a node refuses to start with. */
  secret?: string;
  /** PEM: certificate and key, then optional CAs. */
  cert?: string;
  /** `host:port` of the seeds, unresolved. */
  seeds: readonly string[];
  /** `host:port` to listen on, unresolved; empty: no listener. */
  binds: readonly string[];
  services: readonly ServiceSpec[];
  /** Seconds. */
  monitorTimeout: number;
  /** Seconds. */
  connectInterval: number;
  /** Framings that we read and write, in order of preference; unknown names are kept. */
  framingFormat: readonly string[];
  authOffer: readonly string[];
  authAccept: readonly string[];
  autocork?: boolean;
  nodelay: boolean;
  /** Whether a node with a certificate refuses peers that don't encrypt; the reference doesn't. */
  tlsRequired: boolean;
}

export interface NodeConfigOptions {
  /** Name of the profile; default: the host name, as in the reference. */
  profile?: string | undefined;
  /** See `Layers`. Keys as in the file: `nodeid`, `binds` … */
  program?: GivenValues | undefined;
  /** See `Layers`. Keys as in the file. */
  overrides?: GivenValues | undefined;
  /** The random part of an anonymous node ID; called only when `nodeid` is `anon/`. */
  anonymousName: () => string;
}

export interface ResolvedConfig {
  config: NodeConfig;
  /** Name of the profile that was used. */
  profile: string;
  /** The profile and its parents in the file, nearest first; empty when the file has no such profile. */
  chain: readonly string[];
  /** Where each value of `config` comes from, by its key in the file. */
  origins: Readonly<Record<string, Origin>>;
  /** Effective values of keys that are not ours. */
  unknown: ConfigValues;
  /** Values that could not be used; defaults stand in for them. */
  warnings: readonly ConfigWarning[];
}

/** A node ID that asks for a random one. */
const ANONYMOUS = 'anon/';
/** All addresses of this machine, any free port. */
const DEFAULT_BINDS: readonly string[] = ['*'];

/**
 * Works out the configuration of a node.
 *
 * @throws MeshError `profile-cycle`, `parent-unknown`, `node-id-invalid`
 */
export function resolveConfig(content: ConfigContent, options: NodeConfigOptions): ResolvedConfig {
  const profile = options.profile ?? hostname();
  const { program, overrides } = options;
  const effective = effectiveValues(content, { profile, program, overrides });
  const reader = new ValueReader(effective);
  const config = buildConfig(reader, effective.chain[0] ?? profile, options.anonymousName);
  return {
    config,
    profile,
    chain: effective.chain,
    origins: reader.origins,
    unknown: unknownValues(effective.values),
    warnings: reader.warnings,
  };
}

function buildConfig(
  reader: ValueReader,
  profile: string,
  anonymousName: () => string,
): NodeConfig {
  const nodeId = reader.read('nodeid', profile, { from: 'profile-name' });
  const config: NodeConfig = {
    nodeId: nodeIdOf(plainText(reader, 'nodeid', nodeId), anonymousName),
    seeds: reader.read('seeds', []),
    // Listening more widely than somebody meant to say would be worse than not at all.
    binds: reader.isMalformed('binds')
      ? reader.read('binds', [])
      : reader.read('binds', DEFAULT_BINDS),
    services: reader.read('services', []),
    monitorTimeout: reader.read('monitor_timeout', BUILT_IN.monitor_timeout),
    connectInterval: reader.read('connect_interval', BUILT_IN.connect_interval),
    framingFormat: reader.read('framing_format', BUILT_IN.framing_format),
    authOffer: reader.read('auth_offer', BUILT_IN.auth_offer),
    authAccept: reader.read('auth_accept', BUILT_IN.auth_accept),
    nodelay: reader.read('nodelay', true),
    tlsRequired: reader.read('tls_required', true),
  };
  const secret = reader.readOptional('secret');
  const cert = reader.readOptional('cert');
  const autocork = reader.readOptional('autocork');
  if (secret !== undefined) config.secret = plainText(reader, 'secret', secret);
  if (cert !== undefined) config.cert = cert;
  if (autocork !== undefined) config.autocork = autocork;
  return config;
}

/** Reads effective values one by one and keeps account of what it used. */
class ValueReader {
  readonly warnings: ConfigWarning[] = [];
  readonly origins: Record<string, Origin> = {};
  readonly #effective: EffectiveValues;

  constructor(effective: EffectiveValues) {
    this.#effective = effective;
  }

  /** Whether there is a value, but of another shape. */
  isMalformed(key: ConfigKey): boolean {
    const value = this.#effective.values[key] ?? null;
    return value !== null && readValue(key, value) === undefined;
  }

  /** The value, or `fallback` when there is none of the right shape. */
  read<K extends ConfigKey>(
    key: K,
    fallback: ValueOf<K>,
    fallbackOrigin: Origin = { from: 'built-in' },
  ): ValueOf<K> {
    const value = this.readOptional(key);
    if (value !== undefined) return value;
    this.origins[key] = fallbackOrigin;
    return fallback;
  }

  readOptional<K extends ConfigKey>(key: K): ValueOf<K> | undefined {
    const raw = this.#effective.values[key] ?? null;
    if (raw === null) return undefined;
    const value = readValue(key, raw);
    const origin = this.#effective.origins[key];
    if (value === undefined) this.warnings.push(unusable(key));
    else if (origin) this.origins[key] = origin;
    return value;
  }
}

function unusable(key: ConfigKey): ConfigWarning {
  const text = `"${key}" should be ${expectationOf(key)}; the default is used instead.`;
  return { kind: 'shape', at: key, text };
}

/** What other programs keep in the file; ours must not lose it. */
function unknownValues(values: ConfigValues): ConfigValues {
  const unknown = Object.create(null) as Record<string, Json>;
  for (const [key, value] of Object.entries(values)) {
    if (key !== 'version' && !isConfigKey(key)) unknown[key] = value;
  }
  return unknown;
}

/** The file may have a text encoded twice; what was asked for on this start never is. */
function plainText(reader: ValueReader, key: 'nodeid' | 'secret', stored: string): string {
  return reader.origins[key]?.from === 'override' ? stored : toPlainText(stored);
}

function nodeIdOf(configured: string, anonymousName: () => string): NodeId {
  const nodeId = configured === ANONYMOUS ? `${ANONYMOUS}${anonymousName()}` : configured;
  if (isNodeId(nodeId)) return nodeId;
  throw new MeshError('node-id-invalid', `The node ID ${JSON.stringify(nodeId)} is not allowed.`, {
    detail: { nodeId: nodeId.slice(0, 300) },
  });
}
