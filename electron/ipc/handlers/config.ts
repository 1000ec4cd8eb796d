import type { Profiles } from '../../profiles/profiles.ts';
import type { Handlers } from '../bridge.ts';

type ConfigRequests = Extract<keyof Handlers, `config.${string}` | `profile.${string}`>;

/** Requests that look at the configuration file, change it, and try out its profiles. */
export function configHandlers(profiles: Profiles): Pick<Handlers, ConfigRequests> {
  const { file } = profiles;
  return {
    'config.get': () => file.view(),
    'config.preview': ({ changes }) => file.preview(changes),
    'config.apply': ({ changes }) => file.apply(changes),
    'config.undo': () => file.undo(),
    'config.restore': () => file.restore(),
    'config.repair-mode': () => file.repairMode(),
    'profile.test': ({ profile }) => profiles.test(profile),
    'profile.consequences': ({ profile }) => profiles.consequences(profile),
  };
}
