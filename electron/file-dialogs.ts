import { basename } from 'node:path';
import { dialog } from 'electron';
import type { BrowserWindow } from 'electron';
import type { FileDialogs } from './ipc/services.ts';
import { readTextFile, writeTextFile } from './text-files.ts';

/** The dialogs of the system, on top of a window. Only files that the person chose are touched. */
export class FileDialogWindow implements FileDialogs {
  readonly #window: BrowserWindow;

  constructor(window: BrowserWindow) {
    this.#window = window;
  }

  async save(name: string, text: string): Promise<{ path: string } | null> {
    // A proposal without folders: the page must not choose where.
    const { canceled, filePath } = await dialog.showSaveDialog(this.#window, {
      defaultPath: basename(name),
      properties: ['createDirectory', 'showOverwriteConfirmation'],
    });
    if (canceled || !filePath) return null;
    await writeTextFile(filePath, text);
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
