import { basename } from 'node:path';
import { dialog } from 'electron';
import type { BrowserWindow } from 'electron';
import type { FileToSave } from '../shared/config-view.ts';
import type { FileDialogs } from './ipc/services.ts';
import { octetsOf, readTextFile, writeOwnFile } from './text-files.ts';

/** The dialogs of the system, on top of a window. Only files that the person chose are touched. */
export class FileDialogWindow implements FileDialogs {
  readonly #window: BrowserWindow;

  constructor(window: BrowserWindow) {
    this.#window = window;
  }

  async save({ name, text, encoding = 'utf8' }: FileToSave): Promise<{ path: string } | null> {
    // Before anybody is asked where: what can't be written needs no place.
    const octets = octetsOf(text, encoding);
    // A proposal without folders: the page must not choose where.
    const { canceled, filePath } = await dialog.showSaveDialog(this.#window, {
      defaultPath: basename(name),
      properties: ['createDirectory', 'showOverwriteConfirmation'],
    });
    if (canceled || !filePath) return null;
    await writeOwnFile(filePath, octets);
    return { path: filePath };
  }

  async open(): Promise<{ name: string; text: string } | null> {
    const { canceled, filePaths } = await dialog.showOpenDialog(this.#window, {
      properties: ['openFile'],
    });
    const [path] = filePaths;
    if (canceled || path === undefined) return null;
    return { name: basename(path), text: await readTextFile(path) };
  }
}
