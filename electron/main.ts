import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { app, BrowserWindow, ipcMain, nativeTheme, protocol, session } from 'electron';
import { REQUEST_CHANNEL } from '../shared/contract.ts';
import { toMeshError } from '../shared/errors.ts';
import { CloseGuard } from './close-guard.ts';
import { askToDiscard } from './close-question.ts';
import { whenDrawn } from './drawn.ts';
import type { Flags } from './flags.ts';
import { aempWords, HELP, ownArguments, parseFlags } from './flags.ts';
import { setMenu } from './menu.ts';
import type { Program } from './program.ts';
import { APP_SCHEME, serveApp } from './protocol.ts';
import { runtimeInfo, runtimeText } from './runtime.ts';
import { confinePages, denyPermissions } from './security.ts';
import { openWindow } from './window.ts';

/** The folder that this was built into. */
const OUT = dirname(fileURLToPath(import.meta.url));
/** Longest wait for the node to leave its network, ms; whoever quits doesn't want to wait. */
const QUIT_TIMEOUT = 3_000;

const runtime = runtimeInfo(process.versions, process.env['MESHDECK_RUNTIME']);
const own = ownArguments(process.argv, !app.isPackaged);
const words = aempWords(own);
const flags = words ? null : readFlags(own);
if (flags) prepare(flags);
// Awaited here, so that Electron doesn't get ready: nothing of a window starts, and no display is needed.
if (words) app.exit(await runAemp(words));

function readFlags(args: readonly string[]): Flags | null {
  try {
    const read = parseFlags(args);
    if (read.help) return print(HELP);
    if (read.version) return print(`Meshdeck ${app.getVersion()}, ${runtimeText(runtime)}\n`);
    return read;
  } catch (error) {
    const { message, next } = toMeshError(error);
    process.stderr.write(`${message} ${next}\n`);
    app.exit(2);
    return null;
  }
}

/**
 * Runs the aemp utility. It is a part of its own, which the window never loads, and finds its command line
 * as if Node.js had started it.
 * @returns its exit code
 */
async function runAemp(argv: readonly string[]): Promise<number> {
  const part = join(OUT, 'aemp.mjs');
  process.argv = [process.execPath, part, ...argv];
  await import(pathToFileURL(part).href);
  await new Promise((written) => process.stdout.write('', written));
  return Number(process.exitCode ?? 0);
}

function print(text: string): null {
  process.stdout.write(text);
  app.exit(0);
  return null;
}

/** What has to be done before Electron is ready. */
function prepare(given: Flags): void {
  if (given.userData !== undefined) app.setPath('userData', resolve(given.userData));
  protocol.registerSchemesAsPrivileged([APP_SCHEME]);
  confinePages(app);
  const guard = new CloseGuard({ ask: askToDiscard });
  setMenu(runtime, () => void guard.reload(reloadPage));
  app.on('window-all-closed', () => app.quit());
  // Not awaited here: at the top level that would keep Electron from ever getting ready.
  app
    .whenReady()
    .then(() => start(given, guard))
    .catch(fail);
}

/** The window comes first; what is behind it is put together while its page loads. */
async function start(given: Flags, guard: CloseGuard): Promise<void> {
  if (given.theme) nativeTheme.themeSource = given.theme;
  denyPermissions(session.defaultSession);
  serveApp(protocol, join(OUT, 'renderer'));
  const window = openWindow(join(OUT, 'preload.cjs'));
  guard.watch(window);
  // Whoever ends the program so isn't there to answer.
  const end = (): void => {
    guard.release();
    app.quit();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, end);
  const drawn = whenDrawn(window.webContents);
  reportDrawn(drawn);
  const program = load(given, window, guard);
  ipcMain.handle(REQUEST_CHANNEL, async (event, ...args: unknown[]) => {
    return (await program).bridge.answer(event, args);
  });
  leaveAtQuit(program);
  if (given.quitAfter !== undefined) setTimeout(end, given.quitAfter * 1000);
  await run(given, window, await program, drawn, end);
}

async function load(given: Flags, window: BrowserWindow, guard: CloseGuard): Promise<Program> {
  const { createProgram } = await import('./program.ts');
  const headless = join(OUT, 'headless.mjs');
  const data = app.getPath('userData');
  const version = app.getVersion();
  return createProgram({ flags: given, version, runtime, window, headless, data, guard });
}

async function run(
  given: Flags,
  window: BrowserWindow,
  { session: life, profiles, log }: Program,
  drawn: Promise<void>,
  end: () => void,
): Promise<void> {
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    log.add('error', `The page of the window ended unexpectedly (${reason}) and is loaded again`);
    if (reason !== 'clean-exit') window.webContents.reload();
  });
  void profiles.file.open();
  if (given.demo === null) void life.begin({ kind: 'configured' });
  // Many processes start: they must not delay the window.
  else void drawn.then(() => life.begin({ kind: 'demo', nodes: given.demo ?? 1 }));
  if (given.screenshot === undefined) return;
  const { takeScreenshot } = await import('./screenshot.ts');
  const { systemClock } = await import('../shared/clock.ts');
  const options = {
    contents: window.webContents,
    drawn,
    state: () => life.state,
    clock: systemClock,
  };
  await takeScreenshot(resolve(given.screenshot), options);
  log.add('info', `Wrote ${given.screenshot}`);
  end();
}

function reloadPage(): void {
  for (const { webContents } of BrowserWindow.getAllWindows()) webContents.reload();
}

/** For measuring how long a start takes. */
function reportDrawn(drawn: Promise<void>): void {
  const report = process.env['MESHDECK_BENCH_READY'] === '1';
  drawn.then(
    () => report && process.stderr.write('meshdeck: window drawn\n'),
    // The window was closed before; nothing is left to report.
    () => undefined,
  );
}

function leaveAtQuit(program: Promise<Program>): void {
  let left = false;
  app.on('will-quit', (event) => {
    if (left) return;
    event.preventDefault();
    left = true;
    const patience = new Promise((done) => setTimeout(done, QUIT_TIMEOUT));
    const leaving = program.then((running) => running.close());
    Promise.race([leaving, patience]).then(() => app.exit(0), fail);
  });
}

function fail(error: unknown): void {
  const { message, next } = toMeshError(error);
  process.stderr.write(`meshdeck: ${message} Next step: ${next}\n`);
  app.exit(1);
}
