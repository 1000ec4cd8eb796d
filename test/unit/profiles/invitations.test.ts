import { describe, expect, it } from 'vitest';
import { Bench, loaded, profileIn, SECRET, valueIn } from './files.ts';

const PASSPHRASE = 'k7mq-x2hv-9rcp-0wdt';
const SEEDS = ['192.0.2.1:4040', 'seed.example:4041'];

async function invite(passphrase: string | null = PASSPHRASE, content: object = {}) {
  const bench = new Bench({ secret: SECRET, ...content, profile: { 'my net': {} } });
  return bench.profiles.invitations.create({ profile: 'my net', seeds: SEEDS, passphrase });
}

const place = { profile: 'host', nodeId: 'bob', binds: ['*'] };

describe('Invitations', () => {
  it('bring another machine into the network', async () => {
    const { name, text } = await invite();
    expect(name).toBe('my-net.meshdeck-invitation');
    expect(text).not.toContain(SECRET);
    const bench = new Bench();
    const { invitations } = bench.profiles;
    const given = { text, passphrase: PASSPHRASE };
    const seen = await invitations.open(given);
    expect(seen).toMatchObject({ network: 'my net', seeds: SEEDS, certificate: null });
    expect(seen.secret?.strength).toBe('strong');
    expect(JSON.stringify(seen)).not.toContain(SECRET);
    const view = loaded(await invitations.accept({ ...given, ...place }));
    expect(bench.read()).toEqual({
      version: 1,
      secret: SECRET,
      profile: { host: { nodeid: 'bob', binds: ['*'], seeds: SEEDS } },
    });
    expect(valueIn(profileIn(view, 'host'), 'seeds').effective).toEqual(SEEDS);
  });

  it('don’t open without the passphrase', async () => {
    const { text } = await invite();
    const { invitations } = new Bench().profiles;
    for (const passphrase of [null, 'wrong']) {
      await expect(invitations.open({ text, passphrase })).rejects.toMatchObject({
        code: 'passphrase-wrong',
      });
    }
    await expect(invitations.open({ text: '{}', passphrase: null })).rejects.toMatchObject({
      code: 'invitation-invalid',
    });
    await expect(invite('1234')).rejects.toMatchObject({ code: 'value-invalid' });
  });

  it('can be plain', async () => {
    const { text } = await invite(null);
    expect(text).toContain(SECRET);
    const { invitations } = new Bench().profiles;
    expect(await invitations.open({ text, passphrase: null })).toMatchObject({ seeds: SEEDS });
  });

  it('go beside another network without touching it', async () => {
    const { text } = await invite();
    const bench = new Bench({ secret: 'other', cert: 'of the other', profile: { host: {} } });
    const given = { text, passphrase: PASSPHRASE, ...place, profile: 'second' };
    await bench.profiles.invitations.accept(given);
    expect(bench.read()).toEqual({
      secret: 'other',
      cert: 'of the other',
      profile: {
        host: {},
        // Its certificate would make the node encrypt.
        second: { nodeid: 'bob', binds: ['*'], seeds: SEEDS, secret: SECRET, cert: null },
      },
    });
  });

  it('bring new credentials to a profile that is there', async () => {
    const made = new Bench({ profile: { net: {} } });
    await made.profiles.certificates.generate({
      profile: null,
      name: 'net',
      key: 'ec-p256',
      validity: 100,
    });
    const about = { profile: 'net', seeds: SEEDS, passphrase: PASSPHRASE };
    const { text } = await made.profiles.invitations.create(about);
    const bench = new Bench({ secret: 'old', profile: { host: { nodeid: 'x', color: 'red' } } });
    bench.clock.advance(1000);
    const given = { text, passphrase: PASSPHRASE, ...place };
    const opened = await bench.profiles.invitations.open(given);
    expect(opened).toMatchObject({ secret: null, certificate: { subject: 'CN=net' } });
    const view = loaded(await bench.profiles.invitations.accept(given));
    const host = profileIn(view, 'host');
    expect(host.certificate?.subject).toBe('CN=net');
    expect(host.secret).toBeNull();
    expect(valueIn(host, 'nodeid').effective).toBe('bob');
    expect(host.unknown).toEqual([{ key: 'color', json: '"red"' }]);
    expect(view.globals.secret).not.toBeNull();
  });

  it('refuse a place that can’t be', async () => {
    const { text } = await invite();
    const bench = new Bench();
    const accept = (changes: object) => {
      const given = { text, passphrase: PASSPHRASE, ...place, ...changes };
      return bench.profiles.invitations.accept(given);
    };
    await expect(accept({ nodeId: 'a#b' })).rejects.toMatchObject({ code: 'node-id-invalid' });
    await expect(accept({ binds: ['a:b:c'] })).rejects.toMatchObject({ code: 'address-invalid' });
    await expect(accept({ profile: '' })).rejects.toMatchObject({ code: 'value-invalid' });
    expect(await bench.profiles.file.view()).toMatchObject({ state: 'missing' });
    await accept({ nodeId: 'anon/' });
    expect(bench.read()['profile']).toMatchObject({ host: { nodeid: 'anon/' } });
  });
});
