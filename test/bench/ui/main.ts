/**
 * The main process while the window is measured. Window, preload script, protocol, bridge and publisher are
 * those of the program; only what they tell is made up. Takes orders as `lines.ts` says, and answers each
 * with `{"tell": ANSWER, …}`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, ipcMain, nativeTheme, protocol, session } from 'electron';
import { denyPermissions } from '../../../electron/security.ts';
import { APP_SCHEME, serveApp } from '../../../electron/protocol.ts';
import { openWindow } from '../../../electron/window.ts';
import { takeOrders, tell } from '../lines.ts';
import { Bench } from './bench.ts';
import { serveRequests } from './ipc.ts';
import { MessagesBench } from './messages/bench.ts';

type Answer = Readonly<Record<string, unknown>>;

/** The last argument: where things are. */
const { out, pages, userData } = JSON.parse(process.argv.at(-1) ?? '') as {
  /** The folder of the built program. */
  out: string;
  /** The scripts for the page. */
  pages: string[];
  userData: string;
};

app.setPath('userData', userData);
protocol.registerSchemesAsPrivileged([APP_SCHEME]);
app.on('window-all-closed', () => app.exit(0));
// Not awaited here: at the top level that would keep Electron from ever getting ready.
app.whenReady().then(start).catch(fail);

async function start(): Promise<void> {
  nativeTheme.themeSource = 'dark';
  denyPermissions(session.defaultSession);
  serveApp(protocol, join(out, 'renderer'));
  const window = openWindow(join(out, 'preload.cjs'));
  const { feed, rig } = serveRequests(ipcMain, window);
  const bench = new Bench(window, feed);
  const messages = new MessagesBench(window, bench, rig);
  await bench.open(pages.map((page) => readFileSync(page, 'utf8')).join('\n'));
  const order = (action: (facts: Record<string, unknown>) => Promise<Answer | void>) => {
    return (facts: Readonly<Record<string, unknown>>) => {
      action(facts).then((result) => tell(String(facts['answer']), result ?? {}), fail);
    };
  };
  takeOrders({
    reload: order(() => bench.reload()),
    look: order((facts) => bench.look(facts)),
    show: order((facts) => bench.show(facts)),
    press: order((facts) => bench.press(facts)),
    frames: order((facts) => bench.frames(facts)),
    gaps: order((facts) => bench.gaps(facts)),
    memory: order(() => bench.memory()),
    'messages-open': order((facts) => messages.open(facts)),
    'messages-close': order(() => messages.close()),
    arrived: order((facts) => messages.arrived(facts)),
    traffic: order((facts) => messages.traffic(facts)),
    heap: order(() => messages.heap()),
    filter: order((facts) => messages.filter(facts)),
    'open-newest': order((facts) => messages.openNewest(facts)),
    scroll: order((facts) => messages.scroll(facts)),
  });
  tell('ready');
}

function fail(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  app.exit(1);
}
