import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { DemoNetwork } from '../../../electron/demo/network.ts';
import { configFiles } from '../../../electron/first-config.ts';
import { Log } from '../../../electron/log.ts';
import type { Node, NodeOptions } from '../../../electron/mp/mp.ts';
import { RunStarter } from '../../../electron/run.ts';
import { Session } from '../../../electron/session.ts';
import { MeshError } from '../../../shared/errors.ts';
import type { HandshakeTest, SessionView } from '../../../shared/contract.ts';
import { eventually } from '../../helpers/eventually.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';
import { FakeNode } from '../../helpers/fake-node.ts';
import { temporaryFolder } from '../../helpers/folder.ts';

const create = { nodeId: 'alpha', bind: '127.0.0.1:4040', secret: null };
const join_ = { nodeId: 'alpha', secret: 'hush', seeds: ['a:1', 'b:2'], binds: [] };
const good: HandshakeTest = { steps: [], peer: null, error: null };

describe('Session', () => {
  let rc: string;
  let session: Session;
  let nodes: FakeNode[];
  const stop = vi.fn(() => Promise.resolve());
  let clock: FakeClock;
  const configure = vi.fn<(options?: NodeOptions) => Promise<Node>>();
  const probeSeed = vi.fn<() => Promise<HandshakeTest>>();
  const startDemo = vi.fn<(count: number) => Promise<DemoNetwork>>();
  const onFailure = vi.fn();

  beforeEach(() => {
    rc = join(temporaryFolder(), 'rc');
    clock = new FakeClock();
    nodes = [];
    stop.mockClear();
    onFailure.mockClear();
    probeSeed.mockReset().mockResolvedValue(good);
    startDemo.mockReset().mockImplementation((size) => {
      return Promise.resolve({ size, seeds: ['127.0.0.1:5000'], secret: 'demo secret', stop });
    });
    configure.mockReset().mockImplementation(startNode);
    session = createSession();
  });

  function startNode(options: NodeOptions = {}): Promise<Node> {
    const node = new FakeNode(options.overrides?.nodeId ?? 'configured');
    nodes.push(node);
    options.onCreate?.(node);
    return Promise.resolve(node);
  }

  function createSession(profile?: string): Session {
    const nothing = () => undefined;
    const starter = new RunStarter({
      profile,
      clock,
      log: new Log(clock, nothing, nothing),
      configure,
      startDemo,
      newToken: () => 't',
      onObserved: nothing,
    });
    return new Session({
      rc,
      profile: profile ?? 'host',
      config: configFiles,
      starter,
      probeSeed,
      newSecret: () => 'generated',
      onFailure,
      onChange: nothing,
    });
  }

  const view = () => session.part.takeAll().session as SessionView;
  const written = () => JSON.parse(readFileSync(rc, 'utf8')) as Record<string, unknown>;
  const configured = () => {
    writeFileSync(rc, '{}');
    return session.begin({ kind: 'configured' });
  };

  it('begins with the first start when there is no file', async () => {
    expect(view()).toEqual({ phase: 'starting', doing: 'Reading the configuration' });
    await session.begin({ kind: 'configured' });
    expect(view()).toEqual({ phase: 'first-start', rc });
    expect(() => session.observation()).toThrow(MeshError);
    expect(configure).not.toHaveBeenCalled();
  });

  it('begins with the node when there is one', async () => {
    await configured();
    expect(view()).toEqual({
      phase: 'running',
      nodeId: 'configured',
      profile: 'test',
      rc,
      listeners: ['127.0.0.1:4040'],
      seeds: [],
      since: clock.now(),
      demo: null,
      warnings: [],
    });
    expect(configure.mock.calls[0]?.[0]).toMatchObject({ rc });
    expect(configure.mock.calls[0]?.[0]).not.toHaveProperty('profile');
    expect(session.observation().node).toBe(nodes[0]);
  });

  it('asks for the profile that it was given', async () => {
    session = createSession('home');
    await configured();
    expect(configure.mock.calls[0]?.[0]).toMatchObject({ profile: 'home' });
  });

  it('says why it failed, and goes on when tried again', async () => {
    const error = new MeshError('address-in-use', 'The address is in use.');
    configure.mockRejectedValueOnce(error);
    await configured();
    expect(view()).toEqual({ phase: 'failed', error: error.toView(), rc });
    expect(onFailure).toHaveBeenCalledWith(error);
    await session.retry();
    expect(view().phase).toBe('running');
  });

  it('cleans up behind a node that failed half-way', async () => {
    configure.mockImplementationOnce(async (options) => {
      await startNode(options);
      throw new MeshError('address-in-use', 'The address is in use.');
    });
    await configured();
    expect(nodes[0]?.listenerCount).toBe(0);
    expect(clock.waiting).toBe(0);
  });

  describe('create', () => {
    beforeEach(() => session.begin({ kind: 'configured' }));

    it('writes a file for the owner alone, with a new secret, and starts from it', async () => {
      await session.create(create);
      expect(statSync(rc).mode & 0o777).toBe(0o600);
      expect(written()).toEqual({
        version: 1,
        secret: 'generated',
        profile: { host: { nodeid: 'alpha', binds: ['127.0.0.1:4040'] } },
      });
      expect(view()).toMatchObject({ phase: 'running', rc });
      expect(configure.mock.calls[0]?.[0]).toMatchObject({ rc });
    });

    it('takes a secret that it is given', async () => {
      await session.create({ ...create, secret: 'mine' });
      expect(written()).toMatchObject({ secret: 'mine' });
    });

    it('takes the file back when the node cannot start, so that it can be tried anew', async () => {
      configure.mockRejectedValueOnce(new MeshError('address-in-use', 'The address is in use.'));
      await expect(session.create(create)).rejects.toMatchObject({ code: 'address-in-use' });
      expect(existsSync(rc)).toBe(false);
      expect(view().phase).toBe('first-start');
      await session.create(create);
      expect(view().phase).toBe('running');
    });

    it('does not take back what somebody changed meanwhile', async () => {
      configure.mockImplementationOnce(() => {
        writeFileSync(rc, '{"secret":"other"}');
        return Promise.reject(new MeshError('address-in-use', 'The address is in use.'));
      });
      await expect(session.create(create)).rejects.toThrow();
      expect(written()).toEqual({ secret: 'other' });
    });

    it('never touches a file that is there', async () => {
      writeFileSync(rc, '{ "broken');
      await expect(session.create(create)).rejects.toMatchObject({ code: 'config-exists' });
      await expect(session.join(join_)).rejects.toMatchObject({ code: 'config-exists' });
      expect(readFileSync(rc, 'utf8')).toBe('{ "broken');
      expect(probeSeed).not.toHaveBeenCalled();
    });

    it.each(['', 'a#b', 'a;b'])('refuses the node ID "%s"', async (nodeId) => {
      const refused = { code: 'node-id-invalid' };
      await expect(session.create({ ...create, nodeId })).rejects.toMatchObject(refused);
      await expect(session.join({ ...join_, nodeId })).rejects.toMatchObject(refused);
      await expect(session.test({ seed: 'a', secret: 's', nodeId })).rejects.toMatchObject(refused);
      expect(existsSync(rc)).toBe(false);
    });
  });

  describe('join', () => {
    beforeEach(() => session.begin({ kind: 'configured' }));
    const mismatch = new MeshError('secret-mismatch', 'The secrets differ.').toView();

    it('tries the seeds until one answers, then writes the file', async () => {
      probeSeed.mockResolvedValueOnce({ ...good, error: mismatch });
      await session.join(join_);
      expect(probeSeed).toHaveBeenCalledTimes(2);
      expect(written()).toEqual({
        version: 1,
        secret: 'hush',
        profile: { host: { nodeid: 'alpha', binds: [], seeds: ['a:1', 'b:2'] } },
      });
      expect(view().phase).toBe('running');
    });

    it('fails as the handshake did, and writes nothing', async () => {
      probeSeed.mockResolvedValue({ ...good, error: mismatch });
      await expect(session.join(join_)).rejects.toMatchObject(mismatch);
      expect(existsSync(rc)).toBe(false);
      expect(view().phase).toBe('first-start');
    });

    it('needs a seed', async () => {
      const alone = session.join({ ...join_, seeds: [] });
      await expect(alone).rejects.toMatchObject({ code: 'address-invalid' });
    });
  });

  describe('demo', () => {
    beforeEach(() => session.begin({ kind: 'configured' }));

    it('joins a demo network without any file', async () => {
      await session.demo(5);
      expect(configure.mock.calls[0]?.[0]).toMatchObject({
        rc: null,
        overrides: { secret: 'demo secret', seeds: ['127.0.0.1:5000'] },
      });
      expect(view()).toMatchObject({ phase: 'running', rc: null, demo: 5 });
      expect(existsSync(rc)).toBe(false);
    });

    it('is left for where it came from', async () => {
      await session.demo(2);
      await session.leave();
      expect(view().phase).toBe('first-start');
      expect(nodes[0]?.closed).toBe(true);
      expect(stop).toHaveBeenCalledOnce();
      await session.demo(2);
      writeFileSync(rc, '{}');
      await session.leave();
      expect(view()).toMatchObject({ phase: 'running', rc });
    });

    it('ends its processes when our own node cannot start', async () => {
      configure.mockRejectedValueOnce(new MeshError('address-unavailable', 'No loopback.'));
      await expect(session.demo(2)).rejects.toMatchObject({ code: 'address-unavailable' });
      expect(stop).toHaveBeenCalledOnce();
      expect(view().phase).toBe('failed');
      await session.retry();
      expect(view()).toMatchObject({ phase: 'running', demo: 2 });
    });
  });

  it('leaves a network and can come back', async () => {
    await configured();
    const { node } = session.observation();
    await session.leave();
    expect(view().phase).toBe('first-start');
    expect((node as FakeNode).listenerCount).toBe(0);
    await session.retry();
    expect(view().phase).toBe('running');
  });

  it('does one thing at a time', async () => {
    let finish = (): void => undefined;
    configure.mockImplementationOnce(async (options) => {
      await new Promise<void>((resolve) => (finish = resolve));
      return startNode(options);
    });
    const busy = { code: 'session-busy' };
    const first = configured();
    await expect(session.retry()).rejects.toMatchObject(busy);
    await expect(session.demo(1)).rejects.toMatchObject(busy);
    await eventually(() => expect(configure).toHaveBeenCalled());
    finish();
    await first;
    for (const again of [
      () => session.retry(),
      () => session.demo(1),
      () => session.create(create),
    ]) {
      await expect(again()).rejects.toMatchObject({ ...busy, message: 'A node is running.' });
    }
  });

  it('ends all with close', async () => {
    await session.begin({ kind: 'demo', nodes: 3 });
    await session.close();
    expect(nodes[0]?.closed).toBe(true);
    expect(stop).toHaveBeenCalledOnce();
    expect(clock.waiting).toBe(0);
  });

  describe('what the window is told', () => {
    it('is everything anew when another node runs', async () => {
      session.part.takeAll();
      await configured();
      expect(session.part.takeChange()).toMatchObject({
        session: { phase: 'running' },
        network: { full: true, nodes: [{ id: 'configured' }] },
      });
      expect(session.part.takeChange()).toEqual({});
      nodes[0]?.connect('bob');
      expect(session.part.takeChange()).toMatchObject({ network: { full: false } });
      nodes[0]?.emit('listening', { addresses: [] });
      expect(session.part.takeChange()).toHaveProperty('session.phase', 'running');
      await session.leave();
      expect(session.part.takeChange()).toMatchObject({
        session: { phase: 'first-start' },
        network: { full: true, nodes: [] },
      });
    });
  });
});
