import { chmodSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generateCertificate } from '../../../electron/mp/certificates/generate.ts';
import { Bench, NOW, profileIn, SECRET, valueIn } from './files.ts';

const DAY = 24 * 60 * 60 * 1000;

describe('the view of a file', () => {
  it('says that there is none, or that it is broken and where', async () => {
    const bench = new Bench();
    expect(await bench.profiles.file.view()).toEqual({
      state: 'missing',
      path: bench.rc,
      backup: 'none',
    });
    writeFileSync(bench.rc, '{ "version": 1,\n "secret" "x" }\n', { mode: 0o600 });
    const broken = await bench.profiles.file.view();
    expect(broken).toMatchObject({
      state: 'broken',
      backup: 'none',
      error: { code: 'config-broken', detail: { line: 2 } },
    });
    expect(JSON.stringify(broken)).not.toContain('"x"');
  });

  it('tells of every value what counts, and where it comes from', async () => {
    const bench = new Bench({
      secret: SECRET,
      seeds: ['a:1'],
      profile: {
        base: { binds: '*:4040, [::1]:1', monitor_timeout: '20' },
        host: { parent: 'base', nodeid: 'me', seeds: null, services: ['one', ['two', 1]] },
        bare: {},
      },
    });
    const view = await bench.view();
    const host = profileIn(view, 'host');
    expect(valueIn(host, 'nodeid')).toEqual({
      key: 'nodeid',
      own: 'me',
      isOwn: true,
      effective: 'me',
      origin: { from: 'profile', profile: 'host' },
      problem: null,
    });
    expect(valueIn(host, 'binds')).toMatchObject({
      isOwn: false,
      effective: ['*:4040', '[::1]:1'],
      origin: { from: 'profile', profile: 'base' },
    });
    expect(valueIn(host, 'binds')).toHaveProperty('own', undefined);
    expect(valueIn(host, 'monitor_timeout')).toMatchObject({ effective: 20 });
    // null hides what lies below it, so the default counts.
    expect(valueIn(host, 'seeds')).toMatchObject({
      own: null,
      isOwn: true,
      effective: [],
      origin: { from: 'built-in' },
    });
    expect(valueIn(host, 'services')).toMatchObject({ effective: ['one', ['two', 1]] });
    expect(valueIn(host, 'connect_interval')).toMatchObject({
      effective: 2,
      origin: { from: 'built-in' },
    });
    const bare = profileIn(view, 'bare');
    expect(valueIn(bare, 'nodeid')).toMatchObject({
      isOwn: false,
      effective: 'bare',
      origin: { from: 'profile-name' },
    });
    expect(valueIn(bare, 'seeds')).toMatchObject({
      effective: ['a:1'],
      origin: { from: 'global' },
    });
    expect(valueIn(bare, 'autocork').effective).toBeUndefined();
    expect(valueIn(bare, 'tls_required').effective).toBe(true);
    expect(valueIn(profileIn(view, null), 'nodeid')).toMatchObject({
      isOwn: false,
      effective: undefined,
      origin: { from: 'profile-name' },
    });
    expect(valueIn(profileIn(view, null), 'binds')).toMatchObject({ effective: ['*'] });
  });

  it('shows the tree', async () => {
    const { globals, profiles } = await new Bench({
      profile: { base: {}, one: { parent: 'base' }, two: { parent: 'base' }, 'Ã¼': {} },
    }).view();
    expect(globals).toMatchObject({ name: null, label: '', parent: null });
    expect(globals.children).toEqual(['base', 'Ã¼']);
    expect(profiles.map(({ name, parent, children }) => [name, parent, children])).toEqual([
      ['base', null, ['one', 'two']],
      ['one', 'base', []],
      ['two', 'base', []],
      ['Ã¼', null, []],
    ]);
    // Stored by the reference's utility, encoded twice.
    expect(profiles[3]?.label).toBe('ü');
  });

  it('shows node IDs as they were meant', async () => {
    const view = await new Bench({
      profile: { 'bÃ¼ro': {}, own: { nodeid: 'kÃ¼che' }, plain: { nodeid: 'küche' } },
    }).view();
    const idIn = (name: string) => valueIn(profileIn(view, name), 'nodeid');
    expect(idIn('bÃ¼ro')).toMatchObject({ effective: 'büro', origin: { from: 'profile-name' } });
    expect(idIn('own')).toMatchObject({ effective: 'küche', own: 'küche', problem: null });
    expect(idIn('plain')).toMatchObject({ effective: 'küche', own: 'küche' });
  });

  it('shows profiles that can’t be used with what they say themselves', async () => {
    const view = await new Bench({
      secret: SECRET,
      profile: {
        one: { parent: 'two', nodeid: 'me' },
        two: { parent: 'one' },
        orphan: { parent: 'gone' },
      },
    }).view();
    const one = profileIn(view, 'one');
    expect(one).toMatchObject({ parent: 'two', problem: { code: 'profile-cycle' } });
    expect(valueIn(one, 'nodeid').effective).toBe('me');
    expect(one.secret?.strength).toBe('strong');
    expect(profileIn(view, 'orphan')).toMatchObject({
      parent: 'gone',
      problem: { code: 'parent-unknown' },
    });
    expect(profileIn(view, null).problem).toBeNull();
  });

  it.each([
    ['binds', { a: 1 }, 'should be a list of texts', []],
    ['seeds', { a: 1 }, 'should be a list of texts', []],
    ['monitor_timeout', -1, 'should be a number of seconds', 30],
    ['seeds', ['a:b:c'], '"a:b:c"', ['a:b:c']],
    ['binds', ['ok', 'host:99999'], 'host:99999', ['ok', 'host:99999']],
    ['nodeid', 'a#b', 'without "#"', 'a#b'],
  ])('says what is wrong with %s = %j', async (key, value, problem, effective) => {
    const view = await new Bench({ profile: { host: { [key]: value } } }).view();
    const found = valueIn(profileIn(view, 'host'), key);
    expect(found.problem).toContain(problem);
    expect(found).toMatchObject({ own: value, effective });
  });

  it('keeps what other programs have in the file, but not their passwords', async () => {
    const view = await new Bench({
      version: 1,
      editor: { theme: 'dark', api_key: 'k1' },
      profile: { host: { color: '#fff', password: 'p1', __proto__x: 1 } },
    }).view();
    const editor = { key: 'editor', json: '{"theme":"dark","api_key":"••••"}' };
    expect(view.globals.unknown).toEqual([{ ...editor, origin: null }]);
    expect(profileIn(view, 'host').unknown).toEqual([
      { key: 'color', json: '"#fff"', origin: null },
      { key: 'password', json: '"••••"', origin: null },
      { key: '__proto__x', json: '1', origin: null },
      { ...editor, origin: { from: 'global' } },
    ]);
  });

  it('shows what a profile inherits of the values of other programs, and from where', async () => {
    const view = await new Bench({
      version: 1,
      zed: 1,
      parent: 'base',
      profile: {
        base: { zed: 2, token: 't1', profile: 'odd' },
        child: { parent: 'base' },
        quiet: { parent: 'base', zed: null },
        lost: { parent: 'gone', own: 1 },
      },
    }).view();
    const from = { from: 'profile', profile: 'base' };
    expect(profileIn(view, 'child').unknown).toEqual([
      { key: 'zed', json: '2', origin: from },
      { key: 'token', json: '"••••"', origin: from },
    ]);
    expect(profileIn(view, 'quiet').unknown).toEqual([
      { key: 'zed', json: 'null', origin: null },
      { key: 'token', json: '"••••"', origin: from },
    ]);
    expect(profileIn(view, 'lost').unknown).toEqual([
      { key: 'own', json: '1', origin: null },
      { key: 'zed', json: '1', origin: { from: 'global' } },
    ]);
    expect(profileIn(view, 'base').unknown.map(({ key }) => key)).toEqual([
      'zed',
      'token',
      'profile',
    ]);
  });

  it('never holds a secret or a key', async () => {
    const clock = { now: () => NOW };
    const wanted = { commonName: 'network', key: 'ec-p256', days: 400 } as const;
    const cert = await generateCertificate(wanted, clock);
    const bench = new Bench({
      secret: SECRET,
      cert,
      profile: { one: {}, other: { secret: 'short' }, none: { secret: null, cert: null } },
    });
    const view = await bench.view();
    const text = JSON.stringify(view);
    for (const hidden of [SECRET, 'short', 'PRIVATE KEY', 'BEGIN CERTIFICATE']) {
      expect(text).not.toContain(hidden);
    }
    const [one, other, none] = view.profiles;
    expect(one?.secret).toEqual({ ...view.globals.secret, origin: { from: 'global' } });
    expect(other?.secret).toMatchObject({ strength: 'weak' });
    expect(other?.secret?.origin).toEqual({ from: 'profile', profile: 'other' });
    expect(other?.secret?.fingerprint).not.toBe(one?.secret?.fingerprint);
    expect(none).toMatchObject({ secret: null, certificate: null });
    expect(other?.values.find(({ key }) => key === 'secret')).toEqual({
      key: 'secret',
      own: undefined,
      isOwn: true,
      effective: undefined,
      origin: { from: 'profile', profile: 'other' },
      problem: null,
    });
    expect(one?.certificate).toMatchObject({
      subject: 'CN=network',
      selfSigned: true,
      keyType: 'EC P-256',
      authorities: 0,
      origin: { from: 'global' },
      warning: null,
    });
  });

  it.each([
    [31, null],
    [29, 'cert-expired'],
    [0, 'cert-expired'],
  ])('warns of a certificate %i days before its end', async (days, code) => {
    const clock = { now: () => NOW - 400 * DAY };
    const wanted = { commonName: 'n', key: 'ec-p256', days: 400 + days } as const;
    const cert = await generateCertificate(wanted, clock);
    const bench = new Bench({ cert });
    bench.clock.advance(1000);
    const { certificate } = (await bench.view()).globals;
    expect(certificate?.warning?.code ?? null).toBe(code);
    expect(bench.warnings.map((warning) => warning.code)).toEqual(code === null ? [] : [code]);
    await bench.view();
    expect(bench.warnings.length).toBeLessThanOrEqual(1);
  });

  it('says what is wrong with a certificate that can’t be read', async () => {
    const { globals } = await new Bench({ cert: 'nonsense' }).view();
    expect(globals.certificate).toMatchObject({ subject: '', warning: { code: 'cert-invalid' } });
  });

  it.skipIf(process.platform === 'win32')('notices a wide mode, and narrows it', async () => {
    const bench = new Bench({ secret: SECRET });
    chmodSync(bench.rc, 0o644);
    // It has a place of its own, so it is no warning besides.
    expect(await bench.view()).toMatchObject({ wideMode: true, warnings: [] });
    expect(await bench.profiles.file.repairMode()).toMatchObject({ wideMode: false, warnings: [] });
  });
});
