import type { Passphrases } from '../../profiles/passphrases.ts';
import type { Handlers } from '../bridge.ts';

/** Requests about passphrases that a person is choosing; one that is made goes back to be read out. */
export function passphraseHandlers(
  passphrases: Passphrases,
): Pick<Handlers, Extract<keyof Handlers, `passphrase.${string}`>> {
  return {
    'passphrase.assess': ({ passphrase }) => passphrases.assess(passphrase),
    'passphrase.generate': () => ({ passphrase: passphrases.generate() }),
    'passphrase.copy': async ({ passphrase }) => {
      await passphrases.copy(passphrase);
      return null;
    },
  };
}
