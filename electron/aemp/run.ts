/** The word `run`: a node from a profile, as long as nobody ends it. */

import { MeshError } from '../../shared/errors.ts';
import type { Json } from '../../shared/json.ts';
import type { ConfigContent } from '../mp/config/content.ts';
import { resolveConfig, type ResolvedConfig } from '../mp/config/profile.ts';
import { remotePrefix } from '../mp/crypto/names.ts';
import { systemRandom } from '../mp/crypto/random.ts';
import { configure, type Node, type NodeOverrides } from '../mp/mp.ts';

export interface RunOptions {
  rc: string;
  content: ConfigContent;
  /** `undefined`: the profile of this host's name. */
  profile: string | undefined;
  /** Values from the command line: weaker than those of the file, as in the reference. */
  values: Readonly<Record<string, Json>>;
  log: (line: string) => void;
}

/** What each key of the file is called when it is given to a node. */
const OVERRIDES = {
  nodeid: ({ config }) => ({ nodeId: config.nodeId }),
  binds: ({ config }) => ({ binds: config.binds }),
  seeds: ({ config }) => ({ seeds: config.seeds }),
  secret: ({ config }) => ({ secret: config.secret }),
  tls_required: ({ config }) => ({ tlsRequired: config.tlsRequired }),
  framing_format: ({ config }) => ({ framings: config.framingFormat }),
  auth_offer: ({ config }) => ({ authOffer: config.authOffer }),
  auth_accept: ({ config }) => ({ authAccept: config.authAccept }),
  monitor_timeout: ({ config }) => ({ monitorTimeout: config.monitorTimeout }),
  connect_interval: ({ config }) => ({ connectInterval: config.connectInterval }),
  // Told of and left out, like those of the file: they are Perl code.
  services: ({ config }) => ({ services: config.services }),
} as const satisfies Record<string, (resolved: ResolvedConfig) => NodeOverrides>;

/**
 * Starts the node; the promise settles when a signal has ended it.
 * @throws MeshError as `configure`, and `usage` for a value that a node can't be given this way
 */
export async function runNode(options: RunOptions): Promise<void> {
  const { rc, content, profile, values } = options;
  const resolved = resolveConfig(content, {
    profile,
    program: values,
    anonymousName: () => remotePrefix(systemRandom),
  });
  const node = await configure({
    profile,
    rc,
    overrides: overridesOf(resolved, Object.keys(values)),
    onCreate: (created) => follow(created, options.log),
  });
  await ended();
  await node.close();
}

/** Only what the file doesn't say itself: overrides are stronger than it. */
function overridesOf(resolved: ResolvedConfig, keys: readonly string[]): NodeOverrides {
  const given = keys.filter((key) => resolved.origins[key]?.from === 'program');
  const overrides = given.map((key): NodeOverrides => {
    if (isOverride(key)) return OVERRIDES[key](resolved);
    throw new MeshError('usage', `"${key}" can only be set in the configuration file.`);
  });
  return Object.assign({}, ...overrides) as NodeOverrides;
}

function isOverride(key: string): key is keyof typeof OVERRIDES {
  return Object.hasOwn(OVERRIDES, key);
}

function follow(node: Node, log: RunOptions['log']): void {
  node.on('listening', ({ addresses }) => {
    const where = addresses.length > 0 ? `listens on ${addresses.join(', ')}` : 'listens nowhere';
    log(`Node "${node.id}" ${where}.`);
  });
  node.on('up', ({ node: id }) => log(`"${id}" is up.`));
  node.on('down', ({ node: id, reason }) => log(`"${id}" is down: ${String(reason.at(-1))}`));
  node.on('log', ({ level, text, error }) => {
    if (level !== 'debug') log(error ? `${error.message} ${error.next}` : text);
  });
}

function ended(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
