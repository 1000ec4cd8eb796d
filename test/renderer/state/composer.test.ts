import { beforeEach, describe, expect, test } from 'vitest';
import { MeshError } from '../../../shared/errors.ts';
import type { PortId } from '../../../shared/ids.ts';
import type { Delivery } from '../../../shared/messages.ts';
import { ComposerState, MAX_SENT } from '../../../renderer/state/composer.svelte.ts';
import { draftOf, draftOfData } from '../../../renderer/state/drafts.ts';
import { network } from '../../../renderer/state/network.svelte.ts';
import { installBridge } from '../fake-bridge.ts';
import { handHandlers, resolveDraft } from '../hand-answers.ts';
import { NOW, syntheticMesh } from '../synthetic-mesh.ts';

const ACCEPTED: Delivery = { outcome: 'accepted', latency: 1 };
const PORT = { kind: 'port', port: 'bob#x.a' as PortId } as const;
const DRAFT = { destination: PORT, tag: 'test', arguments: '' } as const;
const answers = {
  ...handHandlers(),
  'message.send': ({ to }: { to: readonly PortId[] }) => to.map(() => ACCEPTED),
};

let composer = new ComposerState();

beforeEach(() => {
  network.apply(syntheticMesh(9));
  composer = new ComposerState(() => NOW);
});

test('tag and arguments become one message', async () => {
  const bridge = installBridge(answers);
  composer.open(PORT);
  composer.edit({ tag: 'test', arguments: '1, {"a": [null]}' });
  await composer.submit('send');
  expect(bridge.argsOf('message.send')).toEqual([
    {
      to: ['bob#x.a'],
      message: ['test', 1, { a: [null] }],
      draft: { ...DRAFT, arguments: '1, {"a": [null]}' },
    },
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
  expect(bridge.argsOf('message.send')[1]?.to).toEqual(ports.slice(0, 1));
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

test('with a reply port it becomes a job', async () => {
  const bridge = installBridge(answers);
  composer.open(PORT);
  composer.edit({ tag: 'test', timeout: 2.5, many: true });
  await composer.submit('call');
  expect(bridge.argsOf('call.start')).toEqual([
    { to: 'bob#x.a', message: ['test'], timeout: 2500, many: true, draft: DRAFT },
  ]);
  expect(composer.sent[0]).toMatchObject({ way: 'call', outcome: { kind: 'job', job: 4 } });
});

test('a repetition is told in ms', async () => {
  const bridge = installBridge(answers);
  composer.open(PORT);
  composer.edit({ tag: 'test' });
  composer.editRepetition({ count: null, interval: 0.25, jitter: 0.1, call: true });
  await composer.submit('repeat');
  expect(bridge.argsOf('repeat.start')).toEqual([
    { draft: DRAFT, count: null, interval: 250, jitter: 100, call: true },
  ]);
  expect(composer.sent[0]?.outcome).toEqual({ kind: 'job', job: 3 });
});

test.each([
  { count: 0 },
  { count: 1.5 },
  { count: NaN },
  { interval: 0 },
  { interval: NaN },
  { jitter: 2 },
  { jitter: -1 },
])('a repetition with %o is not started', async (change) => {
  const bridge = installBridge(answers);
  composer.open(PORT);
  composer.edit({ tag: 'test' });
  composer.editRepetition({ count: 1, interval: 1, jitter: 0, ...change });
  await composer.submit('repeat');
  expect(composer.problems.repetition).not.toBeNull();
  expect(bridge.calls).toEqual([]);
});

test('variables are filled in by the main process, and counted only when it is sent', async () => {
  const bridge = installBridge(answers);
  composer.open(PORT);
  composer.edit({ tag: 'test', arguments: '{{now}}' });
  await composer.submit('send');
  expect(bridge.argsOf('draft.resolve')).toEqual([
    { draft: { ...DRAFT, arguments: '{{now}}' }, take: true },
  ]);
  expect(bridge.argsOf('message.send')[0]?.message).toEqual(['test', 1_700_000_000_000]);
});

test('a variable without value is pointed at, and nothing is sent', async () => {
  const bridge = installBridge(answers);
  composer.open(PORT);
  composer.edit({ tag: 'test', arguments: '1,\n{{gone}}' });
  await composer.submit('send');
  expect(composer.mistake).toEqual({
    where: 'arguments',
    offset: 3,
    line: 2,
    column: 1,
    message: 'The variable {{gone}} in the arguments has no value.',
  });
  expect(bridge.argsOf('message.send')).toEqual([]);
  expect(composer.sent).toEqual([]);
  composer.edit({ arguments: '1' });
  expect(composer.mistake).toBeNull();
});

test('what is told of an older draft is not shown', () => {
  composer.edit({ arguments: '1' });
  const before = composer.draft;
  composer.edit({ arguments: '2' });
  const mistake = { where: 'arguments', message: 'x', line: 1, column: 1, offset: 0 } as const;
  composer.tell(before, mistake);
  expect(composer.mistake).toBeNull();
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
      ...answers,
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
  expect(composer.asking?.way).toBe('send');
  expect(composer.asking?.danger).toContain('kills the port');
  expect(bridge.calls).toEqual([]);
  composer.cancel();
  expect(composer.asking).toBeNull();
  await composer.submit('send');
  await composer.submit('send', true);
  expect(bridge.argsOf('message.send')).toMatchObject([
    { to: ['lon-07'], message: ['kil', 'x.a'] },
  ]);
});

describe('what is really sent is asked about', () => {
  test.each([
    ['a variable as the tag', '{{what}}', '"x.a"'],
    ['no tag', '', '"kil", "x.a", "oops"'],
    ['a variable in the arguments', '', '{{what}}, "x.a"'],
    ['a relay', 'snd', '"fra-06", "kil", "x.a"'],
    ['a relay and a variable', 'snd', '"fra-06", "{{what}}", "x.a"'],
  ])('%s', async (_, tag, args) => {
    const bridge = installBridge({ ...answers, ...handHandlers({ variables: { what: 'kil' } }) });
    composer.open({ kind: 'port', port: 'lon-07' as PortId });
    composer.edit({ tag, arguments: args });
    await composer.submit('send');
    expect(composer.asking?.danger).toContain('kills the port');
    expect(bridge.argsOf('message.send')).toEqual([]);
  });

  test('also repeated, with a reply port that is not there yet', async () => {
    const bridge = installBridge(answers);
    composer.open({ kind: 'port', port: 'lon-07' as PortId });
    composer.edit({ arguments: '"kil", "x.a", {{replyPort}}' });
    composer.editRepetition({ count: 2, interval: 1, jitter: 0, call: true });
    await composer.submit('repeat');
    expect(composer.asking).toMatchObject({ way: 'repeat' });
    expect(bridge.argsOf('repeat.start')).toEqual([]);
  });

  test('but not what an application gets', async () => {
    const bridge = installBridge(answers);
    composer.open({ kind: 'group', name: 'chat', which: 'all' });
    composer.edit({ arguments: '"kil", "{{now}}"' });
    expect(composer.danger).toBeNull();
    await composer.submit('send');
    expect(bridge.argsOf('message.send')).toHaveLength(1);
    expect(bridge.argsOf('draft.resolve')).toHaveLength(1);
  });
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

test('data becomes a draft that sends just that', () => {
  const message = ['{{tag}}', '{{now}}', { a: { b: 1 } }];
  const draft = draftOfData(PORT, message);
  expect(resolveDraft(draft).message).toEqual(message);
  expect(draftOf(draft)).toMatchObject({ destination: PORT, destinationText: 'bob#x.a' });
  expect(draftOfData(PORT, [1, 'x'])).toMatchObject({ tag: '', arguments: '1, "x"' });
});
