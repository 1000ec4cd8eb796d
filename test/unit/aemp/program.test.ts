import { readFileSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../shared/errors.ts';
import { Utility } from '../../helpers/aemp.ts';

const SAMPLES = new URL('../../fixtures/vectors/config/', import.meta.url);
const sample = (name: string) => readFileSync(new URL(name, SAMPLES), 'utf8');

describe('the recorded file', () => {
  it('is what the words make that it was recorded with', async () => {
    const utility = new Utility();
    await utility.run('setsecret', 'geheim', 'seeds', '10.0.0.1:4040,10.0.0.2:4040');
    await utility.run('profile', 'base', 'binds', '*:4040', 'monitor_timeout', '20');
    await utility.run(
      'profile',
      'server',
      'parent',
      'base',
      'nodeid',
      'anon/',
      'services',
      '[["My::Svc::init",1,"two"],"AnyEvent::MP::Global::"]',
    );
    await utility.run(
      'profile',
      'laptop',
      'setbinds',
      '',
      'framing_format',
      '["json"]',
      'auth_offer',
      '["hmac_md6_64_256"]',
    );
    await utility.run('profile', 'ünïcode', 'nodeid', 'web-1.example:4040');
    expect(utility.content).toEqual(JSON.parse(sample('aemp-rc.json')));
    expect(statSync(utility.path).mode & 0o777).toBe(0o600);
  });

  it.each(['base', 'server', 'laptop'])('shows %s as recorded', async (name) => {
    const utility = new Utility(sample('aemp-rc.json'));
    const [profile, config] = [
      await utility.run('showprofile', name),
      await utility.run('showconfig', name),
    ];
    expect(JSON.parse(profile)).toEqual(JSON.parse(sample(`showprofile-${name}.json`)));
    expect(JSON.parse(config)).toEqual(JSON.parse(sample(`showconfig-${name}.json`)));
  });

  it('has a profile that is found by its plain name', async () => {
    const utility = new Utility(sample('aemp-rc.json'));
    expect(JSON.parse(await utility.run('showprofile', 'ünïcode'))).toEqual({
      nodeid: 'web-1.example:4040',
    });
    await utility.run('profile', 'ünïcode', 'delnodeid', 'addseed', 'a');
    expect(utility.content).toMatchObject({ profile: { 'Ã¼nÃ¯code': { seeds: ['a'] } } });
  });
});

describe('the configuration lines of the tutorial', () => {
  it('can be typed as they stand', async () => {
    const utility = new Utility();
    await utility.run('gensecret');
    await utility.run('profile', 'seed', 'binds', '*:4040');
    await utility.run('seeds', '*:4040', 'nodeid', 'anon/');
    await utility.run('profile', 'mysrvnode', 'services', 'mymod::service::');
    await utility.run('profile', 'ruth', 'addservice', 'BK::Backend::IRC::');
    await utility.run('profile', 'seed', 'nodeid', 'anon/', 'binds', '*:4040');
    expect(utility.content).toEqual({
      version: 1,
      secret: expect.stringMatching(/^[0-9A-Za-z]{86,}$/) as string,
      seeds: ['*:4040'],
      nodeid: 'anon/',
      profile: {
        seed: { binds: ['*:4040'], nodeid: 'anon/' },
        mysrvnode: { services: ['mymod::service::'] },
        ruth: { services: ['BK::Backend::IRC::'] },
      },
    });
  });
});

describe('a certificate', () => {
  const [own, other] = ['network.pem', 'other.pem'].map(
    (name) => new URL(`../../fixtures/tls/${name}`, import.meta.url),
  );

  it('is taken from a file as it stands there', async () => {
    const utility = new Utility();
    await utility.run('setcert', own?.pathname ?? '');
    expect(utility.content).toMatchObject({ cert: readFileSync(own ?? '', 'utf8') });
    await utility.run('cert', other?.pathname ?? '');
    expect(utility.content).toMatchObject({ cert: readFileSync(other ?? '', 'utf8') });
    await utility.run('delcert');
    expect(utility.content).toEqual({ version: 1, profile: {} });
  });

  it.each([['no such file'], ['package.json']])('is refused when it is %s', async (file) => {
    const utility = new Utility('{}');
    await expect(utility.run('setcert', file)).rejects.toMatchObject({ code: 'cert-invalid' });
    expect(utility.text).toBe('{}');
  });
});

describe('what is wrong', () => {
  const before =
    '{ "secret": "geheim", # mine\n  "profile": { "a": { "parent": "b" }, "b": {} } }\n';

  it.each<[ErrorCode, string[]]>([
    ['usage', ['bogus']],
    ['usage', []],
    ['usage', ['setnodeid']],
    ['usage', ['constructor', 'x']],
    ['usage', ['showconfig', 'a', 'key']],
    ['usage', ['eval', 'bob', '$$']],
    ['usage', ['shell']],
    ['usage', ['restart', 'bob']],
    ['usage', ['["setnodeid"]']],
    ['usage', ['[["setnodeid"]]']],
    ['usage', ['run', 'a', 'seeds']],
    ['usage', ['run', 'a', 'bogus', '1']],
    ['value-invalid', ['["setnodeid",null]']],
    ['value-invalid', ['setnodeid', '']],
    ['node-id-invalid', ['setnodeid', 'a#b']],
    ['value-invalid', ['setsecret', '']],
    ['value-invalid', ['setsecret', '{"a":1}']],
    ['value-invalid', ['setseeds', '{"a":1}']],
    ['address-invalid', ['setseeds', 'a:b:c']],
    ['address-invalid', ['setbinds', 'a,b:99999']],
    ['address-invalid', ['addbind', 'a:0']],
    ['value-invalid', ['addbind', '["a"]']],
    ['value-invalid', ['setservices', '[[]]']],
    ['value-invalid', ['monitor_timeout', 'soon']],
    ['value-invalid', ['connect_interval', '0']],
    ['value-invalid', ['framing_format', 'json']],
    ['value-invalid', ['auth_offer', '[{}]']],
    ['value-invalid', ['nodelay', 'off']],
    ['value-invalid', ['autocork', 'false']],
    ['value-invalid', ['profile', '']],
    ['value-invalid', ['profile', '["a"]']],
    ['parent-unknown', ['profile', 'a', 'setparent', 'nobody']],
    ['profile-cycle', ['profile', 'b', 'setparent', 'a']],
    ['value-invalid', ['profile', 'a', 'delprofile', 'a', 'setnodeid', 'x']],
    ['destination-invalid', ['snd', '#x', 'hi']],
    ['destination-invalid', ['trace', 'a;b']],
    ['value-invalid', ['cal', '["a"]', 'hi']],
  ])('%s: %j', async (code, argv) => {
    const utility = new Utility(before);
    // The good word before it must have no effect either.
    const line = argv.length > 0 && !argv[0]?.startsWith('[') ? ['setnodeid', 'x', ...argv] : argv;
    await expect(utility.run(...line)).rejects.toMatchObject({ code });
    expect(utility.text).toBe(before);
  });

  it('is a file that is no JSON, which is never written', async () => {
    const utility = new Utility('{ "secret": "geheim"');
    await expect(utility.run('setnodeid', 'x')).rejects.toMatchObject({ code: 'config-broken' });
    await expect(utility.run('showconfig')).rejects.toMatchObject({ code: 'config-broken' });
    expect(utility.text).toBe('{ "secret": "geheim"');
  });

  it('is said without repeating what may be a secret', async () => {
    const utility = new Utility();
    for (const argv of [
      ['setsecret', 'Top', 'Secret7'],
      ['setsecret', '["S7"]'],
      ['S7cret', 'x'],
    ]) {
      await expect(utility.run(...argv)).rejects.toThrow(/^(?!.*(S7|Secret7))/);
    }
  });
});

describe('secrets', () => {
  it('are printed only by the words that show', async () => {
    const utility = new Utility();
    const printed = await utility.run(
      'setsecret',
      'verborgen',
      'profile',
      'a',
      'setsecret',
      'tief',
    );
    expect([printed, ...utility.said].join('')).toBe('');
    expect(await utility.run('showprofile', 'a')).toBe('{\n   "secret" : "tief"\n}\n');
    expect(await utility.run('showconfig', 'b')).toContain('"secret" : "verborgen"');
  });
});

describe('words that show', () => {
  it('see what the words before them did', async () => {
    const utility = new Utility();
    expect(await utility.run('profile', 'a', 'nodeid', 'x', 'showprofile', 'a', 'delnodeid')).toBe(
      '{\n   "nodeid" : "x"\n}\n',
    );
    expect(utility.content).toEqual({ version: 1, profile: { a: {} } });
  });

  it('write nothing', async () => {
    const utility = new Utility();
    expect(await utility.run('showprofile', 'nobody')).toBe('{}\n');
    expect(JSON.parse(await utility.run('showconfig'))).toMatchObject({ version: 1 });
    expect(utility.content).toBeNull();
  });

  it('use the profile of this host by default, and keys below the file', async () => {
    const utility = new Utility();
    await utility.run('nodeid', 'global', 'profile', hostname(), 'seeds', 'a');
    expect(JSON.parse(await utility.run('showconfig'))).toMatchObject({ seeds: ['a'] });
    const shown = await utility.run('showconfig', 'x', 'nodeid', 'mine', 'secret', 's');
    expect(JSON.parse(shown)).toMatchObject({ nodeid: 'global', secret: 's' });
  });
});

describe('profiles', () => {
  const family = JSON.stringify({
    profile: {
      top: { seeds: ['s'] },
      base: { parent: 'top', nodelay: 1 },
      child: { parent: 'base' },
    },
  });

  it('whose parent is deleted get its parent, and that is said', async () => {
    const utility = new Utility(family);
    const shown = await utility.run('delprofile', 'base', 'showconfig', 'child');
    expect(JSON.parse(shown)).toMatchObject({ seeds: ['s'] });
    expect(utility.content).toEqual({
      profile: { top: { seeds: ['s'] }, child: { parent: 'top' } },
    });
    expect(utility.said).toEqual([
      'The profile "child" has the parent "top" now: "base" is deleted.',
    ]);
  });

  it('can be made anew without losing their children', async () => {
    const utility = new Utility(family);
    await utility.run('delprofile', 'base', 'profile', 'base', 'binds', 'a', 'addbind', 'b');
    expect(utility.content).toEqual({
      profile: { top: { seeds: ['s'] }, base: { binds: ['a', 'b'] }, child: { parent: 'base' } },
    });
    expect(utility.said).toEqual([]);
  });

  it('that do not exist can be deleted', async () => {
    const utility = new Utility(family);
    await utility.run('delprofile', 'nobody');
    expect(utility.text).toBe(family);
  });

  it('may name a parent that the same line makes', async () => {
    const utility = new Utility();
    await utility.run('profile', 'a', 'parent', 'b', 'profile', 'b');
    expect(utility.content).toEqual({ version: 1, profile: { a: { parent: 'b' }, b: {} } });
  });
});

describe('several programs at once', () => {
  it('lose no change to the same list', async () => {
    const utility = new Utility('{"seeds":["a"]}');
    const names = Array.from({ length: 10 }, (_, index) => `host${index}`);
    await Promise.all(names.map((name) => utility.run('addseed', name)));
    const { seeds } = utility.content as { seeds: string[] };
    expect(seeds.toSorted()).toEqual(['a', ...names].toSorted());
  });

  it('lose no profile', async () => {
    const utility = new Utility();
    const names = Array.from({ length: 10 }, (_, index) => `p${index}`);
    await Promise.all(
      names.map((name) => utility.run('profile', name, 'profile', 'all', 'addbind', name)),
    );
    const { profile } = utility.content as { profile: Record<string, { binds?: string[] }> };
    expect(Object.keys(profile).toSorted()).toEqual(['all', ...names].toSorted());
    expect(profile['all']?.binds?.toSorted()).toEqual(names.toSorted());
  });
});

describe('what other programs keep in the file', () => {
  it('stays: comments, order, unknown keys', async () => {
    const utility = new Utility('{\n  # mine\n  "zeta": [1.50],\n  "nodeid": "a"\n}\n');
    await utility.run('nodeid', 'b');
    expect(utility.text).toBe('{\n  # mine\n  "zeta": [1.50],\n  "nodeid": "b"\n}\n');
  });
});
