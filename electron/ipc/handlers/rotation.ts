import type { Rotation } from '../../profiles/rotation.ts';
import type { Handlers } from '../bridge.ts';

/** Requests that lead a network to a new secret. */
export function rotationHandlers(
  rotation: Rotation,
): Pick<Handlers, Extract<keyof Handlers, `rotation.${string}`>> {
  return {
    'rotation.begin': ({ profile }) => rotation.begin(profile),
    'rotation.ask': () => rotation.ask(),
    'rotation.move': () => rotation.move(),
    'rotation.cancel': () => {
      rotation.cancel();
      return null;
    },
    'rotation.invite': ({ passphrase }) => rotation.invite(passphrase),
  };
}
