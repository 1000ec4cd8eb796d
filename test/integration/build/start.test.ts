import { spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { PARTS } from '../../../build/bundle.mjs';
import { remember } from '../../../build/bundle/stamp.mjs';
import { writeState } from '../../../build/setup/state.mjs';
import { eventually } from '../../helpers/eventually.ts';
import { temporaryFolder } from '../../helpers/folder.ts';

const ROOT = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

/**
 * Stands in for Electron: notes its process, a child's and the display's, then waits, or ends as it is
 * told. What is tested here is what npm start does around it.
 */
const FAKE_ELECTRON = `#!/bin/sh
case "$*" in *--end-with*) echo "args $*"; exit 7 ;; esac
sleep 1000 &
echo "$$ $! $XAUTHORITY $MESHDECK_RUNTIME" > "$NOTES.part"
mv "$NOTES.part" "$NOTES"
case "$*" in *--stubborn*) trap '' TERM ;; esac
wait
wait
`;

/** A variable without a value isn't passed on. */
const NO_DISPLAY = { DISPLAY: undefined, WAYLAND_DISPLAY: undefined };

/** A project that is set up and built, so that npm start goes straight to its Electron. */
function startableProject() {
  const root = temporaryFolder();
  cpSync(join(ROOT, 'build'), join(root, 'build'), { recursive: true });
  cpSync(join(ROOT, 'package.json'), join(root, 'package.json'));
  writeFileSync(join(root, 'package-lock.json'), '{"packages":{}}');
  mkdirSync(join(root, 'node_modules'));
  mkdirSync(join(root, 'out', 'renderer'), { recursive: true });
  for (const [name, part] of Object.entries(PARTS)) {
    const record = remember(name, part, root);
    writeFileSync(join(root, 'out', part.output), '');
    record();
  }
  const dist = join(root, 'electron-dist');
  const binary = join(dist, 'electron');
  mkdirSync(dist);
  writeFileSync(binary, FAKE_ELECTRON);
  chmodSync(binary, 0o755);
  const runtime = {
    dist,
    binary,
    version: '1.2.3',
    evaluation: true,
    source: 'evaluation' as const,
  };
  writeFileSync(join(root, 'node_modules', '.package-lock.json'), '{"packages":{}}');
  writeState(root, { dependencies: true, runtime, librariesFor: binary });
  return { root, notes: join(root, 'notes') };
}

/** Starts it without a display, like a machine that has none. */
function start(args: string[], { root, notes } = startableProject(), more = {}) {
  const env = { ...process.env, NOTES: notes, INIT_CWD: '/somewhere', ...more, ...NO_DISPLAY };
  const child = spawn(process.execPath, [join(root, 'build', 'start.mjs'), ...args], { env });
  onTestFinished(() => void child.kill('SIGTERM'));
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  const ended = new Promise<number | string | null>((resolve) => {
    child.on('close', (code, signal) => resolve(code ?? signal));
  });
  return { child, ended, notes, output: () => output };
}

/** Waits until the stand-in runs; tells who belongs to it. */
async function running({ notes }: { notes: string }) {
  await until(() => existsSync(notes));
  const [electron = '', child = '', cookie = '', runtime] = readFileSync(notes, 'utf8')
    .trim()
    .split(' ');
  const processes = [Number(electron), Number(child), findProcess(cookie)];
  // Should the test fail, its processes must not outlive it.
  onTestFinished(() => processes.filter(isAlive).forEach((pid) => process.kill(pid, 'SIGKILL')));
  return { processes, cookie, runtime };
}

/** The process that has a text on its command line: Xvfb, by its cookie. */
function findProcess(text: string): number {
  const commandLine = (pid: string) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    } catch {
      return '';
    }
  };
  const found = readdirSync('/proc').filter((pid) => commandLine(pid).includes(text));
  expect(found).toHaveLength(1);
  return Number(found[0]);
}

const until = (condition: () => boolean) => eventually(() => expect(condition()).toBe(true));

/** Whether a process runs; one that ended and only waits to be noticed doesn't. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

async function expectGone(processes: number[], child: ChildProcess) {
  await until(() => ![...processes, child.pid ?? 0].some(isAlive));
}

describe.runIf(process.platform === 'linux')('npm start', () => {
  it('passes on flags, output and exit code, and says that it runs under Xvfb', async () => {
    const { ended, output } = start(['--rc', 'my-rc', '--end-with']);
    expect(await ended).toBe(7);
    expect(output()).toContain('There is no display: running under Xvfb.');
    expect(output()).toMatch(/args .*--disable-gpu --log-level=3 \S+ --rc \/somewhere\/my-rc/);
  });

  it('tells the app which Electron it runs on', async () => {
    const started = start([]);
    expect((await running(started)).runtime).toBe('evaluation');
    started.child.kill('SIGTERM');
    await started.ended;
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('leaves nothing behind after %s', async (signal, code) => {
    const started = start([]);
    const { processes } = await running(started);
    expect(processes.every(isAlive)).toBe(true);
    started.child.kill(signal);
    expect(await started.ended).toBe(code);
    await expectGone(processes, started.child);
  });

  it('ends an app that does not listen, when it is asked again', async () => {
    const started = start(['--stubborn']);
    const { processes } = await running(started);
    started.child.kill('SIGTERM');
    // Two signals at once would be one.
    const again = setInterval(() => started.child.kill('SIGTERM'), 200);
    expect(await started.ended.finally(() => clearInterval(again))).toBe(143);
    await expectGone(processes, started.child);
  });

  it('leaves nothing behind when it is killed', async () => {
    const started = start([]);
    const { processes, cookie } = await running(started);
    started.child.kill('SIGKILL');
    await expectGone(processes, started.child);
    await until(() => !existsSync(cookie));
  });

  it('sets up first, and says why it can not', async () => {
    const env = { ELECTRON_OVERRIDE_DIST_PATH: '/nowhere' };
    const { ended, output } = start([], startableProject(), env);
    expect(await ended).toBe(1);
    expect(output()).toContain('ELECTRON_OVERRIDE_DIST_PATH is set to /nowhere');
    expect(output()).toContain('Next step: unset the variable');
  });
});
