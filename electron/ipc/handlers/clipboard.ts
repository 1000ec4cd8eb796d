import type { Handlers } from '../bridge.ts';
import type { Services } from '../services.ts';

/** Requests about the clipboard: the page itself may not touch it. */
export function clipboardHandlers(
  services: Pick<Services, 'writeClipboard'>,
): Pick<Handlers, 'clipboard.write'> {
  return {
    'clipboard.write': async ({ text }) => {
      await services.writeClipboard(text);
      return null;
    },
  };
}
