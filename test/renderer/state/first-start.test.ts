import { beforeEach, describe, expect, test } from 'vitest';
import { MeshError } from '../../../shared/errors.ts';
import { firstStart } from '../../../renderer/state/first-start.svelte.ts';
import { installBridge } from '../fake-bridge.ts';

beforeEach(() => {
  firstStart.done();
  firstStart.choose('create');
  firstStart.nodeId = 'desk';
  firstStart.bind = ' *:4040 ';
  firstStart.ownSecret = false;
  firstStart.seeds = '';
  firstStart.listens = true;
  firstStart.demoNodes = 8;
});

describe('create', () => {
  test('with a secret that is made', async () => {
    const bridge = installBridge({ 'session.create': () => null });
    await firstStart.create();
    expect(bridge.argsOf('session.create')).toEqual([
      { nodeId: 'desk', bind: '*:4040', secret: null },
    ]);
  });

  test('with a secret of its own, which must be there', async () => {
    const bridge = installBridge({ 'session.create': () => null });
    firstStart.ownSecret = true;
    await firstStart.create();
    expect(bridge.calls).toEqual([]);
    expect(firstStart.secretProblem).not.toBeNull();
    firstStart.secret = 'geheim';
    await firstStart.create();
    expect(bridge.argsOf('session.create')[0]?.secret).toBe('geheim');
  });

  test.each(['', 'a#b', 'x;y', 'tab\there', 'x'.repeat(256)])('refuses the ID %j', async (id) => {
    const bridge = installBridge({ 'session.create': () => null });
    firstStart.nodeId = id;
    await firstStart.create();
    expect(bridge.calls).toEqual([]);
    expect(firstStart.nodeIdProblem).not.toBeNull();
  });

  test('a failure is shown and keeps the answers', async () => {
    installBridge({
      'session.create': () => {
        throw new MeshError('address-in-use', 'Port 4040 is taken.');
      },
    });
    await firstStart.create();
    expect(firstStart.error?.code).toBe('address-in-use');
    expect(firstStart.nodeId).toBe('desk');
    expect(firstStart.busy).toBeNull();
  });
});

describe('join', () => {
  beforeEach(() => {
    firstStart.choose('join');
    firstStart.joinSecret = 'geheim';
    firstStart.seeds = 'one:4040, two:4041\nthree';
  });

  test('sends all seeds, and no binds when nobody may connect', async () => {
    const bridge = installBridge({ 'session.join': () => null });
    await firstStart.join();
    firstStart.listens = false;
    firstStart.bind = '';
    await firstStart.join();
    expect(bridge.argsOf('session.join')).toMatchObject([
      { seeds: ['one:4040', 'two:4041', 'three'], binds: ['*:4040'], secret: 'geheim' },
      { binds: [] },
    ]);
  });

  test('tests the first seed, and forgets the result with the answers', async () => {
    const test = { steps: [], peer: null, error: null };
    const bridge = installBridge({ 'session.test': () => test });
    await firstStart.testSeed();
    expect(bridge.argsOf('session.test')).toEqual([
      { seed: 'one:4040', secret: 'geheim', nodeId: 'desk' },
    ]);
    expect(firstStart.test).toEqual(test);
    firstStart.forgetTest();
    expect(firstStart.test).toBeNull();
  });

  test('wants a seed', async () => {
    const bridge = installBridge({});
    firstStart.seeds = ' , ';
    await firstStart.testSeed();
    await firstStart.join();
    expect(bridge.calls).toEqual([]);
  });

  test('secrets are gone once a node runs', () => {
    firstStart.done();
    expect(firstStart.joinSecret).toBe('');
  });
});

test.each([0, 65, 2.5, NaN])('the demo network refuses %d nodes', async (nodes) => {
  const bridge = installBridge({ 'session.demo': () => null });
  firstStart.demoNodes = nodes;
  await firstStart.demo();
  expect(bridge.calls).toEqual([]);
  firstStart.demoNodes = 64;
  await firstStart.demo();
  expect(bridge.argsOf('session.demo')).toEqual([{ nodes: 64 }]);
});
