/** The previous version of a configuration file, and its mode. */

import { MeshError } from '../../../shared/errors.ts';
import { parseConfig } from './content.ts';
import { fileError, systemCodeOf } from './file-error.ts';
import { FILE_MODE, followLinks } from './file-system.ts';
import type { FileSystem } from './file-system.ts';
import { readRegularFile } from './rc.ts';
import { isUsable } from './state.ts';
import { BACKUP_SUFFIX, reviseFile } from './write.ts';
import type { WriteTools } from './write.ts';

/** Where a broken file goes when its backup takes its place; the backup itself stays. */
export const BROKEN_SUFFIX = '~broken~';

/**
 * Puts the previous version in the place of the file at `path`. That becomes the previous version in
 * turn, but not when it is broken: then it is kept as `FILE~broken~`.
 *
 * @throws MeshError `config-unreadable` (there is no backup), `config-broken` (it is broken, too),
 *   `config-unwritable`
 */
export async function restoreBackup(path: string, tools: WriteTools): Promise<void> {
  const target = await followLinks(path, tools.files);
  const backup = `${target}${BACKUP_SUFFIX}`;
  const revise = async (present: Uint8Array | undefined) => {
    const raw = await readRegularFile(backup, tools.files);
    if (!raw) throw noBackup(backup);
    parseConfig(raw.octets, backup);
    if (present && Buffer.compare(present, raw.octets) === 0) return undefined;
    const place = present && isUsable(present) ? backup : `${target}${BROKEN_SUFFIX}`;
    // Whoever writes right afterwards knows better.
    return { octets: raw.octets, backup: place, survivesIn: () => true };
  };
  await reviseFile(path, revise, tools);
}

/**
 * Takes the file at `path` and its backup away from everybody but their owner.
 *
 * @throws MeshError `config-unwritable` (they belong to somebody else)
 */
export async function repairMode(path: string, files: FileSystem): Promise<void> {
  const target = await followLinks(path, files);
  for (const file of [target, `${target}${BACKUP_SUFFIX}`]) {
    try {
      await files.chmod(file, FILE_MODE);
    } catch (error) {
      if (systemCodeOf(error) !== 'ENOENT') {
        throw fileError('config-unwritable', file, 'changed', error);
      }
    }
  }
}

function noBackup(path: string): MeshError {
  return new MeshError('config-unreadable', `There is no backup ${path}.`, {
    detail: { path },
    next: 'Mend the file, or remove it and begin anew.',
  });
}
