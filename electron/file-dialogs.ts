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
    const path = await this.chooseSave(name);
    if (path === null) return null;
    await writeOwnFile(path, octets);
    return { path };
  }

  async open(maxOctets?: number): Promise<{ name: string; text: string } | null> {
    const path = await this.chooseOpen();
    return path === null
      ? null
      : { name: basename(path), text: await readTextFile(path, maxOctets) };
  }

  async chooseSave(name: string): Promise<string | null> {
    // A proposal without folders: the page must not choose where.
    const { canceled, filePath } = await dialog.showSaveDialog(this.#window, {
      defaultPath: basename(name),
      properties: ['createDirectory', 'showOverwriteConfirmation'],
    });
    return canceled || !filePath ? null : filePath;
  }

  async chooseOpen(): Promise<string | null> {
    const { canceled, filePaths } = await dialog.showOpenDialog(this.#window, {
      properties: ['openFile'],
    });
    return canceled ? null : (filePaths[0] ?? null);
  }
}
