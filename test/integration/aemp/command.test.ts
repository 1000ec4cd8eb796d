import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../helpers/folder.ts';
import { freeAddresses, SECRET } from '../../helpers/nodes.ts';
import { Program, type Ended } from '../../helpers/program.ts';

/** What `npm run aemp` runs, without npm around it. */
const COMMAND = fileURLToPath(new URL('../../../build/aemp.mjs', import.meta.url));

function start(path: string, ...argv: string[]): Program {
  return new Program([COMMAND, ...argv], { PERL_ANYEVENT_MP_RC: path });
}

function run(path: string, ...argv: string[]): Promise<Ended> {
  return start(path, ...argv).ended;
}

describe('the command', () => {
  it('writes, shows, and ends with 0', async () => {
    const path = join(temporaryFolder(), 'rc');
    const made = await run(path, 'gensecret', 'profile', 'a', 'gencert', 'binds', '*:4040');
    expect(made).toMatchObject({ code: 0, stdout: '' });
    const { secret, profile } = JSON.parse(readFileSync(path, 'utf8')) as {
      secret: string;
      profile: { a: { cert: string } };
    };
    expect(profile.a.cert).toContain('PRIVATE KEY');
    expect(made.stderr).not.toContain(secret);
    const shown = await run(path, 'showconfig', 'a');
    expect(JSON.parse(shown.stdout)).toMatchObject({ secret, binds: ['*:4040'] });
  });

  it('ends with 2 and one line for what is wrong, and leaves the file alone', async () => {
    const path = join(temporaryFolder(), 'rc');
    writeFileSync(path, '{"secret":"geheim"}', { mode: 0o600 });
    for (const argv of [
      [],
      ['bogus'],
      ['nodeid', 'a', 'monitor_timeout', 'x'],
      ['eval', 'bob', '1'],
    ]) {
      const { code, stdout, stderr } = await run(path, ...argv);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/\. .*\.$/);
    }
    expect(readFileSync(path, 'utf8')).toBe('{"secret":"geheim"}');
  });

  it('says what it is with --help and --version', async () => {
    const path = join(temporaryFolder(), 'rc');
    expect((await run(path, '--help')).stdout).toContain('showconfig');
    expect((await run(path, '--version')).stdout).toMatch(/^Meshdeck aemp \d/);
  });

  it('takes another file with --rc, relative to where it was typed', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'sub'));
    const program = new Program([COMMAND, '--rc', 'sub/rc', 'nodeid', 'x'], {
      INIT_CWD: folder,
      PERL_ANYEVENT_MP_RC: join(folder, 'unused'),
    });
    expect(await program.ended).toMatchObject({ code: 0 });
    expect(JSON.parse(readFileSync(join(folder, 'sub', 'rc'), 'utf8'))).toMatchObject({
      nodeid: 'x',
    });
  });

  it('ends with 1 when nobody answers', async () => {
    const path = join(temporaryFolder(), 'rc');
    const { code, stderr } = await run(
      path,
      '--timeout',
      '0.2',
      'setsecret',
      SECRET,
      'cal',
      'nobody',
      'info',
    );
    expect(code).toBe(1);
    expect(stderr).toContain('"nobody" didn\'t answer within 0.2 seconds.');
    expect(stderr).not.toContain(SECRET);
  });

  it('runs a node until it is ended; the file is stronger than the line', async () => {
    const path = join(temporaryFolder(), 'rc');
    const [address = ''] = await freeAddresses(1);
    await run(path, 'secret', SECRET, 'seeds', address, 'connect_interval', '0.5');
    await run(path, 'profile', 'seed', 'nodeid', 'bob', 'binds', address);
    const line = ['run', 'profile', 'seed', 'nodeid', 'weaker', 'monitor_timeout', '7'];
    // Perl code: left out as if the profile named it.
    const services = '[["AnyEvent::MP::LogCatcher::catcher"],"AnyEvent::MP::Global::"]';
    const node = start(path, ...line, 'services', services);
    // The program must end with the answer, not with the time: that is longer than this test may take.
    const caller = await run(path, '--timeout', '60', 'cal', 'bob', 'info');
    expect(caller).toMatchObject({ code: 0, stdout: '"bob"' });
    const ended = await node.kill('SIGTERM');
    expect(ended).toMatchObject({ code: 0, stdout: '' });
    expect(ended.stderr).toMatch(/"AnyEvent::MP::LogCatcher::catcher" .* was left out\./);
    expect(ended.stderr).not.toContain('Global::');
  });

  it('loses nothing when twenty run at once', async () => {
    const path = join(temporaryFolder(), 'rc');
    const names = Array.from({ length: 20 }, (_, index) => `host${index}`);
    const all = await Promise.all(names.map((name) => run(path, 'addseed', name)));
    expect(all.map(({ code }) => code)).toEqual(names.map(() => 0));
    const { seeds } = JSON.parse(readFileSync(path, 'utf8')) as { seeds: string[] };
    expect(seeds.toSorted()).toEqual(names.toSorted());
  });
});
