import { app, dialog, Menu } from 'electron';
import type { MenuItemConstructorOptions } from 'electron';
import type { RuntimeInfo } from '../shared/contract.ts';
import { runtimeText } from './runtime.ts';

/**
 * Sets the menu of the program. Before Electron is ready, so that it doesn't build its own first.
 * @param reload loads the page of the window anew; in development only
 */
export function setMenu(runtime: RuntimeInfo, reload: () => void): void {
  const about = { label: `About ${app.getName()}`, click: () => void showAbout(runtime) };
  Menu.setApplicationMenu(Menu.buildFromTemplate(template(about, reload)));
}

function template(
  about: MenuItemConstructorOptions,
  reload: () => void,
): MenuItemConstructorOptions[] {
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const development: MenuItemConstructorOptions[] = [
    { label: '&Reload', accelerator: 'CommandOrControl+R', click: reload },
    { role: 'toggleDevTools' },
    separator,
  ];
  const zoom: MenuItemConstructorOptions[] = [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    separator,
    { role: 'togglefullscreen' },
  ];
  return [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
    { role: 'fileMenu' },
    { role: 'editMenu' },
    { label: '&View', submenu: [...(app.isPackaged ? [] : development), ...zoom] },
    { role: 'help', submenu: [about] },
  ];
}

async function showAbout(runtime: RuntimeInfo): Promise<void> {
  const lines = [
    runtimeText(runtime),
    `Chromium ${runtime.chrome}`,
    `Node.js ${runtime.node}`,
    '',
    'A dashboard for AnyEvent::MP message-passing networks that is itself a node.',
  ];
  await dialog.showMessageBox({
    type: 'info',
    title: `About ${app.getName()}`,
    message: `${app.getName()} ${app.getVersion()}`,
    detail: lines.join('\n'),
  });
}
