import { beforeEach, describe, expect, it } from 'vitest';
import { CLIPBOARD_TIME, SecretClipboard } from '../../../electron/profiles/secret-clipboard.ts';
import { FakeClock, promisesSettled } from '../../helpers/fake-clock.ts';
import { Bench, FakeClipboard, profileIn, SECRET, loaded } from './files.ts';

describe('SecretClipboard', () => {
  let system: FakeClipboard;
  let clock: FakeClock;
  let clipboard: SecretClipboard;

  beforeEach(() => {
    system = new FakeClipboard();
    clock = new FakeClock();
    clipboard = new SecretClipboard(system, clock);
  });

  it('clears a copied secret after its time, and not before', async () => {
    await clipboard.copy('hush');
    await clock.pass(CLIPBOARD_TIME - 1);
    expect(system.text).toBe('hush');
    await clock.pass(1);
    expect(system.text).toBe('');
  });

  it('leaves alone what somebody else put there', async () => {
    await clipboard.copy('hush');
    system.text = 'a letter';
    await clock.pass(CLIPBOARD_TIME);
    expect(system.text).toBe('a letter');
  });

  it('clears it early when asked to, and only what is ours', async () => {
    system.text = 'a letter';
    await clipboard.clear();
    expect(system.text).toBe('a letter');
    await clipboard.copy('hush');
    await clipboard.clear();
    expect(system.text).toBe('');
    expect(clock.waiting).toBe(0);
  });

  it('gives a second copy its full time', async () => {
    await clipboard.copy('one');
    await clock.pass(CLIPBOARD_TIME - 1000);
    await clipboard.copy('two');
    await clock.pass(CLIPBOARD_TIME - 1000);
    expect(system.text).toBe('two');
    await clock.pass(1000);
    expect(system.text).toBe('');
  });

  it('survives a clipboard that another program holds', async () => {
    await clipboard.copy('hush');
    system.read = () => {
      throw new Error('busy');
    };
    clock.advance(CLIPBOARD_TIME);
    await promisesSettled();
    expect(clock.waiting).toBe(0);
  });
});

describe('Secrets', () => {
  it('makes one in the reference’s form, and never tells it', async () => {
    const bench = new Bench({ profile: { host: {} } });
    const view = await bench.profiles.secrets.generate('host');
    const written = (bench.read()['profile'] as Record<string, { secret: string }>)['host']?.secret;
    expect(written).toMatch(/^[0-9A-Za-z]{86,}$/);
    expect(JSON.stringify(view)).not.toContain(written);
    expect(profileIn(loaded(view), 'host').secret?.strength).toBe('strong');
  });

  it('sets one that it is given, but no empty one', async () => {
    const bench = new Bench({});
    const { secrets } = bench.profiles;
    await secrets.set(null, 'mine');
    expect(bench.read()['secret']).toBe('mine');
    await expect(secrets.set(null, '')).rejects.toMatchObject({ code: 'value-invalid' });
    expect(secrets.assess('')).toMatchObject({ strength: 'empty' });
    expect(secrets.assess(SECRET)).toEqual({
      strength: 'strong',
      text: expect.stringContaining('impossible') as string,
    });
  });

  it('writes one outside ASCII as the reference’s utility does, and reads it so', async () => {
    const bench = new Bench({ secret: 'gehÃ¤im', profile: { host: {} } });
    const { secrets, rotation } = bench.profiles;
    expect(await secrets.reveal('host')).toBe('gehäim');
    bench.run('host');
    await rotation.begin('host');
    await rotation.move();
    expect(bench.read()['secret']).toHaveLength((await secrets.reveal(null)).length);
    await secrets.set('host', 'gehäim €');
    const stored = Buffer.from('gehäim €').toString('latin1');
    expect(bench.read()['profile']).toEqual({ host: { secret: stored } });
    expect(await secrets.reveal('host')).toBe('gehäim €');
  });

  it('reveals and copies the one that counts', async () => {
    const bench = new Bench({ secret: SECRET, profile: { host: {}, other: { secret: 'own' } } });
    const { secrets } = bench.profiles;
    expect(await secrets.reveal('host')).toBe(SECRET);
    expect(await secrets.reveal('other')).toBe('own');
    await secrets.copy('other');
    expect(bench.clipboard.text).toBe('own');
    await bench.profiles.close();
    expect(bench.clipboard.text).toBe('');
  });

  it('says that there is none', async () => {
    const { secrets } = new Bench({ profile: { host: {} } }).profiles;
    await expect(secrets.reveal('host')).rejects.toMatchObject({ code: 'no-secret' });
    await expect(secrets.reveal('gone')).rejects.toMatchObject({ code: 'profile-unknown' });
  });
});

describe('Certificates', () => {
  const wanted = { profile: 'host', name: 'network', key: 'ec-p256', validity: 100 } as const;

  it('makes one, and gives away only the public part', async () => {
    const bench = new Bench({ profile: { host: {} } });
    const { certificates } = bench.profiles;
    const view = loaded(await certificates.generate(wanted));
    expect(profileIn(view, 'host').certificate).toMatchObject({ subject: 'CN=network' });
    const pem = await certificates.export('host');
    expect(pem).toContain('BEGIN CERTIFICATE');
    expect(pem).not.toContain('PRIVATE');
    await expect(certificates.export(null)).rejects.toMatchObject({ code: 'cert-invalid' });
  });

  it('takes one whose parts stand in any order, and no other', async () => {
    const bench = new Bench({ profile: { host: {} } });
    const { certificates } = bench.profiles;
    await certificates.generate(wanted);
    const profile = (bench.read()['profile'] as Record<string, { cert: string }>)['host'];
    const [, certificate, key] =
      /^(.*END CERTIFICATE-----\n)(.*)$/s.exec(profile?.cert ?? '') ?? [];
    const { fingerprint } = profileIn(await bench.view(), 'host').certificate ?? {};
    const keep = (text = '') => bench.profiles.texts.keep({ name: 'a.pem', text }).token;
    const files = [keep(key), keep(certificate)];
    const view = loaded(await certificates.import(null, files));
    expect(view.globals.certificate?.fingerprint).toBe(fingerprint);
    await expect(certificates.import(null, files)).rejects.toMatchObject({
      code: 'file-unreadable',
    });
    const alone = keep(key);
    await expect(certificates.import(null, [alone])).rejects.toMatchObject({
      code: 'cert-invalid',
    });
    // The other half may be added.
    await certificates.import('host', [alone, keep(certificate)]);
    expect((await bench.view()).globals.certificate?.fingerprint).toBe(fingerprint);
  });
});
