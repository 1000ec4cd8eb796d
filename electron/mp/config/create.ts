/** Writing a configuration file that isn't there yet: the first start. */

import { randomBytes } from 'node:crypto';
import { link, rename, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { MeshError } from '../../../shared/errors.ts';
import type { Json } from '../../../shared/json.ts';
import { EMPTY_CONTENT, parseConfig } from './content.ts';
import type { ConfigContent } from './content.ts';
import { systemCodeOf } from './file-error.ts';
import { flushFolder, followLinks, writeFlushed } from './file-system.ts';
import { unwritable } from './unwritable.ts';

/** The reference's utility indents so. */
const INDENT = 3;
/** All that protocol section 9 knows. */
const FILE_VERSION = 1;
/** What file systems without hard links answer. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'UNKNOWN']);

/** What goes into a new file. */
export type NewConfig = Partial<ConfigContent>;

/** The file operation that not every file system has; replaced in tests. */
export interface CreateTools {
  link: (from: string, to: string) => Promise<void>;
}

/**
 * Writes a new configuration file at `path`, mode 0600. A dangling symbolic link is followed. The folder
 * must be there: a mistyped path makes none.
 *
 * The text is written and flushed beside the place and then linked to it: a crash at any moment leaves
 * no file or all of it, and of several programs doing this at once one wins.
 *
 * @throws MeshError `config-exists` (nothing was changed), `config-unwritable`, or `value-invalid` for
 *   values that can't be read back
 */
export async function createConfig(
  path: string,
  config: NewConfig,
  tools: CreateTools = { link },
): Promise<void> {
  const octets = Buffer.from(configText(config), 'utf8');
  verify(octets, path);
  try {
    const target = await followLinks(path);
    await writeAndPublish(target, octets, tools);
  } catch (error) {
    throw error instanceof MeshError ? error : await unwritable(path, error);
  }
}

/** The text of a configuration file, laid out as by the reference's utility. */
export function configText(config: NewConfig): string {
  const { globals, profiles, strays = [] } = { ...EMPTY_CONTENT, ...config };
  const { version: _version, ...values } = globals;
  const profile = Object.fromEntries<Json>([...profiles, ...strays]);
  const tree = { ...values, profile, version: FILE_VERSION };
  return `${JSON.stringify(tree, null, INDENT)}\n`;
}

/** Rather no file than one that the next start can't read. */
function verify(octets: Uint8Array, path: string): void {
  try {
    parseConfig(octets, path);
  } catch (error) {
    throw new MeshError('value-invalid', "A value contains text that the file can't hold.", {
      cause: error,
    });
  }
}

async function writeAndPublish(target: string, octets: Buffer, tools: CreateTools): Promise<void> {
  const temporary = `${target}~new~${process.pid}-${randomBytes(6).toString('hex')}`;
  try {
    await writeFlushed(temporary, octets);
    await publish(temporary, target, tools);
  } finally {
    // After a rename, or when it could never be made, it isn't there.
    await unlink(temporary).catch(() => undefined);
  }
  await flushFolder(dirname(target));
}

/** Gives the finished file its name, unless something has that name. */
async function publish(temporary: string, target: string, tools: CreateTools): Promise<void> {
  try {
    await tools.link(temporary, target);
  } catch (error) {
    const code = systemCodeOf(error);
    if (code === 'EEXIST') throw exists(target);
    if (!NO_LINKS.has(code)) throw error;
    // Two programs could both get past this look, but only on a disk such as FAT.
    if (await isThere(target)) throw exists(target);
    await rename(temporary, target);
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

function exists(path: string): MeshError {
  return new MeshError('config-exists', `The configuration file ${path} exists already.`, {
    detail: { path },
  });
}
