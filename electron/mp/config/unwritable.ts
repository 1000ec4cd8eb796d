/** Why a configuration file could not be written. */

import { dirname } from 'node:path';
import { MeshError } from '../../../shared/errors.ts';
import { fileError, systemCodeOf } from './file-error.ts';
import { followLinks, systemFiles } from './file-system.ts';
import type { FileSystem } from './file-system.ts';

/** What is to be done about a path that leads nowhere. */
const CORRECT_PATH =
  'Make that folder, or correct the path that --rc or PERL_ANYEVENT_MP_RC names.';

/**
 * The error of a file at `path` that could not be written: `config-unwritable`. A folder that isn't there
 * is never made, because the path may be mistyped; it is named.
 */
export async function unwritable(
  path: string,
  cause: unknown,
  files: Pick<FileSystem, 'stat' | 'readlink'> = systemFiles,
): Promise<MeshError> {
  const folder = systemCodeOf(cause) === 'ENOENT' ? await missingFolder(path, files) : undefined;
  if (folder === undefined) {
    return fileError('config-unwritable', path, 'written', cause, 'its folder takes no files');
  }
  const text = `The configuration file ${path} can't be written: there is no folder ${folder}.`;
  const detail = { path, reason: systemCodeOf(cause) };
  return new MeshError('config-unwritable', text, { next: CORRECT_PATH, detail, cause });
}

/** The folder of the file that `path` leads to, if it isn't there. */
async function missingFolder(
  path: string,
  files: Pick<FileSystem, 'stat' | 'readlink'>,
): Promise<string | undefined> {
  try {
    const folder = dirname(await followLinks(path, files));
    return await files.stat(folder).then(
      () => undefined,
      (error: unknown) => (systemCodeOf(error) === 'ENOENT' ? folder : undefined),
    );
  } catch {
    return undefined;
  }
}
