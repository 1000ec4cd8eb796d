import { stat, unlink } from 'node:fs/promises';
import { MeshError } from '../shared/errors.ts';
import { isNodeId } from '../shared/ids.ts';
import { createConfig } from './mp/config/create.ts';
import { profileKey } from './mp/config/layers.ts';
import { toFileText } from './mp/config/octets.ts';
import { resolveConfig } from './mp/config/profile.ts';
import { contentOf, readConfig } from './mp/config/rc.ts';

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
  /**
   * Makes sure that a profile is there and makes sense, before a node that runs is ended for it.
   * @throws MeshError `profile-unknown`, `profile-cycle`, `parent-unknown`, `node-id-invalid`, `config-*`
   */
  assertStartable(path: string, profile: string): Promise<void>;
  /** Takes back what {@link create} wrote, unless it was changed since. */
  takeBack(path: string, config: FirstConfig): Promise<void>;
}

/** The real files. */
export const configFiles: ConfigStore = {
  exists,
  create: (path, config) => createConfig(path, contentFor(config)),
  assertStartable,
  takeBack,
};

/** @throws MeshError `node-id-invalid` */
export function assertNodeId(nodeId: string): void {
  if (isNodeId(nodeId)) return;
  throw new MeshError('node-id-invalid', `"${nodeId}" can't be the ID of a node.`);
}

async function assertStartable(path: string, profile: string): Promise<void> {
  const content = contentOf(await readConfig(path));
  if (profileKey(content, profile) === undefined) {
    throw new MeshError('profile-unknown', `There is no profile "${profile}" in ${path}.`);
  }
  resolveConfig(content, { profile, anonymousName: () => 'any' });
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
