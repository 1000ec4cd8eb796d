import type { Handlers } from '../bridge.ts';
import type { Services } from '../services.ts';

/** Requests about the program and its state. */
export function appHandlers(
  services: Pick<Services, 'info' | 'openState'>,
): Pick<Handlers, 'app.info' | 'state.open'> {
  return {
    'app.info': () => services.info(),
    'state.open': () => services.openState(),
  };
}
