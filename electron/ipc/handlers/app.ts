import type { Handlers } from '../bridge.ts';
import type { Services } from '../services.ts';

/** Requests about the program and its state. */
export function appHandlers(
  services: Pick<Services, 'info' | 'openState' | 'noteUnsaved'>,
): Pick<Handlers, 'app.info' | 'state.open' | 'window.unsaved'> {
  return {
    'app.info': () => services.info(),
    'state.open': () => services.openState(),
    'window.unsaved': ({ sentences }) => {
      services.noteUnsaved(sentences);
      return null;
    },
  };
}
