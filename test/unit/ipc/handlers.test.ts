import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createHandlers } from '../../../electron/ipc/handlers/index.ts';
import { REQUEST_SCHEMAS } from '../../../electron/ipc/schemas.ts';
import type { SessionControl } from '../../../electron/ipc/services.ts';
import { Observation } from '../../../electron/observe/observation.ts';
import type { AppInfo } from '../../../shared/contract.ts';
import type { PortId } from '../../../shared/ids.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';
import { FakeNode } from '../../helpers/fake-node.ts';

const bob = 'bob#x' as PortId;

describe('handlers', () => {
  const clock = new FakeClock();
  const node = new FakeNode('me');
  const observation = new Observation({
    node,
    clock,
    newToken: () => 'token',
    onChange: () => undefined,
  });
  const done = () => Promise.resolve();
  const session = {
    create: vi.fn(done),
    test: vi.fn(() => Promise.resolve({ steps: [], peer: null, error: null })),
    join: vi.fn(done),
    demo: vi.fn(done),
    retry: vi.fn(done),
    leave: vi.fn(done),
    observation: () => observation,
  } satisfies SessionControl;
  const writeClipboard = vi.fn();
  const info = { version: '1' } as AppInfo;
  const openState = () => ({ messagesDropped: 3 });
  const handlers = createHandlers({ session, writeClipboard, info: () => info, openState });

  beforeEach(() => void node.connect('bob'));

  it('exist for every request, and no others', () => {
    expect(Object.keys(handlers).sort()).toEqual(Object.keys(REQUEST_SCHEMAS).sort());
  });

  it('tell about the program and its state', async () => {
    expect(await handlers['app.info'](null)).toBe(info);
    expect(await handlers['state.open'](null)).toEqual({ messagesDropped: 3 });
  });

  it('begin and end the session', async () => {
    const create = { nodeId: 'a', bind: '*', secret: null };
    const join = { nodeId: 'a', secret: 's', seeds: ['b:1'], binds: [] };
    expect(await handlers['session.create'](create)).toBeNull();
    expect(await handlers['session.join'](join)).toBeNull();
    expect(await handlers['session.demo']({ nodes: 3 })).toBeNull();
    expect(await handlers['session.retry'](null)).toBeNull();
    expect(await handlers['session.leave'](null)).toBeNull();
    expect(await handlers['session.test']({ seed: 'b', secret: 's', nodeId: 'a' })).toMatchObject({
      steps: [],
    });
    expect(session.create).toHaveBeenCalledWith(create);
    expect(session.join).toHaveBeenCalledWith(join);
    expect(session.demo).toHaveBeenCalledWith(3);
  });

  it('send, call and look up messages', async () => {
    const sent = handlers['message.send']({ to: [bob], message: ['hi'] });
    node.die('bob#x', 'no_such_port');
    expect(await sent).toEqual([{ outcome: 'no-such-port' }]);
    const called = handlers['message.call']({ to: bob, message: ['q'], timeout: 100 });
    clock.advance(100);
    expect(await called).toEqual({ outcome: 'timeout', waited: 100 });
    expect(await handlers['message.get']({ seq: 1 })).toMatchObject({ json: '[\n  "hi"\n]' });
    expect(await handlers['message.get']({ seq: 999 })).toBeNull();
  });

  it('ask for a survey, and write to the clipboard', async () => {
    clock.advance(3000);
    const before = node.sentTo('bob').filter(([tag]) => tag === 'up_nodes').length;
    node.receive('bob', observation.survey.port, 'token');
    expect(await handlers['survey.now'](null)).toBeNull();
    clock.advance(0);
    const after = node.sentTo('bob').filter(([tag]) => tag === 'up_nodes').length;
    expect(after).toBe(before + 1);
    expect(await handlers['clipboard.write']({ text: 'x' })).toBeNull();
    expect(writeClipboard).toHaveBeenCalledWith('x');
  });
});
