import { describe, expect, it } from 'vitest';
import { Bench, loaded, profileIn, SECRET, valueIn } from './files.ts';

const PASSPHRASE = 'k7mq-x2hv-9rcp-0wdt';
const SEEDS = ['192.0.2.1:4040', 'seed.example:4041'];

async function invite(passphrase: string | null = PASSPHRASE, content: object = {}) {
  const bench = new Bench({ secret: SECRET, ...content, profile: { 'my net': {} } });
  return bench.profiles.invitations.create({ profile: 'my net', seeds: SEEDS, passphrase });
}

/** The invitation on the machine that takes it. */
function take({ profiles }: Bench, text: string, passphrase: string | null = PASSPHRASE) {
  const { token } = profiles.texts.keep({ name: 'file', text });
  return { token, open: () => profiles.invitations.open({ token, passphrase }) };
}

const place = { profile: 'host', nodeId: 'bob', binds: ['*'] };

describe('Invitations', () => {
  it('bring another machine into the network', async () => {
    const { name, text } = await invite();
    expect(name).toBe('my-net.meshdeck-invitation');
    expect(text).not.toContain(SECRET);
    const bench = new Bench();
    const { invitations } = bench.profiles;
    const { token, open } = take(bench, text);
    const seen = await open();
    expect(seen).toMatchObject({ network: 'my net', seeds: SEEDS, certificate: null });
    expect(seen.secret?.strength).toBe('strong');
    expect(JSON.stringify(seen)).not.toContain(SECRET);
    const view = loaded(await invitations.accept({ token, ...place }));
    expect(bench.read()).toEqual({
      version: 1,
      secret: SECRET,
      profile: { host: { nodeid: 'bob', binds: ['*'], seeds: SEEDS } },
    });
    expect(valueIn(profileIn(view, 'host'), 'seeds').effective).toEqual(SEEDS);
  });

  it('don’t open without the passphrase', async () => {
    const { text } = await invite();
    const bench = new Bench();
    const { invitations } = bench.profiles;
    const wrong = { code: 'passphrase-wrong' };
    const { token } = take(bench, text);
    for (const passphrase of [null, 'wrong']) {
      await expect(invitations.open({ token, passphrase })).rejects.toMatchObject(wrong);
      await expect(invitations.accept({ token, ...place })).rejects.toMatchObject(wrong);
    }
    const invalid = { code: 'invitation-invalid' };
    await expect(take(bench, '{}', null).open()).rejects.toMatchObject(invalid);
    await expect(invite('1234')).rejects.toMatchObject({ code: 'value-invalid' });
  });

  it('can be plain', async () => {
    const { text } = await invite(null);
    expect(text).toContain(SECRET);
    expect(await take(new Bench(), text, null).open()).toMatchObject({ seeds: SEEDS });
  });

  it('are forgotten when they are taken, not when that fails', async () => {
    const bench = new Bench();
    const { token, open } = take(bench, (await invite()).text);
    await open();
    const { invitations } = bench.profiles;
    await expect(invitations.accept({ token, ...place, nodeId: '' })).rejects.toThrow();
    await invitations.accept({ token, ...place });
    for (const again of [() => invitations.accept({ token, ...place }), open]) {
      await expect(again()).rejects.toMatchObject({ code: 'file-unreadable' });
    }
  });

  it('make profiles outside ASCII as the reference’s utility does', async () => {
    const { text } = await invite(PASSPHRASE, { secret: 'gehÃ¤im' });
    const bench = new Bench();
    const { invitations } = bench.profiles;
    for (const nodeId of ['büro', 'küche']) {
      const { token, open } = take(bench, text);
      await open();
      await invitations.accept({ token, ...place, profile: 'ünï', nodeId });
    }
    expect(Object.entries(bench.read()['profile'] ?? {})).toMatchObject([
      ['Ã¼nÃ¯', { nodeid: 'kÃ¼che', secret: 'gehÃ¤im' }],
    ]);
    expect(bench.read()['secret']).toBe('gehÃ¤im');
  });

  it('go beside another network without touching it', async () => {
    const { text } = await invite();
    const bench = new Bench({ secret: 'other', cert: 'of the other', profile: { host: {} } });
    const { token, open } = take(bench, text);
    await open();
    await bench.profiles.invitations.accept({ token, ...place, profile: 'second' });
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
    const { token, open } = take(bench, text);
    const opened = await open();
    expect(opened).toMatchObject({ secret: null, certificate: { subject: 'CN=net' } });
    const view = loaded(await bench.profiles.invitations.accept({ token, ...place }));
    const host = profileIn(view, 'host');
    expect(host.certificate?.subject).toBe('CN=net');
    expect(host.secret).toBeNull();
    expect(valueIn(host, 'nodeid').effective).toBe('bob');
    expect(host.unknown).toEqual([{ key: 'color', json: '"red"', origin: null }]);
    expect(view.globals.secret).not.toBeNull();
  });

  it('refuse a place that can’t be', async () => {
    const { text } = await invite();
    const bench = new Bench();
    const { token, open } = take(bench, text);
    await open();
    const accept = (changes: object) => {
      return bench.profiles.invitations.accept({ token, ...place, ...changes });
    };
    await expect(accept({ nodeId: 'a#b' })).rejects.toMatchObject({ code: 'node-id-invalid' });
    await expect(accept({ binds: ['a:b:c'] })).rejects.toMatchObject({ code: 'address-invalid' });
    await expect(accept({ profile: '' })).rejects.toMatchObject({ code: 'value-invalid' });
    expect(await bench.profiles.file.view()).toMatchObject({ state: 'missing' });
    await accept({ nodeId: 'anon/' });
    expect(bench.read()['profile']).toMatchObject({ host: { nodeid: 'anon/' } });
  });
});
