import type { Secrets } from '../../profiles/secrets.ts';
import type { Handlers } from '../bridge.ts';

/** Requests about secrets. Only `secret.reveal` answers with one, because a person asked to see it. */
export function secretHandlers(
  secrets: Secrets,
): Pick<Handlers, Extract<keyof Handlers, `secret.${string}`>> {
  return {
    'secret.generate': ({ profile }) => secrets.generate(profile),
    'secret.set': ({ profile, secret }) => secrets.set(profile, secret),
    'secret.assess': ({ secret }) => secrets.assess(secret),
    'secret.reveal': async ({ profile }) => ({ secret: await secrets.reveal(profile) }),
    'secret.copy': async ({ profile }) => {
      await secrets.copy(profile);
      return null;
    },
  };
}
