import { beforeEach, describe, expect, it, vi } from 'vitest';
import { appHandlers } from '../../../electron/ipc/handlers/app.ts';
import { passphraseHandlers } from '../../../electron/ipc/handlers/passphrase.ts';
import { rotationHandlers } from '../../../electron/ipc/handlers/rotation.ts';
import { assessPassphrase } from '../../../electron/mp/invitations/passphrase.ts';
import { Bench, SECRET } from '../profiles/files.ts';

const PASSPHRASE = 'k7mq-x2hv-9rcp-0wdt';

describe('handlers of passphrases', () => {
  it('judge by the measure that invitations are made by', async () => {
    const { passphrases, invitations } = new Bench().profiles;
    const handlers = passphraseHandlers(passphrases);
    const network = { name: 'n', seeds: ['a:1'], secret: SECRET };
    for (const passphrase of ['correct horse battery', 'x7kP9qLm2Z', 'hush', PASSPHRASE]) {
      const { strength } = await handlers['passphrase.assess']({ passphrase });
      const taken = await invitations.seal(network, passphrase).then(
        () => true,
        () => false,
      );
      expect([passphrase, taken]).toEqual([passphrase, ['fair', 'strong'].includes(strength)]);
    }
    const { text } = await handlers['passphrase.assess']({ passphrase: 'hush' });
    expect(text).toMatch(/^This passphrase /);
  });

  it('make strong ones, and copy for a short while', async () => {
    const bench = new Bench();
    const handlers = passphraseHandlers(bench.profiles.passphrases);
    const { passphrase } = await handlers['passphrase.generate'](null);
    expect(assessPassphrase(passphrase).strength).toBe('strong');
    expect((await handlers['passphrase.generate'](null)).passphrase).not.toBe(passphrase);
    expect(await handlers['passphrase.copy']({ passphrase })).toBeNull();
    expect(bench.clipboard.text).toBe(passphrase);
    await bench.clock.pass(30_000);
    expect(bench.clipboard.text).toBe('');
  });
});

describe('handlers of a rotation', () => {
  let bench: Bench;
  const save = vi.fn(() => Promise.resolve<{ path: string } | null>({ path: '/f' }));

  beforeEach(() => {
    bench = new Bench({ secret: SECRET, profile: { host: {} } });
    bench.run('host', 'me');
    save.mockClear();
  });

  it('hand out the new secret, and remember that they did', async () => {
    const { rotation } = bench.profiles;
    const handlers = rotationHandlers(rotation, { save });
    expect(() => handlers['rotation.reveal'](null)).toThrow(/No rotation/);
    expect(await handlers['rotation.begin']({ profile: 'host' })).toMatchObject({
      savedTo: null,
      seen: false,
    });
    const { secret } = await handlers['rotation.reveal'](null);
    expect(await handlers['rotation.copy'](null)).toBeNull();
    expect(bench.clipboard.text).toBe(secret);
    expect(rotation.takeAll().rotation).toMatchObject({ seen: true, savedTo: null });
    expect(JSON.stringify(rotation.takeAll())).not.toContain(secret);
    await handlers['rotation.invite']({ passphrase: PASSPHRASE });
    expect(rotation.takeAll().rotation).toMatchObject({ savedTo: '/f' });
    await handlers['rotation.move'](null);
    expect(bench.read()['secret']).toBe(secret);
  });

  it('count nothing as saved that the person did not save', async () => {
    const handlers = rotationHandlers(bench.profiles.rotation, { save });
    await handlers['rotation.begin']({ profile: 'host' });
    save.mockResolvedValueOnce(null);
    expect(await handlers['rotation.invite']({ passphrase: PASSPHRASE })).toBeNull();
    expect(bench.profiles.rotation.takeAll().rotation).toMatchObject({ savedTo: null });
  });

  it('say what would be lost until the file has the new secret', async () => {
    const { rotation } = bench.profiles;
    const handlers = rotationHandlers(rotation, { save });
    expect(rotation.atStake()).toEqual([]);
    await handlers['rotation.begin']({ profile: 'host' });
    expect(rotation.atStake()).toEqual([expect.stringContaining('which is in no file, goes')]);
    await handlers['rotation.copy'](null);
    expect(rotation.atStake()).toEqual([expect.stringContaining('in no file here')]);
    await handlers['rotation.invite']({ passphrase: PASSPHRASE });
    expect(rotation.atStake()).toEqual([expect.stringContaining('only in the invitation /f')]);
    await handlers['rotation.move'](null);
    expect(rotation.atStake()).toEqual([]);
  });
});

describe('handlers of the program', () => {
  it('pass on what isn’t saved', () => {
    const noteUnsaved = vi.fn();
    const unused = () => {
      throw new Error('not needed');
    };
    const handlers = appHandlers({ info: unused, openState: unused, noteUnsaved });
    expect(handlers['window.unsaved']({ sentences: ['a'] })).toBeNull();
    expect(noteUnsaved).toHaveBeenCalledWith(['a']);
  });
});
