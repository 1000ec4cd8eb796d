import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { runPlain, test } from './launch.ts';

/** Without a display: the utility must not need one. */
const NO_DISPLAY = { DISPLAY: undefined, WAYLAND_DISPLAY: undefined, XAUTHORITY: undefined };

test('aemp as the first word is the utility, without a window', async ({ folder }) => {
  const rc = join(folder, 'rc');
  const variables = { ...NO_DISPLAY, PERL_ANYEVENT_MP_RC: rc };
  const run = (...words: string[]) => runPlain(['aemp', ...words], variables);

  const made = await run('gensecret', 'profile', 'büro', 'gencert', 'binds', '*:4040');
  expect(made).toMatchObject({ code: 0, stdout: '' });
  const { secret } = JSON.parse(readFileSync(rc, 'utf8')) as { secret: string };
  expect(secret).toMatch(/^[0-9A-Za-z]{80,}$/);
  expect(made.stderr).not.toContain(secret);
  if (process.platform !== 'win32') expect(statSync(rc).mode & 0o777).toBe(0o600);

  const shown = await run('showconfig', 'büro');
  expect(shown.code).toBe(0);
  expect(JSON.parse(shown.stdout)).toMatchObject({ secret, binds: ['*:4040'] });

  const before = readFileSync(rc, 'utf8');
  for (const words of [['bogus'], [], ['nodeid', 'a', 'monitor_timeout', 'x']]) {
    const { code, stdout, stderr } = await run(...words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).not.toMatch(/\n\s+at /);
  }
  expect(readFileSync(rc, 'utf8')).toBe(before);
});

test('aemp takes its own options, and answers with 1 when nobody does', async ({ folder }) => {
  const rc = join(folder, 'other');
  const help = await runPlain(['aemp', '--help'], NO_DISPLAY);
  expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining('showconfig') });
  const words = ['--timeout', '0.2', 'gensecret', 'cal', 'nobody', 'info'];
  const asked = await runPlain(['aemp', '--rc', rc, ...words], NO_DISPLAY);
  expect(asked).toMatchObject({ code: 1, stdout: '' });
  expect(asked.stderr).toContain('"nobody" didn\'t answer within 0.2 seconds.');
});
