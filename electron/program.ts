import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { BrowserWindow, IpcMainInvokeEvent } from 'electron';
import { clipboard, powerMonitor } from 'electron';
import { systemClock } from '../shared/clock.ts';
import type { RuntimeInfo } from '../shared/contract.ts';
import { PUSH_CHANNEL } from '../shared/contract.ts';
import { MeshError } from '../shared/errors.ts';
import { appInfo } from './app-info.ts';
import type { CloseGuard } from './close-guard.ts';
import { forkWith } from './demo/fork.ts';
import { startDemo } from './demo/network.ts';
import { FileDialogWindow } from './file-dialogs.ts';
import { configFiles } from './first-config.ts';
import type { Flags } from './flags.ts';
import { LibraryFile } from './hand/library/file.ts';
import { Library } from './hand/library/library.ts';
import { Bridge } from './ipc/bridge.ts';
import { createHandlers } from './ipc/handlers/index.ts';
import type { PushPart } from './ipc/publisher.ts';
import { Publisher } from './ipc/publisher.ts';
import { Log } from './log.ts';
import { RememberedLimits } from './message-limits.ts';
import { configPath } from './mp/config/location.ts';
import { ConfigStore } from './mp/config/store.ts';
import { systemRandom } from './mp/crypto/random.ts';
import { generateSecret } from './mp/crypto/secret.ts';
import { configure, probeSeed } from './mp/mp.ts';
import type { LiveMessages } from './observe/inspect/inspector.ts';
import { Inspector } from './observe/inspect/inspector.ts';
import { lastProfile, rememberProfile } from './last-profile.ts';
import { NetworkMemory } from './network-memory.ts';
import { notifier } from './notify.ts';
import { Profiles } from './profiles/profiles.ts';
import type { NodeLife } from './profiles/running.ts';
import type { Clipboard } from './profiles/secret-clipboard.ts';
import { isOwnUrl } from './protocol.ts';
import { RunStarter } from './run.ts';
import { runtimeText } from './runtime.ts';
import { ScreenLock } from './screen-lock.ts';
import { Session } from './session.ts';

export interface ProgramOptions {
  flags: Flags;
  version: string;
  runtime: RuntimeInfo;
  window: BrowserWindow;
  /** Path of the headless node's bundle. */
  headless: string;
  /** Folder of what is remembered from one start to the next. */
  data: string;
  /** Asks before what isn't saved is lost. */
  guard: CloseGuard;
}

/** Everything behind the window, put together. */
export interface Program {
  session: Session;
  profiles: Profiles;
  bridge: Bridge<IpcMainInvokeEvent>;
  log: Log;
  /** Ends the node, and leaves nothing secret behind. */
  close: () => Promise<void>;
}

/** Puts the parts behind the window together; nothing runs yet. */
export function createProgram({
  flags,
  version,
  runtime,
  window,
  headless,
  data,
  guard,
}: ProgramOptions): Program {
  const clock = systemClock;
  const rc = flags.rc ?? configPath();
  const memory = join(data, 'profiles.json');
  const given = flags.profile ?? lastProfile(memory, rc);
  const profile = given ?? hostname();
  const parts: PushPart[] = [];
  const publisher = publish(window, parts);
  const touch = (): void => publisher.touch();
  const log = new Log(clock, (line) => void process.stderr.write(`${line}\n`), touch);
  log.add('info', `Meshdeck ${version}, ${runtimeText(runtime)}`);
  const networks = new NetworkMemory(data, (error) => {
    log.add('warning', `What was decided about this network could not be kept: ${String(error)}`);
  });
  const newSecret = (): string => generateSecret(systemRandom);
  const fork = forkWith(headless);
  const onLoss = (id: string, code: number): void => {
    log.add('warning', `The demo node ${id} ended with code ${code}`, { peer: id });
  };
  const limits = new RememberedLimits(join(data, 'messages.json'));
  const files = new FileDialogWindow(window);
  const newToken = (): string => randomUUID();
  const library = new Library({
    file: new LibraryFile(join(data, 'library.jsonl')),
    dialogs: files,
    clock,
    newId: newToken,
    onProblem: (error) => log.add('warning', error.message, { error }),
    onChange: touch,
  });
  const starter = new RunStarter({
    profile: given,
    clock,
    log,
    configure,
    startDemo: (nodes) => startDemo({ nodes, secret: newSecret(), fork, clock, onLoss }),
    newToken,
    memory: (file, name) => networks.begin(file, name),
    hand: { variables: () => library.variables, notify: notifier(window) },
    limits: () => limits.get(),
    onObserved: touch,
  });
  const session = new Session({
    rc,
    profile,
    config: configFiles,
    starter,
    probeSeed,
    newSecret,
    onFailure: (error) => log.add('error', error.message, { error }),
    onChange: touch,
    onChosen: (chosen) => rememberProfile(memory, rc, chosen),
    onRenamed: (before, now) => networks.rename(rc, before, now),
  });
  const profiles = createProfiles(rc, session, log, touch);
  const lock = new ScreenLock(touch);
  const live = (): LiveMessages | null => liveMessages(session);
  const inspector = new Inspector({ live, clock, files, limits, version, onChange: touch });
  parts.push(session.part, profiles.file, profiles.rotation, lock, log, inspector, library);
  leaveNothingBehind(profiles, lock, window);
  guard.add(() => profiles.rotation.atStake());
  // What the page had is lost with it, also when it crashed.
  onNewPage(window, () => guard.note([]));
  const bridge = new Bridge<IpcMainInvokeEvent>({
    handlers: createHandlers({
      info: () => appInfo({ version, runtime, rc, profile }),
      session,
      profiles,
      files,
      inspector,
      library,
      openState: () => publisher.openState(),
      noteUnsaved: (sentences) => guard.note(sentences),
      writeClipboard: async (text) => {
        await clipboard.writeText(text);
      },
    }),
    isTrusted: (event) => isFromPage(event, window),
    onDefect: (error) => log.add('error', error.message, { error }),
  });
  const close = async (): Promise<void> => {
    await Promise.all([inspector.close(), profiles.close(), session.close(), library.close()]);
  };
  return { session, profiles, bridge, log, close };
}

function createProfiles(rc: string, life: NodeLife, log: Log, onChange: () => void): Profiles {
  return new Profiles({
    store: new ConfigStore(rc),
    life,
    clock: systemClock,
    random: systemRandom,
    clipboard: systemClipboard,
    probeSeed,
    onChange,
    onWarning: ({ code, message, next }, about) => {
      const error = new MeshError(code, `The certificate "${about}": ${message}`, { next });
      log.add('warning', error.message, { error });
    },
  });
}

/** What is secret goes with whoever asked for it. */
function leaveNothingBehind(profiles: Profiles, lock: ScreenLock, window: BrowserWindow): void {
  // Who locks the screen leaves: secrets must not wait for whoever comes.
  powerMonitor.on('lock-screen', () => {
    lock.note();
    void profiles.clipboard.clear().catch(() => undefined);
  });
  // A page that loads anew knows no tokens.
  onNewPage(window, () => profiles.texts.forgetAll());
  window.once('closed', () => profiles.texts.forgetAll());
}

function liveMessages({ state }: Session): LiveMessages | null {
  if (state.phase !== 'running') return null;
  const { profile, observation } = state.run;
  return { log: observation.messages, profile };
}

const systemClipboard: Clipboard = {
  read: () => clipboard.readText(),
  write: (text) => clipboard.writeText(text),
  clear: () => clipboard.clear(),
};

/** Sends to the window while it is there and can be seen. */
function publish(window: BrowserWindow, parts: readonly PushPart[]): Publisher {
  const { webContents } = window;
  const publisher = new Publisher({
    clock: systemClock,
    parts: () => parts,
    send: (push) => {
      if (!webContents.isDestroyed()) webContents.send(PUSH_CHANNEL, JSON.stringify(push));
    },
  });
  for (const name of ['hide', 'minimize'] as const) {
    window.on(name as 'hide', () => publisher.pause());
  }
  for (const name of ['show', 'restore'] as const) {
    window.on(name as 'show', () => publisher.resume());
  }
  window.once('closed', () => publisher.close());
  // A page that loads anew asks for everything anew.
  onNewPage(window, () => publisher.close());
  return publisher;
}

function onNewPage({ webContents }: BrowserWindow, action: () => void): void {
  webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) action();
  });
}

/** Only the page of our own window may ask, not a frame in it and not what a crash left behind. */
function isFromPage({ sender, senderFrame }: IpcMainInvokeEvent, window: BrowserWindow): boolean {
  if (window.isDestroyed() || sender !== window.webContents || !senderFrame) return false;
  return senderFrame.parent === null && isOwnUrl(senderFrame.url);
}
