/**
 * The app that an Electron starts when it has none built in: it loads the folder given on the command
 * line. Electron's own does the same and more; the evaluation runtime comes without one.
 */
const MAIN = `import { app } from 'electron';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const folder = process.argv.slice(1).find((arg) => !arg.startsWith('-'));

async function load(path) {
  const about = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  app.setName(about.productName ?? about.name);
  if (about.version) app.setVersion(about.version);
  if (process.platform === 'linux') app.setDesktopName(about.desktopName ?? app.getName() + '.desktop');
  app.setAppPath(path);
  await import(pathToFileURL(join(path, about.main ?? 'index.js')).href);
}

if (folder === undefined) {
  console.log('v' + process.versions.electron);
  app.exit(0);
} else {
  try {
    await load(resolve(folder));
  } catch (error) {
    console.error('The app in ' + folder + " can't be started: " + error.stack);
    app.exit(1);
  }
}
`;

/** The files of `default_app.asar`. */
export const DEFAULT_APP = {
  'package.json': JSON.stringify({ name: 'default-app', main: 'main.js', type: 'module' }),
  'main.js': MAIN,
};
