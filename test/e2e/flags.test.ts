import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { runToEnd, test } from './launch.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Width and height in a PNG's first chunk. */
function pictureSize(file: string): [number, number] {
  const picture = readFileSync(file);
  expect(picture.subarray(0, 8)).toEqual(SIGNATURE);
  return [picture.readUInt32BE(16), picture.readUInt32BE(20)];
}

test('--version says what this is and what runs it', async ({ folder }) => {
  const { code, stdout } = await runToEnd(folder, ['--version']);
  const evaluation = process.env['MESHDECK_RUNTIME'] === 'evaluation';
  const note = ' (evaluation runtime: for evaluation and tests only)';
  const version = process.env['MESHDECK_RUNTIME_VERSION'];
  const { version: own } = JSON.parse(
    readFileSync(join(process.env['MESHDECK_ROOT'] ?? '', 'package.json'), 'utf8'),
  ) as { version: string };
  expect(stdout).toBe(`Meshdeck ${own}, Electron ${version}${evaluation ? note : ''}\n`);
  expect(code).toBe(0);
});

test('--help explains every flag', async ({ folder }) => {
  const { code, stdout } = await runToEnd(folder, ['--help']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/--demo[^]*--profile[^]*--rc[^]*--screenshot[^]*--theme/);
});

for (const [flag, sentence] of [
  ['--bogus', /--bogus/],
  ['--demo=0', /--demo takes a number from 1 to 64, not "0"\./],
  ['--theme=blue', /--theme takes "dark" or "light", not "blue"\./],
] as const) {
  test(`${flag} is refused with a sentence`, async ({ folder }) => {
    const { code, stdout, stderr } = await runToEnd(folder, [flag]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
}

test('--screenshot shows the first start', async ({ folder }) => {
  const file = join(folder, 'first.png');
  const { code, stderr } = await runToEnd(folder, ['--screenshot', file]);
  expect(code).toBe(0);
  expect(stderr).toMatch(/^meshdeck: Meshdeck \S+, Electron /);
  const [width, height] = pictureSize(file);
  expect(width).toBeGreaterThanOrEqual(960);
  expect(height).toBeGreaterThanOrEqual(500);
});

test('--screenshot of a demo waits for the mesh, and leaves no process', async ({ folder }) => {
  const file = join(folder, 'demo.png');
  const { code, stderr } = await runToEnd(folder, [
    '--demo=4',
    '--theme',
    'light',
    '--screenshot',
    file,
  ]);
  expect(code).toBe(0);
  for (const node of ['fra-1', 'nyc-1', 'lon-1', 'laptop-1']) {
    expect(stderr).toContain(`${node} is up`);
  }
  expect(pictureSize(file)[0]).toBeGreaterThanOrEqual(960);
  expect(existsSync(join(folder, 'rc'))).toBe(false);
});

test('--screenshot into nowhere says so', async ({ folder }) => {
  const { code, stderr } = await runToEnd(folder, ['--screenshot', join(folder, 'no', 'x.png')]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/The picture can't be written: .*x\.png/);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test('--quit-after ends the program', async ({ folder }) => {
  const started = Date.now();
  const { code } = await runToEnd(folder, ['--quit-after', '1']);
  expect(code).toBe(0);
  expect(Date.now() - started).toBeGreaterThan(1000);
  expect(statSync(join(folder, 'user-data')).isDirectory()).toBe(true);
});

test('a broken file is a sentence on the screen, not an end', async ({ folder, open }) => {
  writeFileSync(join(folder, 'rc'), '{ "secret": nonsense }');
  const { page } = await open();
  const read = () => {
    return page.evaluate(async () => {
      const answer = await window.meshdeck.request('state.open', null);
      return answer.ok ? answer.value.session : undefined;
    });
  };
  await expect.poll(read).toMatchObject({ phase: 'failed', error: { code: 'config-broken' } });
  const content =
    '{ "secret": "abcdefghijklmnop0123456789", "binds": ["127.0.0.1:*"], "nodeid": "mended" }';
  writeFileSync(join(folder, 'rc'), content);
  await page.evaluate(() => window.meshdeck.request('session.retry', null));
  await expect.poll(read).toMatchObject({ phase: 'running', nodeId: 'mended' });
});
