import { expect } from '@playwright/test';
import { REQUEST_CHANNEL } from '../../shared/contract.ts';
import { test } from './launch.ts';

test('requests are answered, malformed ones with a code', async ({ open }) => {
  const { page } = await open();
  const answers = await page.evaluate(async () => {
    // As a hijacked page would: without types.
    const request = window.meshdeck.request as (...args: unknown[]) => Promise<{
      ok: boolean;
      error?: { code: string };
    }>;
    const ask = async (...args: unknown[]) => {
      const answer = await request(...args);
      return answer.ok ? 'ok' : answer.error?.code;
    };
    return Promise.all([
      ask('app.info', null),
      ask('app.info'),
      ask('nonsense', null),
      ask(undefined, null),
      ask('session.demo', { nodes: 1e9 }),
      ask('session.demo', new Map([['nodes', 1]])),
      ask('session.demo', { nodes: new Date() }),
      ask('message.send', { to: ['a'], message: ['x'.repeat(10_000_000)] }),
      ask('message.send', { to: ['a'], message: new Array(1_000) }),
      ask('survey.now', null),
    ]);
  });
  expect(answers).toEqual([
    'ok',
    'ipc-invalid',
    'ipc-unknown',
    'ipc-unknown',
    'ipc-invalid',
    'ipc-invalid',
    'ipc-invalid',
    'ipc-too-large',
    'ipc-invalid',
    'not-running',
  ]);
});

test('the page learns which runtime runs', async ({ open }) => {
  const { app, page } = await open('--profile', 'test profile');
  const electron = await app.evaluate(() => process.versions['electron']);
  const answer = await page.evaluate(() => window.meshdeck.request('app.info', null));
  expect(answer).toMatchObject({
    ok: true,
    value: {
      runtime: { electron, evaluation: process.env['MESHDECK_RUNTIME'] === 'evaluation' },
      profile: 'test profile',
    },
  });
});

test('requests from any other page are refused', async ({ open, folder }) => {
  const { app } = await open();
  const preload = `${process.env['MESHDECK_ROOT']}/out/preload.cjs`;
  const answer = await app.evaluate(
    async ({ BrowserWindow }, { script, file }) => {
      const { writeFileSync } = process.getBuiltinModule('node:fs');
      writeFileSync(file, '<p>a stranger</p>');
      const webPreferences = { preload: script, sandbox: true };
      const stranger = new BrowserWindow({ show: false, webPreferences });
      await stranger.loadFile(file);
      const ask = "window.meshdeck.request('app.info', null)";
      const result: unknown = await stranger.webContents.executeJavaScript(ask);
      stranger.destroy();
      return result;
    },
    { script: preload, file: `${folder}/stranger.html` },
  );
  expect(answer).toMatchObject({ ok: false, error: { code: 'ipc-sender' } });
});

test('nothing listens on other channels', async ({ open }) => {
  const { app } = await open();
  const channels = await app.evaluate(({ ipcMain }) => {
    const handlers = (ipcMain as unknown as { _invokeHandlers?: Map<string, unknown> })
      ._invokeHandlers;
    // Electron itself keeps the event "error" from ending the program.
    const heard = ipcMain.eventNames().filter((name) => name !== 'error');
    return { invoked: [...(handlers?.keys() ?? [])], heard };
  });
  expect(channels).toEqual({ invoked: [REQUEST_CHANNEL], heard: [] });
});

test('a page that loads anew gets everything anew', async ({ open }) => {
  const { page } = await open();
  const phase = () => {
    return page.evaluate(async () => {
      const answer = await window.meshdeck.request('state.open', null);
      return answer.ok ? answer.value.session?.phase : answer.error.code;
    });
  };
  expect(await phase()).toBe('first-start');
  await page.reload();
  expect(await phase()).toBe('first-start');
});
