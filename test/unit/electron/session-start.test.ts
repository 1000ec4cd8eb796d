import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DemoNetwork } from '../../../electron/demo/network.ts';
import { configFiles } from '../../../electron/first-config.ts';
import { Log } from '../../../electron/log.ts';
import type { Node, NodeOptions } from '../../../electron/mp/mp.ts';
import { RunStarter } from '../../../electron/run.ts';
import { Session } from '../../../electron/session.ts';
import { NO_MEMORY } from '../../../electron/observe/memory.ts';
import type { SessionView } from '../../../shared/contract.ts';
import { MeshError } from '../../../shared/errors.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';
import { FakeNode } from '../../helpers/fake-node.ts';
import { temporaryFolder } from '../../helpers/folder.ts';

describe('Session.start', () => {
  let rc: string;
  let session: Session;
  let nodes: FakeNode[];
  const stop = vi.fn(() => Promise.resolve());
  const configure = vi.fn<(options?: NodeOptions) => Promise<Node>>();
  const onRenamed = vi.fn();
  const memory = vi.fn((_rc: string | null, _profile: string) => NO_MEMORY);
  const onFailure = vi.fn();
  /** Another program that listens. */
  const blocker = createServer();
  const taken = { binds: [''] };

  beforeAll(async () => {
    blocker.listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    taken.binds = [`127.0.0.1:${(blocker.address() as AddressInfo).port}`];
  });
  afterAll(() => void blocker.close());

  beforeEach(() => {
    rc = join(temporaryFolder(), 'rc');
    nodes = [];
    stop.mockClear();
    onFailure.mockClear();
    onRenamed.mockClear();
    memory.mockClear();
    configure.mockReset().mockImplementation((options = {}) => {
      const node = new FakeNode('me', options.profile);
      nodes.push(node);
      options.onCreate?.(node);
      return Promise.resolve(node);
    });
    session = createSession();
  });

  /** @param profile of the command line */
  function createSession(profile?: string): Session {
    const clock = new FakeClock();
    const nothing = () => undefined;
    const demo = (size: number): Promise<DemoNetwork> => {
      return Promise.resolve({ size, seeds: ['127.0.0.1:5000'], secret: 'demo secret', stop });
    };
    const starter = new RunStarter({
      profile,
      clock,
      log: new Log(clock, nothing, nothing),
      configure,
      startDemo: demo,
      newToken: () => 't',
      memory,
      onObserved: nothing,
    });
    return new Session({
      rc,
      profile: profile ?? 'host',
      config: configFiles,
      starter,
      probeSeed: () => Promise.reject(new Error('not needed')),
      newSecret: () => 'generated',
      onFailure,
      onChange: nothing,
      onRenamed,
    });
  }

  const view = () => session.part.takeAll().session as SessionView;
  const configured = () => {
    writeFileSync(rc, '{}');
    return session.begin({ kind: 'configured' });
  };
  const write = () => {
    const profile = { home: {}, away: {}, bad: { parent: 'gone' }, open: { secret: '' }, taken };
    writeFileSync(rc, JSON.stringify({ secret: 'hush', profile }));
  };
  const asked = () => configure.mock.calls.map(([options]) => options?.profile);

  it('switches the running node to another profile', async () => {
    await configured();
    write();
    await session.start('away');
    expect(nodes.map(({ closed }) => closed)).toEqual([true, false]);
    expect(asked()).toEqual([undefined, 'away']);
    expect(session.running()).toEqual({ node: nodes[1], profile: 'away', rc });
  });

  it('starts one when none runs', async () => {
    await session.begin({ kind: 'configured' });
    expect(session.running()).toBeNull();
    write();
    await session.start('home');
    expect(view().phase).toBe('running');
  });

  it.each([
    ['none', 'profile-unknown'],
    ['bad', 'parent-unknown'],
    ['open', 'no-secret'],
    ['taken', 'address-in-use'],
  ])('leaves the running node alone when "%s" can’t be used', async (profile, code) => {
    await configured();
    write();
    await expect(session.start(profile)).rejects.toMatchObject({ code });
    expect(nodes.map(({ closed }) => closed)).toEqual([false]);
    expect(onFailure).toHaveBeenCalledTimes(code === 'profile-unknown' ? 0 : 1);
  });

  it('starts anew what ran before when the other can’t start', async () => {
    session = createSession('home');
    await configured();
    write();
    configure.mockRejectedValueOnce(new MeshError('address-in-use', 'The address is in use.'));
    await expect(session.start('away')).rejects.toMatchObject({
      code: 'address-in-use',
      message:
        'The address is in use. The node "me" had left its network for it, and has been started again.',
    });
    expect(asked()).toEqual(['home', 'away', 'home']);
    expect(view().phase).toBe('running');
    expect(onFailure).toHaveBeenCalledOnce();
  });

  it('says when neither the other nor the one before can start', async () => {
    session = createSession('home');
    await configured();
    write();
    const failed = new MeshError('address-in-use', 'The address is in use.');
    configure.mockRejectedValueOnce(failed).mockRejectedValueOnce(failed);
    await expect(session.start('away')).rejects.toMatchObject({
      message: expect.stringMatching(
        /"me" had left .*, and could not be started again\.$/,
      ) as string,
    });
    expect(view().phase).toBe('failed');
  });

  it('takes a port that the node itself holds for free', async () => {
    const { port } = blocker.address() as AddressInfo;
    await configured();
    Object.assign(nodes[0] ?? {}, { listeners: [`127.0.0.1:${port}`] });
    write();
    await session.start('taken');
    expect(asked()).toEqual([undefined, 'taken']);
  });

  it('does not end the node for a restart that can’t succeed', async () => {
    await configured();
    writeFileSync(rc, '{ "secret": "" }');
    await expect(session.restart()).rejects.toMatchObject({ code: 'no-secret' });
    expect(nodes.map(({ closed }) => closed)).toEqual([false]);
  });

  it('says what is wrong when nothing ran before, and can be tried again', async () => {
    await session.begin({ kind: 'configured' });
    write();
    configure.mockRejectedValueOnce(new MeshError('address-in-use', 'The address is in use.'));
    await expect(session.start('away')).rejects.toMatchObject({ code: 'address-in-use' });
    expect(view()).toMatchObject({ phase: 'failed', error: { code: 'address-in-use' } });
    await session.retry();
    expect(asked()).toEqual(['away', 'away']);
  });

  it('remembers of a network what belongs to its file and profile', async () => {
    write();
    await session.start('home');
    await session.leave();
    await session.demo(2);
    expect(memory.mock.calls).toEqual([[rc, 'home'], [null, 'demo']]); // prettier-ignore
  });

  it('ends the demo network for it', async () => {
    await session.demo(2);
    write();
    await session.start('home');
    expect(stop).toHaveBeenCalledOnce();
    expect(session.running()?.rc).toBe(rc);
  });

  it('finds its profile again when that was renamed', async () => {
    write();
    await session.begin({ kind: 'configured' });
    await session.start('away');
    session.followRename('home', 'x');
    session.followRename('away', 'home');
    expect(onRenamed.mock.calls).toEqual([['home', 'x'], ['away', 'home']]); // prettier-ignore
    await session.restart();
    expect(asked()).toEqual([undefined, 'away', 'home']);
  });

  it('tells the new name of the profile that runs, and no other', async () => {
    session = createSession('away');
    write();
    await session.begin({ kind: 'configured' });
    const told = () => session.part.takeChange().session;
    view();
    session.followRename('home', 'x');
    expect(told()).toBeUndefined();
    session.followRename('away', 'büro');
    expect(told()).toMatchObject({ phase: 'running', profile: 'büro' });
    expect(session.running()).toEqual({ node: nodes[0], profile: 'büro', rc });
    expect(nodes[0]?.closed).toBe(false);
    await session.leave();
    await session.demo(1);
    session.followRename('büro', 'küche');
    expect(view()).toMatchObject({ profile: 'demo' });
  });

  it('follows a name that stands in the file encoded twice', async () => {
    write();
    await session.begin({ kind: 'configured' });
    await session.start('away');
    session.followRename('away', 'büro');
    session.followRename('bÃ¼ro', 'küche');
    await session.restart();
    expect(asked().at(-1)).toBe('küche');
    await session.start('away').catch(() => undefined);
    writeFileSync(rc, '{ "secret": "hush", "profile": { "bÃ¼ro": {} } }');
    await session.start('bÃ¼ro');
    expect(view()).toMatchObject({ profile: 'büro' });
  });

  it('writes the first file as the reference’s utility would', async () => {
    session = createSession('büro');
    const failed = new MeshError('address-in-use', 'The address is in use.');
    configure.mockRejectedValueOnce(failed);
    const network = { nodeId: 'küche', bind: '*', secret: 'gehäim' };
    await expect(session.create(network)).rejects.toBe(failed);
    expect(existsSync(rc)).toBe(false);
    await session.create(network);
    expect(JSON.parse(readFileSync(rc, 'utf8'))).toMatchObject({
      secret: 'gehÃ¤im',
      profile: { 'bÃ¼ro': { nodeid: 'kÃ¼che' } },
    });
  });

  it('starts the same profile anew', async () => {
    write();
    await session.begin({ kind: 'configured' });
    await session.start('away');
    await session.restart();
    expect(asked()).toEqual([undefined, 'away', 'away']);
    expect(nodes.map(({ closed }) => closed)).toEqual([true, true, false]);
  });
});
