import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generateCertificate } from '../../../electron/mp/certificates/generate.ts';
import type { ConfigChange } from '../../../shared/config-view.ts';
import { eventually } from '../../helpers/eventually.ts';
import { Bench, loaded, NOW, profileIn, SECRET, valueIn } from './files.ts';

const SIX_HOURS = 6 * 60 * 60 * 1000;

describe('changing the file', () => {
  it('writes what was asked for, and takes it back', async () => {
    const bench = new Bench({ profile: { host: { seeds: ['a:1'] } } });
    const { file } = bench.profiles;
    const { revision } = await bench.view();
    const view = loaded(
      await file.apply([
        { kind: 'set', profile: 'host', key: 'seeds', value: ['b:2'], seenRevision: revision },
        { kind: 'create-profile', profile: 'other', parent: 'host' },
        { kind: 'create-profile', profile: 'alone', parent: null },
      ]),
    );
    expect(bench.read()['profile']).toEqual({
      host: { seeds: ['b:2'] },
      other: { parent: 'host' },
      alone: {},
    });
    expect(view).toMatchObject({ canUndo: true });
    expect(valueIn(profileIn(view, 'other'), 'seeds').effective).toEqual(['b:2']);
    expect(loaded(await file.undo())).toMatchObject({ revision, canUndo: false });
    expect(bench.read()['profile']).toEqual({ host: { seeds: ['a:1'] } });
  });

  it('removes a value to inherit it', async () => {
    const bench = new Bench({ seeds: ['g:1'], profile: { host: { seeds: ['a:1'] } } });
    const view = loaded(
      await bench.profiles.file.apply([{ kind: 'set', profile: 'host', key: 'seeds' }]),
    );
    expect(valueIn(profileIn(view, 'host'), 'seeds')).toMatchObject({
      isOwn: false,
      effective: ['g:1'],
    });
  });

  it('renames, copies and deletes', async () => {
    const bench = new Bench({ profile: { host: { nodeid: 'me' }, child: { parent: 'host' } } });
    await bench.profiles.file.apply([
      { kind: 'rename-profile', profile: 'host', to: 'home' },
      { kind: 'copy-profile', profile: 'home', to: 'copy' },
      { kind: 'delete-profile', profile: 'child' },
    ]);
    expect(bench.read()['profile']).toEqual({ home: { nodeid: 'me' }, copy: { nodeid: 'me' } });
    expect(bench.life.followRename.mock.calls).toEqual([['host', 'home']]);
  });

  it('tells the node of the old name when a new one is taken back', async () => {
    const bench = new Bench({ profile: { host: {}, other: {} } });
    const { file } = bench.profiles;
    await file.apply([{ kind: 'rename-profile', profile: 'host', to: 'héim' }]);
    await file.apply([{ kind: 'set', profile: 'other', key: 'nodeid', value: 'x' }]);
    await file.undo();
    expect(bench.life.followRename.mock.calls).toEqual([['host', 'héim']]);
    await file.undo();
    expect(bench.life.followRename.mock.calls.slice(1)).toEqual([['héim', 'host']]);
    expect(bench.read()['profile']).toEqual({ host: {}, other: {} });
  });

  it('writes names outside ASCII as the reference’s utility does', async () => {
    const bench = new Bench({ profile: { host: {}, 'Ã¼ber': {}, öl: {} } });
    const { file } = bench.profiles;
    const { revision } = await bench.view();
    const view = loaded(
      await file.apply([
        { kind: 'create-profile', profile: 'ünïcode', parent: 'über' },
        { kind: 'set', profile: 'ünïcode', key: 'nodeid', value: 'büro', seenRevision: revision },
        { kind: 'copy-profile', profile: 'ünïcode', to: '日本' },
        { kind: 'rename-profile', profile: 'über', to: 'ärger' },
      ]),
    );
    const twice = { nodeid: 'bÃ¼ro', parent: 'Ã¤rger' };
    // As in the recorded file of the utility, for the same name.
    expect(bench.read()['profile']).toEqual({
      host: {},
      'Ã¤rger': {},
      öl: {},
      'Ã¼nÃ¯code': twice,
      [Buffer.from('日本').toString('latin1')]: twice,
    });
    const labels = view.profiles.map(({ label }) => label);
    expect(labels).toEqual(['host', 'ärger', 'öl', 'ünïcode', '日本']);
    expect(valueIn(profileIn(view, 'Ã¼nÃ¯code'), 'nodeid').own).toBe('büro');
    expect(bench.life.followRename.mock.calls).toEqual([['über', 'ärger']]);
    for (const profile of ['ünïcode', 'öl']) {
      await expect(
        file.apply([{ kind: 'create-profile', profile, parent: null }]),
      ).rejects.toMatchObject({ code: 'profile-exists' });
    }
  });

  it('refuses what another program has changed since it was shown', async () => {
    const bench = new Bench({ profile: { host: { seeds: ['a:1'], binds: [] } } });
    const { revision } = await bench.view();
    bench.write({ profile: { host: { seeds: ['x:9'], binds: [] } } });
    const change = { kind: 'set', profile: 'host', seenRevision: revision } as const;
    const { file } = bench.profiles;
    const conflict = { code: 'config-conflict' };
    const seeds = [{ ...change, key: 'seeds', value: ['b:2'] }];
    await expect(file.apply(seeds)).rejects.toMatchObject(conflict);
    await expect(file.preview(seeds)).rejects.toMatchObject(conflict);
    expect(bench.read()['profile']).toEqual({ host: { seeds: ['x:9'], binds: [] } });
    // Something else is no conflict.
    await file.apply([{ ...change, key: 'binds', value: ['*'] }]);
    expect(bench.read()['profile']).toEqual({ host: { seeds: ['x:9'], binds: ['*'] } });
    const unknown = [{ ...change, key: 'seeds', value: [], seenRevision: 'never' }];
    await expect(file.apply(unknown)).rejects.toMatchObject(conflict);
  });

  it('puts back the backup of a broken file', async () => {
    const bench = new Bench({ secret: SECRET });
    const { file } = bench.profiles;
    await file.apply([{ kind: 'create-profile', profile: 'host', parent: null }]);
    writeFileSync(bench.rc, '{ broken');
    expect(await file.view()).toMatchObject({ state: 'broken', backup: 'usable' });
    await expect(file.apply([{ kind: 'delete-profile', profile: 'host' }])).rejects.toMatchObject({
      code: 'config-broken',
    });
    await expect(file.preview([])).rejects.toMatchObject({ code: 'config-broken' });
    expect(loaded(await file.restore()).globals.secret?.strength).toBe('strong');
  });
});

describe('a preview', () => {
  it('shows the lines, masked, and writes nothing', async () => {
    const bench = new Bench({ secret: SECRET, profile: { host: {} } });
    const before = bench.read();
    const changes = [{ kind: 'set', profile: null, key: 'secret', value: 'another one' }] as const;
    const { lines } = await bench.profiles.file.preview(changes);
    expect(lines.some(({ kind }) => kind === 'added')).toBe(true);
    expect(JSON.stringify(lines)).not.toMatch(new RegExp(`${SECRET}|another one`));
    expect(bench.read()).toEqual(before);
  });

  it('says what others inherit, and what the running node makes of it', async () => {
    const bench = new Bench({
      secret: SECRET,
      profile: { base: {}, host: { parent: 'base', nodeid: 'alice' }, own: { seeds: ['x:1'] } },
    });
    bench.run('host', 'alice');
    const { file } = bench.profiles;
    const seeds = (profile: string): ConfigChange => {
      return { kind: 'set', profile, key: 'seeds', value: ['a:1'] };
    };
    const { consequences } = await file.preview([seeds('base')]);
    expect(consequences).toHaveLength(2);
    expect(consequences[0]).toContain('"host"');
    expect(consequences[1]).toBe(
      'The running node "alice" goes on as it is; the change of the seeds counts from its next start on.',
    );
    const secret = { kind: 'set', profile: null, key: 'secret', value: 'x' } as const;
    const about = (await file.preview([secret])).consequences.join('\n');
    expect(about).toContain('only nodes that have the same secret');
    const cert = await generateCertificate(
      { commonName: 'n', key: 'ec-p256', days: 9 },
      bench.clock,
    );
    const tls = { kind: 'set', profile: 'host', key: 'cert', value: cert } as const;
    const after = (await file.preview([tls])).consequences;
    expect(after.at(-1)).toContain('refuses nodes without this certificate');
    expect((await file.preview([seeds('own')])).consequences).toEqual([]);
  });

  it('says what becomes of the running node’s profile', async () => {
    const bench = new Bench({ profile: { host: { nodeid: 'alice' } } });
    bench.run('host', 'alice');
    const { file } = bench.profiles;
    const gone = await file.preview([{ kind: 'delete-profile', profile: 'host' }]);
    expect(gone.consequences).toEqual([expect.stringContaining('which will be gone')]);
    const moved = await file.preview([{ kind: 'rename-profile', profile: 'host', to: 'home' }]);
    expect(moved.consequences.join()).toContain('which will be called "home"');
    bench.life.node = null;
    const nobody = await file.preview([{ kind: 'delete-profile', profile: 'host' }]);
    expect(nobody.consequences).toEqual([]);
  });
});

describe('pushes', () => {
  it('tell the file once it was read, and then only changes', async () => {
    const bench = new Bench({ profile: { host: {} } });
    const { file } = bench.profiles;
    expect(file.takeAll()).toEqual({});
    await file.open();
    expect(bench.onChange).toHaveBeenCalled();
    expect(file.takeChange().config).toEqual(await bench.view());
    file.takeChange();
    expect(file.takeChange()).toEqual({});
    expect(file.takeAll().config).toMatchObject({ state: 'loaded' });
    await file.apply([{ kind: 'delete-profile', profile: 'host' }]);
    expect(file.takeChange().config).toMatchObject({ profiles: [] });
  });

  it('tell within a second what another program wrote', { timeout: 10_000 }, async () => {
    const bench = new Bench({ profile: { host: {} } });
    const { file } = bench.profiles;
    await file.open();
    file.takeChange();
    bench.write({ profile: { other: {} } });
    await eventually(() => expect(file.takeChange().config).toBeDefined());
    expect(file.takeAll().config).toMatchObject({ profiles: [{ name: 'other' }] });
  });

  it('warn of a certificate while the file stays as it is', async () => {
    const wanted = { commonName: 'n', key: 'ec-p256', days: 31 } as const;
    const cert = await generateCertificate(wanted, { now: () => NOW });
    const bench = new Bench({ cert });
    const { file } = bench.profiles;
    await file.open();
    file.takeChange();
    expect(bench.warnings).toEqual([]);
    for (let hours = 0; hours <= 48; hours += 6) bench.clock.advance(SIX_HOURS);
    expect(bench.warnings.map(({ code }) => code)).toEqual(['cert-expired']);
    const config = file.takeChange().config;
    expect(config).toMatchObject({
      globals: { certificate: { warning: { code: 'cert-expired' } } },
    });
    file.close();
    expect(bench.clock.waiting).toBe(0);
  });
});
