import type { MessageBoxOptions } from 'electron';
import { BrowserWindow, dialog } from 'electron';
import type { Leaving } from './close-guard.ts';

const STAY = 0;
const DISCARD = 1;
const BUTTONS: Readonly<Record<Leaving, string>> = {
  close: 'Discard and close',
  reload: 'Discard and load again',
};

/**
 * Asks whether what isn't saved may be lost.
 * @param unsaved one sentence each
 * @returns true when the person lets it go
 */
export async function askToDiscard(unsaved: readonly string[], leaving: Leaving): Promise<boolean> {
  const options: MessageBoxOptions = {
    type: 'warning',
    message: 'Not everything is saved.',
    detail: unsaved.join('\n\n'),
    buttons: ['Stay', BUTTONS[leaving]],
    defaultId: STAY,
    cancelId: STAY,
    noLink: true,
  };
  const [window] = BrowserWindow.getAllWindows();
  const { response } = await (window
    ? dialog.showMessageBox(window, options)
    : dialog.showMessageBox(options));
  return response === DISCARD;
}
