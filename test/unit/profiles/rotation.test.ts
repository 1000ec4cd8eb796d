import { beforeEach, describe, expect, it } from 'vitest';
import { MeshError } from '../../../shared/errors.ts';
import type { NodeId } from '../../../shared/ids.ts';
import type { FakeNode } from '../../helpers/fake-node.ts';
import { Bench, failed, passed, SECRET } from './files.ts';

const PASSPHRASE = 'k7mq-x2hv-9rcp-0wdt';

describe('Rotation', () => {
  let bench: Bench;
  let node: FakeNode;
  /** Which secret each address takes; others are unreachable. */
  let taken: Map<string, string>;
  let names: Map<string, string>;

  beforeEach(() => {
    bench = new Bench({
      secret: SECRET,
      profile: { host: { nodeid: 'me' }, own: { secret: 'x' } },
    });
    node = bench.run('host', 'me');
    taken = new Map();
    names = new Map();
    bench.probeSeed.mockImplementation(({ address, secret }) => {
      const theirs = taken.get(address);
      if (theirs === undefined) return Promise.resolve(failed('seed-unreachable', 'Nobody.'));
      const good = secret === theirs;
      return Promise.resolve(
        good ? passed(names.get(address) ?? address) : failed('secret-mismatch'),
      );
    });
  });

  function peer(id: string, address: string | null, secret = SECRET): void {
    node.connect(id);
    if (address === null) return;
    node.addresses.set(id as NodeId, [address]);
    taken.set(address, secret);
    names.set(address, id);
  }

  const rotation = () => bench.profiles.rotation;
  const takes = (view: Awaited<ReturnType<typeof begin>>) =>
    Object.fromEntries(view.peers.map((each) => [each.node, each.takes]));
  const begin = (profile: string | null = 'host') => rotation().begin(profile);
  const written = () => bench.read()['secret'] as string;

  it('asks all peers, and changes nothing yet', async () => {
    peer('bob', '192.0.2.1:1');
    peer('carol', '192.0.2.2:1', 'quite another');
    peer('dave', null);
    node.known.add('erin' as NodeId);
    node.addresses.set('erin' as NodeId, ['192.0.2.9:1']);
    node.known.add('frank' as NodeId);
    const view = await begin();
    expect(takes(view)).toEqual({
      bob: 'old',
      carol: 'neither',
      dave: 'old',
      erin: 'unreachable',
      frank: 'unreachable',
    });
    expect(view.peers.find((each) => each.node === 'frank')?.text).toContain('listens nowhere');
    expect(view.peers.find((each) => each.node === 'erin')?.text).toBe('Nobody.');
    expect(view.complete).toBe(false);
    expect(view.old).not.toBe(view.new);
    expect(written()).toBe(SECRET);
    expect(JSON.stringify(view)).not.toContain(SECRET);
  });

  it('asks under a name of its own, and only for the secret', async () => {
    peer('bob', '192.0.2.1:1');
    await begin();
    const [options] = bench.probeSeed.mock.calls[0] ?? [];
    expect(options?.nodeId).toMatch(/^anon\/\w+$/);
    expect(options?.auths).toEqual(['hmac_md6_64_256']);
  });

  it('goes on with the next address of a peer', async () => {
    peer('bob', '192.0.2.1:1');
    node.addresses.set('bob' as NodeId, ['10.0.0.1:1', '192.0.2.1:1']);
    expect((await begin()).peers).toMatchObject([{ takes: 'old', address: '192.0.2.1:1' }]);
  });

  it('moves the own node, and is complete when all have followed', async () => {
    peer('bob', '192.0.2.1:1');
    peer('dave', null);
    await begin();
    bench.life.restart.mockImplementation(() => {
      // After the start nobody with the old secret is in sight.
      node = bench.run('host', 'me');
      return Promise.resolve();
    });
    const moved = await rotation().move();
    const fresh = written();
    expect(fresh).toMatch(/^[0-9A-Za-z]{86,}$/);
    expect(bench.life.restart).toHaveBeenCalledOnce();
    expect(takes(moved)).toEqual({ bob: 'old', dave: 'unreachable' });
    expect(moved.complete).toBe(false);
    taken.set('192.0.2.1:1', fresh);
    node.connect('dave');
    const after = await rotation().ask();
    expect(takes(after)).toEqual({ bob: 'new', dave: 'new' });
    expect(after.complete).toBe(true);
    expect(JSON.stringify([moved, after])).not.toContain(fresh);
    // Once more does no harm.
    await rotation().move();
    expect(written()).toBe(fresh);
    expect(bench.life.restart).toHaveBeenCalledOnce();
  });

  it('replaces the secret where it stands, so that all who share it move', async () => {
    await begin('host');
    await rotation().move();
    expect(bench.read()['profile']).toEqual({ host: { nodeid: 'me' }, own: { secret: 'x' } });
    expect(written()).not.toBe(SECRET);
  });

  it('leaves a node alone that has its secret from elsewhere', async () => {
    peer('bob', '192.0.2.1:1');
    const view = await begin('own');
    expect(view.peers).toEqual([]);
    await rotation().move();
    expect(bench.life.restart).not.toHaveBeenCalled();
    expect(bench.read()).toMatchObject({ secret: SECRET });
    expect(bench.read()['profile']).not.toMatchObject({ own: { secret: 'x' } });
  });

  it('asks the seeds of the profile when no node runs', async () => {
    bench.write({ secret: SECRET, profile: { host: { seeds: ['s:1', 't:1', 'u:1'] } } });
    bench.life.node = null;
    taken.set('s:1', SECRET).set('u:1', 'other');
    names.set('s:1', 'seed');
    expect(takes(await begin())).toEqual({ seed: 'old', 't:1': 'unreachable', 'u:1': 'neither' });
  });

  it('counts a seed that is a known node, or this one, once', async () => {
    bench.write({ secret: SECRET, profile: { host: { seeds: ['b.example:1', 'me.example:1'] } } });
    peer('bob', '192.0.2.1:1');
    taken.set('b.example:1', SECRET).set('me.example:1', SECRET);
    names.set('b.example:1', 'bob').set('me.example:1', 'me');
    expect((await begin()).peers).toMatchObject([{ node: 'bob', address: '192.0.2.1:1' }]);
  });

  it('does not overwrite a secret that somebody else has set meanwhile', async () => {
    await begin();
    bench.write({ secret: 'theirs', profile: { host: { nodeid: 'me' } } });
    await expect(rotation().move()).rejects.toMatchObject({ code: 'config-conflict' });
    expect(written()).toBe('theirs');
    expect(bench.life.restart).not.toHaveBeenCalled();
  });

  it('invites others with the new secret', async () => {
    await begin();
    const { text } = await rotation().invite(PASSPHRASE);
    const other = new Bench();
    other.clock.advance(1000);
    const { invitations, texts } = other.profiles;
    const { token } = texts.keep({ name: 'file', text });
    const opened = await invitations.open({ token, passphrase: PASSPHRASE });
    expect(opened).toMatchObject({ seeds: node.listeners });
    await invitations.accept({ token, profile: 'p', nodeId: 'b', binds: [] });
    await rotation().move();
    expect(other.read()['secret']).toBe(written());
    await expect(rotation().invite('weak')).rejects.toMatchObject({ code: 'value-invalid' });
  });

  it('does not invite into another network than the one that is rotated', async () => {
    await begin('own');
    await expect(rotation().invite(PASSPHRASE)).rejects.toMatchObject({ code: 'value-invalid' });
  });

  it('starts the node when asked again, if it could not at first', async () => {
    await begin();
    bench.life.restart.mockRejectedValueOnce(new MeshError('session-busy', 'Busy.'));
    await expect(rotation().move()).rejects.toMatchObject({ code: 'session-busy' });
    const fresh = written();
    expect(fresh).not.toBe(SECRET);
    expect(rotation().takeChange().rotation).toMatchObject({ moved: false });
    await rotation().move();
    expect(bench.life.restart).toHaveBeenCalledTimes(2);
    expect(written()).toBe(fresh);
    expect(rotation().takeChange().rotation).toMatchObject({ moved: true });
  });

  it('tells a window that has just opened where it stands', async () => {
    expect(rotation().takeAll()).toEqual({ rotation: null });
    expect(rotation().takeChange()).toEqual({});
    peer('bob', '192.0.2.1:1');
    const begun = await begin();
    expect(bench.onChange).toHaveBeenCalled();
    expect(rotation().takeChange()).toEqual({ rotation: begun });
    expect(rotation().takeChange()).toEqual({});
    expect(rotation().takeAll()).toEqual({ rotation: begun });
    const moved = await rotation().move();
    expect(moved).toMatchObject({ moved: true, complete: false });
    expect(rotation().takeChange()).toEqual({ rotation: moved });
    rotation().cancel();
    expect(rotation().takeChange()).toEqual({ rotation: null });
  });

  it('that could not begin is none', async () => {
    node.connect('bob');
    node.addresses.set('bob' as NodeId, ['192.0.2.1:1']);
    bench.probeSeed.mockRejectedValue(new MeshError('internal', 'Broken.'));
    await expect(begin()).rejects.toMatchObject({ code: 'internal' });
    expect(rotation().takeAll()).toEqual({ rotation: null });
  });

  it('asks seeds that the running node has not reached', async () => {
    node.seeds = ['192.0.2.7:1'];
    expect(takes(await begin(null))).toEqual({ '192.0.2.7:1': 'unreachable' });
  });

  it('is over when cancelled', async () => {
    await begin();
    rotation().cancel();
    for (const step of [rotation().ask(), rotation().move(), rotation().invite(PASSPHRASE)]) {
      await expect(step).rejects.toMatchObject({ code: 'not-running' });
    }
    expect(written()).toBe(SECRET);
  });

  it('needs a secret to replace', async () => {
    bench.write({ profile: { host: {} } });
    await expect(begin()).rejects.toMatchObject({ code: 'no-secret' });
    await expect(begin('none')).rejects.toMatchObject({ code: 'profile-unknown' });
  });
});
