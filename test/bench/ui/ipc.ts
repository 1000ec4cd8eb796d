import type { BrowserWindow, IpcMain, IpcMainInvokeEvent } from 'electron';
import { Bridge } from '../../../electron/ipc/bridge.ts';
import type { Handlers } from '../../../electron/ipc/bridge.ts';
import { Publisher } from '../../../electron/ipc/publisher.ts';
import { REQUEST_SCHEMAS } from '../../../electron/ipc/schemas.ts';
import { systemClock } from '../../../shared/clock.ts';
import { PUSH_CHANNEL, REQUEST_CHANNEL } from '../../../shared/contract.ts';
import type { AppInfo } from '../../../shared/contract.ts';
import { MeshError } from '../../../shared/errors.ts';
import { Feed } from './feed.ts';
import { MessagesRig } from './messages/rig.ts';

const INFO: AppInfo = {
  version: '0.0.0',
  runtime: {
    ...process.versions,
    electron: process.versions['electron'] ?? '',
    chrome: '',
    evaluation: false,
  },
  rc: '',
  profile: 'bench',
  hostName: 'bench',
  localAddresses: [],
};

/** Serves the page through the real bridge and publisher, with a feed behind them, or a real node. */
export function serveRequests(
  ipc: IpcMain,
  window: BrowserWindow,
): { feed: Feed; rig: MessagesRig } {
  const feed = new Feed(() => publisher.touch());
  const rig = new MessagesRig(() => publisher.touch());
  const publisher = new Publisher({
    clock: systemClock,
    parts: () => rig.parts() ?? [feed],
    send: (push) => {
      if (!window.webContents.isDestroyed()) {
        window.webContents.send(PUSH_CHANNEL, JSON.stringify(push));
      }
    },
  });
  const handlers: Handlers = {
    ...nothingServed(),
    ...rig.handlers,
    'app.info': () => INFO,
    'state.open': () => publisher.openState(),
  };
  const bridge = new Bridge<IpcMainInvokeEvent>({
    handlers,
    isTrusted: ({ sender }) => sender === window.webContents,
    onDefect: (error) => void process.stderr.write(`${error.message}\n`),
  });
  ipc.handle(REQUEST_CHANNEL, (event, ...args: unknown[]) => bridge.answer(event, args));
  return { feed, rig };
}

function nothingServed(): Handlers {
  const refuse = (): never => {
    throw new MeshError('not-running', 'There is no node behind this window.');
  };
  const names = Object.keys(REQUEST_SCHEMAS);
  return Object.fromEntries(names.map((name) => [name, refuse])) as unknown as Handlers;
}
