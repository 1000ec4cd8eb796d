import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../bundle/stamp.mjs';
import { electronArguments } from '../start/flags.mjs';
import { DRAWN } from './measure.mjs';

const PAGE = '<!doctype html><meta charset="utf-8"><title>Hello</title><h1>Hello, world</h1>';

/** Two animation frames after it was shown, a window's first frame has been drawn. */
const MAIN = `import { app, BrowserWindow } from 'electron';
import { join } from 'node:path';

app.whenReady().then(async () => {
  const window = new BrowserWindow({ width: 1280, height: 800, show: false });
  window.once('ready-to-show', async () => {
    window.show();
    await window.webContents.executeJavaScript(
      'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(0))))',
    );
    process.stderr.write('${DRAWN}\\n');
    app.quit();
  });
  await window.loadFile(join(import.meta.dirname, 'index.html'));
});
`;

/**
 * The windows that race: bare and started directly, bare and through npm, and Meshdeck, all with the same
 * switches for Electron.
 *
 * @param {string} binary Electron's program
 * @param {string} folder an empty one for their files
 * @returns {import('./measure.mjs').Competitor[]}
 */
export function competitors(binary, folder) {
  const hello = join(folder, 'hello');
  const options = { superuser: process.getuid?.() === 0, quiet: true };
  const data = `--user-data-dir=${join(folder, 'hello-data')}`;
  const args = electronArguments({ ...options, root: hello, args: [data] });
  writeHello(hello, [binary, ...args]);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const flags = ['--user-data', join(folder, 'data'), '--rc', join(folder, 'rc')];
  return [
    { name: 'direct', command: binary, args, cwd: hello },
    { name: 'npm', command: npm, args: ['start'], cwd: hello },
    { name: 'meshdeck', command: npm, args: ['start', '--', ...flags], cwd: ROOT },
  ];
}

function writeHello(folder, command) {
  const start = command.map((word) => JSON.stringify(word)).join(' ');
  const about = { name: 'hello', version: '1.0.0', main: 'main.mjs', scripts: { start } };
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify(about));
  writeFileSync(join(folder, 'main.mjs'), MAIN);
  writeFileSync(join(folder, 'index.html'), PAGE);
}
