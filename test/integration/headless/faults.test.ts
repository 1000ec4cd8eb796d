import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listen } from '../../../electron/mp/transport/listener.ts';
import { temporaryFolder } from '../../helpers/folder.ts';
import { Headless } from '../../helpers/headless.ts';
import type { Ended } from '../../helpers/program.ts';
import { SECRET } from '../../helpers/nodes.ts';

const environment = { MESHDECK_SECRET: SECRET };

/** Ends of a node that can't start: a sentence that says what is wrong and what to do, and code 2. */
async function refused(args: string[], env: Record<string, string> = environment): Promise<Ended> {
  const ended = await new Headless(args, env).ended;
  expect(ended.code).toBe(2);
  expect(ended.stderr).toMatch(/\S+\. [A-Z].+\.\n$/);
  return ended;
}

function configuration(text: string): string {
  const file = join(temporaryFolder(), 'rc');
  writeFileSync(file, text, { mode: 0o600 });
  return file;
}

describe('the headless node says what is wrong with', () => {
  it.each([
    [[], /no command/],
    [['fly'], /no command "fly"/],
    [['run', '--bogus'], /--bogus/],
    [['run', 'a', 'b'], /"b" is too much/],
    [['run', '--traffic', 'fast'], /--traffic/],
    [['run', '--no-rc', '--nodeid', 'a#b'], /a#b/],
    [['run', '--no-rc', '--nodeid', 'a', '--bind', 'nonsense:port:x'], /nonsense:port:x/],
    [['run', '--no-rc', '--nodeid', 'a', '--bind', '127.0.0.1:99999'], /65535/],
  ])('its command line: %j', async (args, words) => {
    expect((await refused(args)).stderr).toMatch(words);
  });

  it('a missing file and no secret', async () => {
    const { stderr } = await refused(['run', '--rc', join(temporaryFolder(), 'none')], {});
    expect(stderr).toMatch(/There is no file .*none.*MESHDECK_SECRET/);
  });

  it('a broken file, with line and column', async () => {
    const { stderr } = await refused([
      'run',
      '--rc',
      configuration('{\n  "secret": "x"\n  "seeds": []\n}'),
    ]);
    expect(stderr).toMatch(/line 3, column 3/);
  });

  it('a file that is a folder', async () => {
    const folder = join(temporaryFolder(), 'rc');
    mkdirSync(folder);
    await refused(['run', '--rc', folder]);
  });

  it.skipIf(process.getuid?.() === 0)('a file that it may not read', async () => {
    const file = configuration('{}');
    chmodSync(file, 0);
    await refused(['run', '--rc', file]);
  });

  it('profiles that are their own ancestors', async () => {
    const rc = configuration('{"profile":{"a":{"parent":"b"},"b":{"parent":"a"}}}');
    const { stderr } = await refused(['run', 'a', '--rc', rc]);
    expect(stderr).toMatch(/"a".*"b"/);
  });

  it('an address in use', async () => {
    const taken = await listen({ ip: '127.0.0.1', tcpPort: 0 }, () => undefined);
    const { stderr } = await refused(['run', '--no-rc', '--nodeid', 'a', '--bind', taken.address]);
    await taken.close();
    expect(stderr).toContain(taken.address);
  });

  it('its faults as events too', async () => {
    const { stdout } = await refused(['run', '--no-rc', '--nodeid', 'a#b', '--events']);
    expect(JSON.parse(stdout)).toMatchObject({ event: 'error', code: 'node-id-invalid' });
  });
});

describe('the headless node goes on', () => {
  it('when its seed can’t be reached, and says so', async () => {
    const gone = await listen({ ip: '127.0.0.1', tcpPort: 0 }, () => undefined);
    await gone.close();
    const node = new Headless(
      ['run', '--no-rc', '--nodeid', 'a', '--no-bind', '--seed', gone.address, '--events'],
      environment,
    );
    expect(await node.event({ event: 'error', code: 'seed-unreachable' })).toMatchObject({
      peer: gone.address,
      next: expect.stringMatching(/firewall/) as string,
    });
    expect((await node.kill('SIGTERM')).code).toBe(0);
  });

  it('when the name of a seed means nothing', async () => {
    const node = new Headless(
      [
        'run',
        '--no-rc',
        '--nodeid',
        'a',
        '--no-bind',
        '--seed',
        'no-such-host.invalid',
        '--events',
      ],
      environment,
    );
    await node.event({ event: 'error', code: 'host-unknown' });
  });
});
