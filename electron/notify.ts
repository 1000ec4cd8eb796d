import type { BrowserWindow } from 'electron';
import { Notification } from 'electron';
import type { Notify } from './hand/watches.ts';

/** Shows notifications of the desktop, where it has them; a click brings the window to the front. */
export function notifier(window: BrowserWindow): Notify {
  return (title, text) => {
    if (!Notification.isSupported()) return;
    const notification = new Notification({ title, body: text, silent: true });
    notification.on('click', () => {
      if (window.isDestroyed()) return;
      window.show();
      window.focus();
    });
    notification.show();
  };
}
