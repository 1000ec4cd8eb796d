/** The public door of the node: configuration in, a running node out. */
import { systemClock } from '../../shared/clock.ts';
import { MeshError } from '../../shared/errors.ts';
import { VERSION } from '../../shared/version.ts';
import { configPath } from './config/location.ts';
import { EMPTY_CONTENT } from './config/content.ts';
import type { GivenValues } from './config/layers.ts';
import { resolveConfig, type NodeConfig, type ResolvedConfig } from './config/profile.ts';
import { contentOf, readConfig, type ConfigFile } from './config/rc.ts';
import { remotePrefix } from './crypto/names.ts';
import { systemRandom, type Random } from './crypto/random.ts';
import { assessSecret } from './crypto/secret.ts';
import { readIdentity } from './transport/identity.ts';
import { GlobalService } from './global/global.ts';
import type { InitFunction } from './kernel/inits.ts';
import { Kernel } from './kernel/kernel.ts';
import { MeshNode } from './mesh-node.ts';
import type { Node, NodeOptions, NodeOverrides, SpawnFunction } from './node.ts';
import {
  DEFAULT_TCP_PORT,
  formatEndpoint,
  resolveAddress,
  systemResolver,
  type Endpoint,
  type Resolver,
} from './transport/addresses.ts';

export type { Node, NodeOptions, NodeOverrides, GroupWatcher, SpawnFunction } from './node.ts';
export type { MonitorCallback, Receiver } from './kernel/ports.ts';
export { probeSeed } from './probe.ts';

/** What the greeting calls our software. */
export const PROVIDER = `meshdeck-${VERSION}`;

/** Services that every node has, so that a profile may name them without effect. */
const BUILT_IN_SERVICE = /^AnyEvent::MP::Global(::|$)/;

/**
 * Starts a node: reads its profile, listens, and begins to look for the network. The promise settles
 * once it listens; nodes come up later, as events. Several nodes can live in one process.
 * @throws MeshError `config-*`, `profile-cycle`, `parent-unknown`, `node-id-invalid`, `no-secret`,
 *   `cert-invalid`, `address-*`, `host-unknown`
 */
export async function configure(options: NodeOptions = {}): Promise<Node> {
  const { clock = systemClock, random = systemRandom, resolver = systemResolver } = options;
  const file = await readFile(options.rc);
  const resolved = resolve(file, options, random);
  const { config } = resolved;
  const identity = config.cert === undefined ? null : readIdentity(config.cert);
  const secret = secretOf(config, file);
  // eslint-disable-next-line prefer-const -- the init functions get the node that is made below
  let node: Node;
  const kernel = new Kernel({
    id: config.nodeId,
    clock,
    random,
    provider: PROVIDER,
    secret,
    authOffer: config.authOffer,
    authAccept: config.authAccept,
    framings: config.framingFormat,
    noDelay: config.nodelay,
    identity,
    tls: identity === null ? 'off' : config.tlsRequired ? 'required' : 'optional',
    monitorTimeout: config.monitorTimeout * 1000,
    connectInterval: config.connectInterval * 1000,
    inits: wrapInits(options.inits ?? {}, () => node),
    pid: process.pid,
  });
  const global = new GlobalService(kernel, config.connectInterval * 1000);
  const warnings = [...missingProfile(file, resolved, options), ...warningsOf(file, resolved)];
  node = new MeshNode(kernel, global, { profile: resolved.profile, seeds: config.seeds, warnings });
  try {
    options.onCreate?.(node);
    for (const warning of warnings) kernel.signals.logError('warning', warning);
    await kernel.nodes.listen(await bindsOf(config, resolver, kernel));
    runServices(config, kernel);
    global.start(await seedsOf(config, resolver, kernel));
  } catch (error) {
    await node.close();
    throw error;
  }
  return node;
}

async function readFile(rc: string | null | undefined): Promise<ConfigFile | null> {
  return rc === null ? null : readConfig(rc ?? configPath());
}

function resolve(file: ConfigFile | null, options: NodeOptions, random: Random): ResolvedConfig {
  return resolveConfig(file ? contentOf(file) : EMPTY_CONTENT, {
    profile: options.profile,
    overrides: overridesOf(options.overrides ?? {}),
    anonymousName: () => remotePrefix(random),
  });
}

/** By the names that the configuration file has for them. */
function overridesOf(overrides: NodeOverrides): GivenValues {
  const copy = (list: readonly string[] | undefined) => list && [...list];
  return {
    nodeid: overrides.nodeId,
    binds: copy(overrides.binds),
    seeds: copy(overrides.seeds),
    secret: overrides.secret,
    cert: overrides.cert,
    tls_required: overrides.tlsRequired,
    framing_format: copy(overrides.framings),
    auth_offer: copy(overrides.authOffer),
    auth_accept: copy(overrides.authAccept),
    monitor_timeout: overrides.monitorTimeout,
    connect_interval: overrides.connectInterval,
    services: overrides.services?.map(({ name, args }) => [name, ...args]),
  };
}

/**
 * What a node proves itself by, besides a certificate; `null`: nothing is needed.
 * @param file where the configuration comes from, if from a file: for the sentence
 * @throws MeshError `no-secret`: the reference would start, and then fail with every peer
 */
export function secretOf(config: NodeConfig, file: ConfigFile | null): Uint8Array | null {
  // A certificate proves enough.
  if (config.secret === undefined && config.cert !== undefined) return null;
  if (config.secret) return Buffer.from(config.secret, 'utf8');
  if (file?.state === 'missing') {
    throw new MeshError('no-secret', `There is no file ${file.path}, and no secret otherwise.`);
  }
  const what = config.secret === undefined ? 'has no shared secret' : 'has an empty shared secret';
  throw new MeshError('no-secret', `The profile of node "${config.nodeId}" ${what}.`);
}

function warningsOf(file: ConfigFile | null, resolved: ResolvedConfig): MeshError[] {
  const inFile = file?.state === 'loaded' ? file.warnings : [];
  const warnings = [...inFile, ...resolved.warnings].map(
    ({ text }) => new MeshError('value-invalid', text, { next: 'Look at the configuration file.' }),
  );
  const { secret } = resolved.config;
  const strength = assessSecret(secret ?? '');
  if (strength.strength === 'weak') {
    warnings.push(
      new MeshError('value-invalid', strength.text, {
        next: 'Have a new secret made, and set it on all nodes of the network.',
      }),
    );
  }
  return warnings;
}

/** A profile that was asked for by name should be there; the host's own need not. */
function missingProfile(
  file: ConfigFile | null,
  { profile, chain }: ResolvedConfig,
  options: NodeOptions,
): MeshError[] {
  if (options.profile === undefined || file?.state !== 'loaded' || chain.length > 0) return [];
  return [
    new MeshError(
      'value-invalid',
      `${file.path} has no profile "${profile}"; its global values are used.`,
      {
        next: 'Check the name of the profile.',
      },
    ),
  ];
}

async function bindsOf(
  config: NodeConfig,
  resolver: Resolver,
  kernel: Kernel,
): Promise<Endpoint[]> {
  const found = await Promise.all(config.binds.map((bind) => resolveAddress(bind, 0, resolver)));
  const endpoints = found.flat();
  if (config.binds.length > 0 && endpoints.length === 0) {
    kernel.signals.logError(
      'warning',
      new MeshError(
        'address-unavailable',
        'This machine has no network address besides loopback: the node listens nowhere.',
        {
          next: 'Bind 127.0.0.1 to work on this machine alone, or connect it to a network.',
        },
      ),
    );
  }
  return endpoints;
}

/** Seeds whose names can't be resolved are told of and left out: another seed may do. */
async function seedsOf(config: NodeConfig, resolver: Resolver, kernel: Kernel): Promise<string[]> {
  const found = await Promise.all(
    config.seeds.map(async (seed) => {
      try {
        return await resolveAddress(seed, DEFAULT_TCP_PORT, resolver);
      } catch (error) {
        if (!(error instanceof MeshError)) throw error;
        kernel.signals.logError('error', error, seed);
        return [];
      }
    }),
  );
  return found.flat().map(formatEndpoint);
}

/** Runs the services that the profile names and we have; the others are Perl code of the reference. */
function runServices(config: NodeConfig, kernel: Kernel): void {
  for (const { name, args } of config.services) {
    if (BUILT_IN_SERVICE.test(name)) continue;
    if (kernel.inits.has(name)) kernel.spawn(kernel.id, name, [...args]);
    else {
      kernel.signals.log(
        'info',
        `The service "${name}" of the profile is not one of this program, and was left out.`,
      );
    }
  }
}

function wrapInits(
  inits: Readonly<Record<string, SpawnFunction>>,
  node: () => Node,
): Record<string, InitFunction> {
  return Object.fromEntries(
    Object.entries(inits).map(([name, init]): [string, InitFunction] => [
      name,
      ({ self }, ...args) => init(node(), self, ...args),
    ]),
  );
}
