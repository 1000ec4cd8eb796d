/** Noticing that another program changed a file. */

import { watch as watchFolder } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '../../../shared/clock.ts';
import type { Guard } from '../../../shared/guard.ts';
import { followLinks } from './file-system.ts';
import type { FileSystem } from './file-system.ts';

export interface WatchTools {
  files: FileSystem;
  clock: Clock;
  /** Calls back at every event in a folder; may throw where the system can't. */
  watchFolder: (folder: string, onEvent: () => void) => Guard;
}

/** Ms between two looks: not every system and disk tells, and the limit is a second. */
const LOOK_EVERY = 500;
/** Ms to let a program finish what it writes. */
const SETTLE = 50;

/** Folder events of the system. They don't keep a process alive. */
export function systemWatchFolder(folder: string, onEvent: () => void): Guard {
  const watcher = watchFolder(folder, { persistent: false }, onEvent);
  // The folder was removed, say: looking goes on.
  watcher.on('error', () => watcher.close());
  return { dispose: () => watcher.close() };
}

/**
 * Calls `onHint` whenever the file at `path` may have changed, perhaps too often, at most every 50 ms.
 * Looks at the folder rather than at the file, because that is replaced by others of the same name.
 */
export function watchFile(path: string, onHint: () => void, tools: WatchTools): Guard {
  const { clock, files } = tools;
  const guards = new Map<string, Guard>();
  let settling: Guard | undefined;
  let next: Guard | undefined;
  let ended = false;
  let last: string | undefined;

  const hint = (): void => {
    if (ended || settling) return;
    settling = clock.after(SETTLE, () => {
      settling = undefined;
      onHint();
    });
  };
  const lookAgain = (): void => {
    if (!ended) next = clock.after(LOOK_EVERY, () => void look().finally(lookAgain));
  };
  const look = async (): Promise<void> => {
    const now = await signature(path, files);
    await watchFolders(path, guards, hint, tools, () => ended);
    // The first look hints as well: something may have happened before there was anything to compare.
    if (now !== last) hint();
    last = now;
  };
  void look().finally(lookAgain);

  return {
    dispose() {
      ended = true;
      for (const guard of [settling, next, ...guards.values()]) guard?.dispose();
      guards.clear();
    },
  };
}

/** Watches the folders of the path and of the file that it leads to, which may come to be another. */
async function watchFolders(
  path: string,
  guards: Map<string, Guard>,
  hint: () => void,
  { files, watchFolder: start }: WatchTools,
  hasEnded: () => boolean,
): Promise<void> {
  const target = await followLinks(path, files).catch(() => path);
  const wanted = new Set([dirname(path), dirname(target)]);
  for (const [folder, guard] of guards) {
    if (wanted.has(folder)) continue;
    guard.dispose();
    guards.delete(folder);
  }
  for (const folder of wanted) {
    if (hasEnded() || guards.has(folder)) continue;
    try {
      guards.set(folder, start(folder, hint));
    } catch {
      // Not there yet, or no more watchers to be had: looking is enough.
    }
  }
}

/** Differs when the file does, as far as can be told without reading it. */
async function signature(path: string, files: FileSystem): Promise<string> {
  const stats = await files.stat(path).catch(() => undefined);
  if (!stats) return 'missing';
  return [stats.ino, stats.size, stats.mtimeMs, stats.ctimeMs].join(' ');
}
