/**
 * The app that the end-to-end tests start: it loads Playwright's loader, which holds back the moment when
 * Electron is ready until Playwright is attached, and then the real app. Without it a window that opens
 * while Playwright attaches makes it wait for ever. Before that it loads what a test wants to be there.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const root = process.env.MESHDECK_ROOT;
const about = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

app.setName(about.productName);
app.setVersion(about.version);
app.setAppPath(root);
const require = createRequire(join(root, 'package.json'));
require(join(root, 'node_modules', 'playwright-core', 'lib', 'server', 'electron', 'loader.js'));
if (process.env.MESHDECK_TEST_IMPORT) await import(process.env.MESHDECK_TEST_IMPORT);
await import(pathToFileURL(join(root, about.main)).href);
