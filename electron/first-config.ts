import { stat, unlink } from 'node:fs/promises';
import { MeshError } from '../shared/errors.ts';
import { isNodeId } from '../shared/ids.ts';
import { createConfig } from './mp/config/create.ts';
import { profileKey } from './mp/config/layers.ts';
import { toFileText } from './mp/config/octets.ts';
import { contentOf, readConfig } from './mp/config/rc.ts';
import { rehearse } from './mp/rehearsal.ts';

/** What the first configuration file says. */
export interface FirstConfig {
  profile: string;
  nodeId: string;
  secret: string;
  binds: readonly string[];
  seeds: readonly string[];
}

/** The place of the configuration file, as far as the first start needs it. */
export interface ConfigStore {
  exists(path: string): Promise<boolean>;
  /** @throws MeshError `config-exists`, `config-unwritable`, `value-invalid` */
  create(path: string, config: FirstConfig): Promise<void>;
  /** @throws MeshError `profile-unknown`, `config-*` */
  assertProfile(path: string, profile: string): Promise<void>;
  /**
   * Makes sure that a node could start with a profile, before one that runs is ended for it.
   * @param held addresses of the one that runs, which are free afterwards
   * @throws MeshError why it couldn't
   */
  assertStartable(path: string, profile: string, held: readonly string[]): Promise<void>;
  /** Takes back what {@link create} wrote, unless it was changed since. */
  takeBack(path: string, config: FirstConfig): Promise<void>;
}

/** The real files. */
export const configFiles: ConfigStore = {
  exists,
  create: (path, config) => createConfig(path, contentFor(config)),
  assertProfile,
  assertStartable: (rc, profile, held) => rehearse({ rc, profile, held }),
  takeBack,
};

/** @throws MeshError `node-id-invalid` */
export function assertNodeId(nodeId: string): void {
  if (isNodeId(nodeId)) return;
  throw new MeshError('node-id-invalid', `"${nodeId}" can't be the ID of a node.`);
}

async function assertProfile(path: string, profile: string): Promise<void> {
  const content = contentOf(await readConfig(path));
  if (profileKey(content, profile) !== undefined) return;
  throw new MeshError('profile-unknown', `There is no profile "${profile}" in ${path}.`);
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    // Whatever else is wrong with it is said by who reads it.
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

/** The secret is global: other profiles that are added to the file are in the same network. */
function contentFor({ profile, nodeId, secret, binds, seeds }: FirstConfig) {
  const values = {
    nodeid: toFileText(nodeId),
    binds: [...binds],
    ...(seeds.length > 0 && { seeds: [...seeds] }),
  };
  return {
    globals: { secret: toFileText(secret) },
    profiles: new Map([[toFileText(profile), values]]),
  };
}

async function takeBack(path: string, config: FirstConfig): Promise<void> {
  const file = await readConfig(path);
  if (file.state === 'missing') return;
  const { profiles, globals } = file.content;
  const values = profiles.get(toFileText(config.profile));
  const ours = profiles.size === 1 && values?.['nodeid'] === toFileText(config.nodeId);
  if (ours && globals['secret'] === toFileText(config.secret)) await unlink(path);
}
