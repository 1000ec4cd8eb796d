/** Trying a profile's seeds without joining. */
import type { ProfileTest } from '../../shared/config-view.ts';
import type { probeSeed } from '../mp/mp.ts';
import { resolveConfig } from '../mp/config/profile.ts';
import type { ConfigFile } from './config-file.ts';
import { existingKey } from './layer.ts';
import { inTurns } from './turns.ts';
import type { NodeLife } from './running.ts';

/** Seeds that are tried at the same time: a wrong address takes as long as a handshake may. */
const AT_ONCE = 8;

export interface SeedTestOptions {
  file: Pick<ConfigFile, 'content'>;
  life: Pick<NodeLife, 'running'>;
  probeSeed: typeof probeSeed;
  /** The random part of an ID that no other node has. */
  anonymousName: () => string;
}

/**
 * Tries all seeds of a profile with its secret and its certificate, one test each, in their order.
 * @throws MeshError `profile-*`, `parent-unknown`, `node-id-invalid`, `cert-invalid`
 */
export async function testProfile(profile: string, options: SeedTestOptions): Promise<ProfileTest> {
  const { file, life, anonymousName } = options;
  const content = await file.content();
  existingKey(content, profile);
  const { config } = resolveConfig(content, { profile, anonymousName });
  // A seed that knows us already would say that the name is taken.
  const nodeId =
    life.running()?.node.id === config.nodeId ? `anon/${anonymousName()}` : config.nodeId;
  const tests = await inTurns(config.seeds, AT_ONCE, (seed) =>
    options.probeSeed({
      address: seed,
      secret: config.secret ?? '',
      cert: config.cert,
      tlsRequired: config.tlsRequired,
      nodeId,
    }),
  );
  return { seeds: tests.map((test, index) => ({ seed: config.seeds[index] ?? '', test })) };
}
