import type { Rotation } from '../../profiles/rotation.ts';
import type { Handlers } from '../bridge.ts';
import type { FileDialogs } from '../services.ts';

/** Requests that lead a network to a new secret. */
export function rotationHandlers(
  rotation: Rotation,
  files: Pick<FileDialogs, 'save'>,
): Pick<Handlers, Extract<keyof Handlers, `rotation.${string}`>> {
  return {
    'rotation.begin': ({ profile }) => rotation.begin(profile),
    'rotation.ask': () => rotation.ask(),
    'rotation.move': () => rotation.move(),
    'rotation.cancel': () => {
      rotation.cancel();
      return null;
    },
    'rotation.invite': async ({ passphrase }) => {
      const { name, text } = await rotation.invite(passphrase);
      const saved = await files.save({ name, text });
      if (saved) rotation.saved(saved.path);
      return saved;
    },
    'rotation.reveal': () => ({ secret: rotation.reveal() }),
    'rotation.copy': async () => {
      await rotation.copy();
      return null;
    },
  };
}
