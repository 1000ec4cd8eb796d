/** The node that a protocol word is for a while. */

import { MeshError } from '../../shared/errors.ts';
import type { ConfigContent } from '../mp/config/content.ts';
import { resolveConfig, type ResolvedConfig } from '../mp/config/profile.ts';
import { remotePrefix } from '../mp/crypto/names.ts';
import { systemRandom } from '../mp/crypto/random.ts';
import { configure, type Node, type NodeOverrides } from '../mp/mp.ts';

/** Where the reference keeps values for these words. */
const DEFAULT_PROFILE = 'aemp';
const ANONYMOUS = 'anon/';
/** Any free port of all addresses: without it we could not talk to nodes that listen nowhere. */
const BINDS: readonly string[] = ['*:*'];
/** Errors worth telling when it didn't work out. */
const MAX_PROBLEMS = 3;
/** Warnings that don't explain why a node can't be reached. */
const NOT_TOLD: ReadonlySet<string> = new Set(['value-invalid', 'address-unavailable']);

export interface TemporaryNode {
  node: Node;
  /** Why nodes could not be reached, as far as is known. */
  problems: readonly MeshError[];
}

/**
 * Joins the network with the values of a profile.
 *
 * The node ID is a random one, because the profile's own may belong to a running node. Only the profile
 * `aemp` itself may name one, and binds.
 *
 * @param profile `null`: `aemp`, if it exists
 * @throws MeshError as `configure`
 */
export async function openTemporaryNode(
  content: ConfigContent,
  profile: string | null,
): Promise<TemporaryNode> {
  const resolved = resolveConfig(content, {
    profile: profile ?? DEFAULT_PROFILE,
    program: { nodeid: ANONYMOUS },
    anonymousName: () => remotePrefix(systemRandom),
  });
  const problems: MeshError[] = [];
  const node = await configure({
    rc: null,
    profile: resolved.profile,
    overrides: overridesOf(resolved, profile === null),
    onCreate: (created) =>
      created.on('log', ({ error }) => {
        if (error && !NOT_TOLD.has(error.code) && problems.length < MAX_PROBLEMS) {
          problems.push(error);
        }
      }),
  });
  if (resolved.config.seeds.length === 0) problems.push(noSeeds(resolved.profile));
  return { node, problems };
}

function overridesOf({ config, origins }: ResolvedConfig, ownValues: boolean): NodeOverrides {
  const own = (key: string) => ownValues && origins[key]?.from === 'profile';
  return {
    nodeId: own('nodeid') ? config.nodeId : ANONYMOUS,
    binds: own('binds') ? config.binds : BINDS,
    seeds: config.seeds,
    secret: config.secret,
    cert: config.cert,
    tlsRequired: config.tlsRequired,
    framings: config.framingFormat,
    authOffer: config.authOffer,
    authAccept: config.authAccept,
    monitorTimeout: config.monitorTimeout,
    connectInterval: config.connectInterval,
  };
}

function noSeeds(profile: string): MeshError {
  return new MeshError('destination-unknown', `The profile "${profile}" has no seeds.`, {
    next: 'Set them, for example with: seeds HOST:PORT.',
  });
}
