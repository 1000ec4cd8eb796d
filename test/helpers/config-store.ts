import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigStore } from '../../electron/mp/config/store.ts';
import type { Change, StoreState } from '../../electron/mp/config/store.ts';
import { MeshError } from '../../shared/errors.ts';
import type { Json } from '../../shared/json.ts';
import { temporaryFolder } from './folder.ts';

/** A file with comments, a number that doesn't fit, a doubly encoded name and a trailing comma. */
export const CONFIG_TEXT = `{
   "secret" : "s3cret", # not for others
   "profile" : {
      "base" : {
         "monitor_timeout" : "20",
         "parent" : "top",
         "x" : 12345678901234567890
      },
      "top" : {
         "binds" : [
            "*:4040"
         ]
      },
      "Ã¼nÃ¯code" : {
         "nodeid" : "web",
         "parent" : "base"
      },
      "desk" : {
         "parent" : "base"
      },
   },
   "version" : 1
}
`;

/** That file in a folder of the running test's own, and a store on it. */
export interface StoreScene {
  folder: string;
  path: string;
  store: ConfigStore;
  /** What the file holds now. */
  text: () => string;
}

export function storeScene(): StoreScene {
  const folder = temporaryFolder();
  const path = join(folder, 'rc');
  writeFileSync(path, CONFIG_TEXT, { mode: 0o600 });
  return { folder, path, store: new ConfigStore(path), text: () => readFileSync(path, 'utf8') };
}

/** The change of one value. */
export const set = (profile: string | null, key: string, value: Json | undefined): Change => ({
  kind: 'set',
  profile,
  key,
  value,
});

/** The coded error that something is rejected with. */
export async function failure(promise: Promise<unknown>): Promise<MeshError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof MeshError) return error;
  throw new Error('no coded error was thrown', { cause: error });
}

/** The state of a file that must have been read. */
export function loaded(state: StoreState): Extract<StoreState, { state: 'loaded' }> {
  if (state.state === 'loaded') return state;
  throw new Error(`the file is ${state.state}`);
}
