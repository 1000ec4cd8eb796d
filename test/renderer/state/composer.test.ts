import { beforeEach, describe, expect, test } from 'vitest';
import { MeshError } from '../../../shared/errors.ts';
import type { PortId } from '../../../shared/ids.ts';
import type { Delivery } from '../../../shared/messages.ts';
import { ComposerState, MAX_SENT } from '../../../renderer/state/composer.svelte.ts';
import { draftFrom } from '../../../renderer/state/drafts.ts';
import { network } from '../../../renderer/state/network.svelte.ts';
import { installBridge } from '../fake-bridge.ts';
import { NOW, syntheticMesh, syntheticMessages } from '../synthetic-mesh.ts';

const ACCEPTED: Delivery = { outcome: 'accepted', latency: 1 };
const PORT = { kind: 'port', port: 'bob#x.a' as PortId } as const;
const answers = {
  'message.send': ({ to }: { to: readonly PortId[] }) => to.map(() => ACCEPTED),
  'message.call': () => ({ outcome: 'reply', message: ['pong', 1], latency: 2 }) as const,
};

let composer = new ComposerState();

beforeEach(() => {
  network.apply(syntheticMesh(9));
  composer = new ComposerState(
    () => 0.5,
    () => NOW,
  );
});

test('tag and arguments become one message', async () => {
  const bridge = installBridge(answers);
  composer.open(PORT);
  composer.edit({ tag: 'test', arguments: '1, {"a": [null]}' });
  await composer.submit('send');
  expect(bridge.argsOf('message.send')).toEqual([
    { to: ['bob#x.a'], message: ['test', 1, { a: [null] }] },
  ]);
  expect(composer.sent[0]).toMatchObject({ at: NOW, outcome: { deliveries: [ACCEPTED] } });
});

test('without a tag the arguments are the message', async () => {
  const bridge = installBridge(answers);
  composer.open(PORT);
  composer.edit({ arguments: '42' });
  await composer.submit('send');
  expect(bridge.argsOf('message.send')[0]?.message).toEqual([42]);
});

test('a whole group gets it, any one of a group gets it once', async () => {
  const bridge = installBridge(answers);
  const ports = network.groups.get('chat')?.ports ?? [];
  composer.open({ kind: 'group', name: 'chat', which: 'all' });
  composer.edit({ tag: 'hi' });
  await composer.submit('send');
  expect(bridge.argsOf('message.send')[0]?.to).toEqual(ports);
  composer.choose({ kind: 'group', name: 'chat', which: 'any' });
  await composer.submit('send');
  expect(bridge.argsOf('message.send')[1]?.to).toEqual([ports[ports.length >> 1]]);
});

test('more ports than one request takes are sent to in parts', async () => {
  const bridge = installBridge(answers);
  const ports = Array.from({ length: 2300 }, (_, index) => `bob#x.${index}` as PortId);
  network.apply({ ...syntheticMesh(2), groups: [{ name: 'big', ports }] });
  composer.open({ kind: 'group', name: 'big', which: 'all' });
  composer.edit({ tag: 'hi' });
  await composer.submit('send');
  expect(bridge.argsOf('message.send').map(({ to }) => to.length)).toEqual([1000, 1000, 300]);
  expect(composer.sent[0]?.outcome).toMatchObject({ kind: 'sent' });
});

test('with a reply port the answer is kept', async () => {
  const bridge = installBridge(answers);
  composer.open(PORT);
  composer.edit({ tag: 'test', timeout: 2.5 });
  await composer.submit('call');
  expect(bridge.argsOf('message.call')).toEqual([
    { to: 'bob#x.a', message: ['test'], timeout: 2500 },
  ]);
  expect(composer.sent[0]?.outcome).toMatchObject({ kind: 'called', result: { latency: 2 } });
});

describe('bad input loses nothing and sends nothing', () => {
  test.each([
    ['no destination', { destination: null, tag: 'x' }, 'send'],
    ['broken arguments', { arguments: '{' }, 'send'],
    ['an empty message', { tag: '', arguments: ' ' }, 'send'],
    ['a wrong time', { tag: 'x', timeout: 0 }, 'call'],
    ['no number as time', { tag: 'x', timeout: NaN }, 'call'],
  ] as const)('%s', async (_, change, how) => {
    const bridge = installBridge(answers);
    composer.open(PORT);
    composer.edit(change);
    const draft = composer.draft;
    await composer.submit(how);
    expect(bridge.calls).toEqual([]);
    expect(composer.draft).toBe(draft);
    expect(composer.sent).toEqual([]);
  });

  test('a group without ports', async () => {
    const bridge = installBridge(answers);
    composer.open({ kind: 'group', name: 'gone', which: 'all' });
    composer.edit({ tag: 'x' });
    await composer.submit('send');
    expect(bridge.calls).toEqual([]);
    expect(composer.problems.destination).toBe('The group gone has no ports now.');
  });

  test('a reply port for a whole group', async () => {
    const bridge = installBridge(answers);
    composer.open({ kind: 'group', name: 'chat', which: 'all' });
    composer.edit({ tag: 'x' });
    await composer.submit('call');
    expect(bridge.calls).toEqual([]);
    expect(composer.callProblem).toContain('one destination');
  });

  test('a refusal of the main process', async () => {
    installBridge({
      'message.send': () => {
        throw new MeshError('destination-unknown', 'bob is not known.');
      },
    });
    composer.open(PORT);
    composer.edit({ tag: 'x' });
    await composer.submit('send');
    expect(composer.draft.tag).toBe('x');
    expect(composer.sent[0]?.outcome).toMatchObject({
      error: { code: 'destination-unknown', message: 'bob is not known.' },
    });
  });
});

test('powerful messages wait for a yes', async () => {
  const bridge = installBridge(answers);
  composer.open({ kind: 'port', port: 'lon-07' as PortId });
  composer.edit({ tag: 'kil', arguments: '"x.a"' });
  await composer.submit('send');
  expect(composer.asking).toBe('send');
  expect(bridge.calls).toEqual([]);
  composer.cancel();
  expect(composer.asking).toBeNull();
  await composer.submit('send');
  await composer.submit('send', true);
  expect(bridge.argsOf('message.send')).toEqual([{ to: ['lon-07'], message: ['kil', 'x.a'] }]);
});

test('a change of the draft takes back the question', async () => {
  installBridge(answers);
  composer.open({ kind: 'port', port: 'lon-07' as PortId });
  composer.edit({ tag: 'kil' });
  await composer.submit('send');
  composer.edit({ tag: 'info' });
  expect(composer.asking).toBeNull();
});

test('what was sent is bounded and can be had back', async () => {
  installBridge(answers);
  composer.open(PORT);
  for (let index = 0; index <= MAX_SENT; index++) {
    composer.edit({ tag: `tag-${index}` });
    await composer.submit('send');
  }
  expect(composer.sent).toHaveLength(MAX_SENT);
  composer.close();
  composer.edit({ tag: 'other', destination: null });
  composer.restore(composer.sent[3]!);
  expect(composer.isOpen).toBe(true);
  expect(composer.draft).toMatchObject({ tag: `tag-${MAX_SENT - 3}`, destination: PORT });
});

test('a sent message becomes a draft again, a received or cut one does not', () => {
  const row = syntheticMessages(1, ['bob' as never])[0]!;
  const detail = { ...row, port: 'x.a', json: '["test",{"a":1},"b"]', cut: false };
  expect(draftFrom(detail)).toEqual({
    destination: PORT,
    destinationText: 'bob#x.a',
    tag: 'test',
    arguments: '{"a":1}, "b"',
  });
  expect(draftFrom({ ...detail, json: '[1]' })).toMatchObject({ tag: '', arguments: '1' });
  expect(draftFrom({ ...detail, direction: 'in' })).toBeNull();
  expect(draftFrom({ ...detail, cut: true })).toBeNull();
});
