import { readdirSync } from 'node:fs';
import { expect } from '@playwright/test';
import type { Meshdeck } from './launch.ts';
import { test } from './launch.ts';

const PAGE = 'meshdeck://app/index.html';

/** Statuses of addresses, asked for by the browser itself: the page may not connect anywhere. */
function statusesOf({ app }: Meshdeck, addresses: string[]): Promise<(number | string)[]> {
  return app.evaluate(async ({ net }, urls) => {
    const ask = (url: string) => net.fetch(url).then(({ status }) => status, String);
    return Promise.all(urls.map(ask));
  }, addresses);
}

test('the page runs sandboxed, isolated and without Node.js', async ({ open }) => {
  const { app, page } = await open();
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    // Undocumented, but the only way to ask what is really in force.
    const contents = window?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>;
    };
    return contents.getLastWebPreferences();
  });
  expect(preferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  });
  expect(preferences['nodeIntegrationInWorker']).toBeFalsy();
  expect(preferences['nodeIntegrationInSubFrames']).toBeFalsy();
  expect(preferences['allowRunningInsecureContent']).toBeFalsy();
  expect(preferences['experimentalFeatures']).toBeFalsy();
  const globals = ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'];
  expect(await page.evaluate((names) => names.filter((name) => name in window), globals)).toEqual(
    [],
  );
});

test('the preload script gives two functions and nothing else', async ({ open }) => {
  const { page } = await open();
  const bridge = await page.evaluate(() => {
    const members = Object.entries(window.meshdeck).map(([name, value]) => [name, typeof value]);
    return Object.fromEntries(members) as Record<string, string>;
  });
  expect(bridge).toEqual({ request: 'function', onPush: 'function' });
});

test('the page comes from its own scheme with a strict policy', async ({ open }) => {
  const { app, page } = await open();
  expect(page.url()).toBe(PAGE);
  const headers = await app.evaluate(async ({ net }, url) => {
    const response = await net.fetch(url);
    return Object.fromEntries(response.headers);
  }, PAGE);
  const policy = headers['content-security-policy']?.split('; ');
  expect(policy).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'none'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]);
  expect(headers['x-content-type-options']).toBe('nosniff');
});

test('the policy is in force: no inline script, no evaluation, no connection', async ({ open }) => {
  const { page } = await open();
  const refused = await page.evaluate(async () => {
    const violations: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => {
      violations.push(event.effectiveDirective);
    });
    const script = document.createElement('script');
    script.textContent = 'window.inlineRan = true';
    document.head.append(script);
    const style = document.createElement('style');
    style.textContent = 'body { outline: 3px solid red }';
    document.head.append(style);
    const frame = document.createElement('iframe');
    frame.src = 'meshdeck://app/index.html';
    document.body.append(frame);
    const image = new Image();
    image.src = 'https://example.com/x.png';
    await fetch('meshdeck://app/index.html').catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 300));
    frame.remove();
    return { violations: violations.sort(), ran: 'inlineRan' in window };
  });
  expect(refused.ran).toBe(false);
  expect(refused.violations).toEqual([
    'connect-src',
    'frame-src',
    'img-src',
    'script-src-elem',
    'style-src-elem',
  ]);
  // In the page's own script; what Playwright evaluates is exempt from the policy.
  const evaluated = await page.evaluate(() => {
    return new Promise((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.blockedURI));
      setTimeout('window.evaluated = true', 0);
      setTimeout(() => resolve('evaluated' in window), 300);
    });
  });
  expect(evaluated).toBe('eval');
});

test('workers come from our own files, and are as confined as the page', async ({ open }) => {
  const { page } = await open();
  const script = readdirSync('out/renderer/assets').find((name) =>
    /^graph\.worker-.*\.js$/.test(name),
  );
  const results = await page.evaluate(async (own) => {
    const start = (address: string | URL) =>
      new Promise<string>((resolve) => {
        let worker: Worker;
        try {
          worker = new Worker(address, { type: 'module' });
        } catch (error) {
          return resolve((error as Error).name);
        }
        worker.onmessage = ({ data }) => resolve((data as { kind: string }).kind);
        worker.onerror = () => setTimeout(() => resolve('failed'), 100);
        const points = new Float32Array(4);
        const picture = {
          width: 4,
          height: 4,
          points,
          colour: [1, 2, 3],
          strength: 1,
          mostSteps: 9,
        };
        worker.postMessage({ kind: 'density', id: 1, ...picture });
        setTimeout(() => resolve('silent'), 3_000);
      });
    const code = 'postMessage({ kind: "ran" })';
    return {
      own: await start(new URL(`assets/${own}`, location.href)),
      data: await start(`data:text/javascript,${code}`),
      blob: await start(URL.createObjectURL(new Blob([code], { type: 'text/javascript' }))),
    };
  }, script);
  expect(results).toEqual({ own: 'density', data: 'SecurityError', blob: 'SecurityError' });
});

test('the scheme gives out nothing but the page', async ({ open }) => {
  const meshdeck = await open();
  const refused = [
    'meshdeck://app/../package.json',
    'meshdeck://app/..%2f..%2fpackage.json',
    'meshdeck://app/..%2fmain.js',
    'meshdeck://app/assets/..%2f..%2fmain.js',
    'meshdeck://app/..%5cmain.js',
    'meshdeck://app/%2fetc%2fpasswd',
    'meshdeck://app/main.js',
    'meshdeck://other/index.html',
  ];
  expect(await statusesOf(meshdeck, [PAGE, ...refused])).toEqual([200, ...refused.map(() => 404)]);
});

test('all permissions are denied', async ({ open }) => {
  const { page } = await open();
  const states = await page.evaluate(async () => {
    const names = [
      'geolocation',
      'notifications',
      'camera',
      'microphone',
      'clipboard-read',
      'midi',
    ];
    const asked = names.map(async (name) => {
      const { state } = await navigator.permissions.query({ name: name as PermissionName });
      return state;
    });
    return Promise.all(asked);
  });
  expect(new Set(states)).toEqual(new Set(['denied']));
  const refused = await page.evaluate(async () => ({
    notification: await Notification.requestPermission(),
    position: await new Promise<unknown>((resolve) => {
      navigator.geolocation.getCurrentPosition(resolve, (error) => resolve(error.code));
    }),
    clipboard: await navigator.clipboard.readText().then(String, (e: Error) => e.name),
  }));
  expect(refused).toEqual({
    notification: 'denied',
    // PERMISSION_DENIED
    position: 1,
    clipboard: 'NotAllowedError',
  });
});

test('the page stays where it is, and opens nothing', async ({ open }) => {
  const { app, page } = await open();
  const opened = await page.evaluate(async () => {
    const window_ = window.open('https://example.com/');
    const link = document.createElement('a');
    link.href = 'https://example.com/';
    link.click();
    location.href = 'file:///etc/passwd';
    location.href = 'meshdeck://app/other.html';
    await new Promise((resolve) => setTimeout(resolve, 500));
    return window_;
  });
  expect(opened).toBeNull();
  expect(page.url()).toBe(PAGE);
  const views = await page.evaluate(() => {
    const view = document.createElement('webview') as HTMLElement & { getURL?: unknown };
    view.setAttribute('src', 'https://example.com/');
    document.body.append(view);
    return typeof view.getURL;
  });
  expect(views).toBe('undefined');
  const count = await app.evaluate(({ webContents }) => webContents.getAllWebContents().length);
  expect(count).toBe(1);
});

test('downloads are refused', async ({ open }) => {
  const { app, page } = await open();
  const started = app.evaluate(({ session }) => {
    return new Promise<boolean>((resolve) => {
      session.defaultSession.once('will-download', (event) => resolve(event.defaultPrevented));
    });
  });
  await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = 'data:text/plain,hello';
    link.download = 'hello.txt';
    link.click();
  });
  expect(await started).toBe(true);
});
