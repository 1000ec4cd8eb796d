import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ElectronApplication, Page } from '@playwright/test';
import { _electron, test as base } from '@playwright/test';

/** Starts the real app so that Playwright can attach in time. */
const BOOT = fileURLToPath(new URL('boot', import.meta.url));

/** What a run of the program left behind. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Meshdeck {
  app: ElectronApplication;
  page: Page;
}

interface Fixtures {
  /** A folder of the test's own. */
  folder: string;
  /** Opens the window with these flags; it is closed when the test ends. */
  open: (...flags: string[]) => Promise<Meshdeck>;
}

/** Tests that drive the real window, each with a folder, a configuration and settings of its own. */
export const test = base.extend<Fixtures>({
  // Playwright wants the first argument to be written like this.

  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'meshdeck-e2e-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  },
  open: async ({ folder }, use) => {
    const running: ElectronApplication[] = [];
    await use(async (...flags) => {
      const app = await _electron.launch({
        executablePath: variable('MESHDECK_ELECTRON'),
        args: electronArguments(BOOT, withOwnFolder(folder, flags)),
        env: environment(),
      });
      running.push(app);
      return { app, page: await app.firstWindow() };
    });
    for (const app of running) await letGo(app);
  },
});

/** Ends the program. Nobody is there any more to say what may be lost. */
async function letGo(app: ElectronApplication): Promise<void> {
  const discard = app.evaluate(({ dialog }) => {
    dialog.showMessageBox = () => Promise.resolve({ response: 1, checkboxChecked: false });
  });
  // The test may have ended it.
  await discard.catch(() => undefined);
  await app.close();
}

/**
 * Runs the program to its end, without driving it.
 * @param onText called for everything that it writes to stderr
 */
export function runToEnd(
  folder: string,
  flags: readonly string[],
  onText: (child: ChildProcess, text: string) => void = () => undefined,
): Promise<Ended> {
  return runPlain(withOwnFolder(folder, flags), {}, onText);
}

/**
 * The same with nothing but these arguments.
 * @param variables of the environment besides our own; `undefined` takes one away
 */
export function runPlain(
  own: readonly string[],
  variables: Readonly<Record<string, string | undefined>> = {},
  onText: (child: ChildProcess, text: string) => void = () => undefined,
): Promise<Ended> {
  const args = electronArguments(variable('MESHDECK_ROOT'), own);
  const env = { ...environment(), ...variables };
  const child = spawn(variable('MESHDECK_ELECTRON'), args, { env });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    onText(child, chunk.toString());
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Settings and configuration in the test's folder, unless the test says otherwise. */
function withOwnFolder(folder: string, flags: readonly string[]): string[] {
  const given = (name: string) => flags.some((flag) => flag.split('=')[0] === name);
  return [
    ...flags,
    ...(given('--user-data') ? [] : ['--user-data', join(folder, 'user-data')]),
    ...(given('--rc') ? [] : ['--rc', join(folder, 'rc')]),
  ];
}

/** @param app folder of the app to start */
function electronArguments(app: string, flags: readonly string[]): string[] {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return [...sandbox, '--disable-gpu', '--log-level=3', app, ...flags];
}

function environment(): Record<string, string> {
  const env = Object.entries(process.env).filter((entry): entry is [string, string] => {
    return entry[1] !== undefined && entry[0] !== 'ELECTRON_RUN_AS_NODE';
  });
  return Object.fromEntries(env);
}

/** What the global set-up of the tests has found. */
function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: run the tests with npm test`);
  return value;
}
