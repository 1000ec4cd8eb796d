import { beforeEach, describe, expect, test } from 'vitest';
import type { PortId } from '../../../shared/ids.ts';
import { drawer } from '../../../renderer/state/drawer.svelte.ts';
import { applyHand } from '../../../renderer/state/hand.ts';
import { library } from '../../../renderer/state/library.svelte.ts';
import { network } from '../../../renderer/state/network.svelte.ts';
import { sequenceOf } from '../../../renderer/state/sequence-draft.ts';
import type { StepDraft } from '../../../renderer/state/sequence-draft.ts';
import { SequencesState } from '../../../renderer/state/sequences.svelte.ts';
import { installBridge } from '../fake-bridge.ts';
import { handHandlers } from '../hand-answers.ts';
import { JOBS, LIBRARY, SEQUENCE } from '../hand-samples.ts';
import { syntheticMesh } from '../synthetic-mesh.ts';

let sequences = new SequencesState();

beforeEach(() => {
  sequences = new SequencesState();
  network.apply(syntheticMesh(9));
  applyHand({ jobs: JOBS, library: LIBRARY });
  drawer.close();
});

const tags = () => sequences.current?.steps.map(({ message }) => message.tag);
const step = (): StepDraft => sequences.current!.steps[0]!;

test('a saved sequence is the same after it was opened', () => {
  sequences.open(SEQUENCE);
  expect(sequences.changed).toBe(false);
  expect(sequences.problem).toBeNull();
  expect(sequenceOf(sequences.current!)).toEqual(SEQUENCE);
});

test('steps are added behind the one looked at, moved and removed', () => {
  sequences.open(SEQUENCE);
  sequences.choose(1);
  sequences.addStep();
  expect(tags()).toEqual(['job', 'poke', '', 'status']);
  expect(sequences.step).toBe(2);
  expect(sequences.current?.steps[2]?.message.destination).toEqual(
    SEQUENCE.steps[1]?.message.destination,
  );
  sequences.moveStep(2, -1);
  expect(tags()).toEqual(['job', '', 'poke', 'status']);
  sequences.moveStep(0, -1);
  expect(tags()).toEqual(['job', '', 'poke', 'status']);
  sequences.removeStep(3);
  sequences.choose(9);
  expect(sequences.step).toBe(2);
  expect(sequences.changed).toBe(true);
});

test('an expectation that is switched off keeps what was written', () => {
  sequences.open(SEQUENCE);
  sequences.editStep(0, { expects: false });
  expect(sequenceOf(sequences.current!)?.steps[0]?.expect).toBeNull();
  sequences.editStep(0, { expects: true });
  expect(sequenceOf(sequences.current!)).toEqual(SEQUENCE);
});

describe('what is missing is named with its step', () => {
  test.each([
    [
      'where the message goes',
      (one: StepDraft) => ({ message: { ...one.message, destination: null } }),
    ],
    ['tag', (one: StepDraft) => ({ message: { ...one.message, tag: '', arguments: ' ' } })],
    ['JSON', (one: StepDraft) => ({ message: { ...one.message, arguments: '{' } })],
    ['600 seconds', () => ({ wait: NaN })],
    ['600 seconds', (one: StepDraft) => ({ expectation: { ...one.expectation, timeout: 0 } })],
    ['no JSON', (one: StepDraft) => ({ expectation: { ...one.expectation, message: '{{any}}' } })],
    [
      'filter',
      (one: StepDraft) => ({ expectation: { ...one.expectation, filter: 'tag = a and (' } }),
    ],
  ])('%s', async (word, change) => {
    const bridge = installBridge(handHandlers());
    sequences.open(SEQUENCE);
    sequences.editStep(0, change(step()));
    expect(sequences.problem).toMatchObject({ step: 0, text: expect.stringContaining(word) });
    await sequences.start();
    expect(await sequences.save()).toBe(false);
    expect(bridge.calls).toEqual([]);
  });

  test('a name', () => {
    sequences.open(SEQUENCE);
    sequences.edit({ name: ' ' });
    expect(sequences.problem).toEqual({ step: null, text: 'Give it a name.' });
  });
});

test('what is written runs, saved or not, and its run is found among the jobs', async () => {
  const bridge = installBridge(handHandlers());
  sequences.open(SEQUENCE);
  sequences.edit({ name: 'Other' });
  await sequences.start();
  expect(bridge.argsOf('sequence.run')[0]?.sequence.name).toBe('Other');
  expect(sequences.run?.state).toBe('failed');
  expect(await sequences.save()).toBe(true);
  expect(sequences.changed).toBe(false);
});

describe('powerful steps are told before they run', () => {
  const node = { kind: 'port', port: 'lon-07' as PortId } as const;

  test.each([
    ['kil', '"x.a"', 'This kills the port'],
    ['', '"kil", "x.a"', 'This kills the port'],
    ['{{host}}', '', '"fra-01"'],
    ['snd', '"fra-06", "kil", "x.a"', 'Passed on by lon-07: This kills the port'],
    ['', '{{reply.0}}', 'What lon-07 does is only known'],
  ])('%s %s', async (tag, args, words) => {
    const bridge = installBridge(handHandlers());
    sequences.open(SEQUENCE);
    const message = { ...step().message, destination: node, tag, arguments: args };
    sequences.editStep(1, { message });
    await sequences.start();
    expect(sequences.asking).toMatch(/^Step 2: /);
    expect(sequences.asking).toContain(words);
    expect(bridge.calls).toEqual([]);
    await sequences.start(true);
    expect(sequences.asking).toBeNull();
    expect(bridge.argsOf('sequence.run')).toHaveLength(1);
  });

  test('those to ports run at once', async () => {
    const bridge = installBridge(handHandlers());
    sequences.open(SEQUENCE);
    sequences.editStep(1, { message: { ...step().message, tag: 'kil', arguments: '{{reply.0}}' } });
    await sequences.start();
    expect(bridge.argsOf('sequence.run')).toHaveLength(1);
  });
});

describe('the results of a run', () => {
  const states = () =>
    sequences.current?.steps.map((one) => sequences.resultOf(one)?.state ?? null);

  beforeEach(async () => {
    installBridge(handHandlers());
    sequences.open(SEQUENCE);
    await sequences.start();
  });

  test('stay with their steps when these move, come and go', () => {
    expect(states()).toEqual(['passed', 'sent', 'failed']);
    sequences.moveStep(2, -1);
    expect(states()).toEqual(['passed', 'failed', 'sent']);
    sequences.choose(0);
    sequences.addStep();
    expect(states()).toEqual(['passed', null, 'failed', 'sent']);
    sequences.removeStep(0);
    expect(states()).toEqual([null, 'failed', 'sent']);
  });

  test('are gone for a step that was edited, and for another sequence', () => {
    sequences.editStep(2, { wait: 1 });
    expect(states()).toEqual(['passed', 'sent', null]);
    sequences.open(SEQUENCE);
    expect(states()).toEqual([null, null, null]);
  });

  test('are never those of the sequence before', async () => {
    const started = sequences.start();
    sequences.create();
    await started;
    expect(sequences.run).toBeNull();
  });
});

describe('what is not saved is not replaced without a word', () => {
  test('by a recorded one', async () => {
    installBridge({ 'sequence.record': () => ({ ...SEQUENCE, id: 's9', name: 'Recorded' }) });
    sequences.create();
    const mine = sequences.current;
    await sequences.recordFrom('live', [3]);
    expect(sequences.leaving?.text).toContain('not saved');
    expect(sequences.current).toBe(mine);
    expect([drawer.isOpen, drawer.tab]).toEqual([true, 'sequences']);
    sequences.stay();
    expect([sequences.leaving, sequences.current]).toEqual([null, mine]);
    await sequences.recordFrom('live', [3]);
    sequences.goOn();
    expect(sequences.current?.name).toBe('Recorded');
    expect(sequences.leaving).toBeNull();
  });

  test('and what waits goes on when it was saved', async () => {
    installBridge(handHandlers());
    sequences.open(SEQUENCE);
    sequences.edit({ name: 'Other' });
    sequences.leave(() => sequences.create());
    expect(sequences.current?.name).toBe('Other');
    await sequences.save();
    expect(library.view.sequences.map(({ name }) => name)).toEqual(['Other']);
    expect(sequences.current?.name).toBe('New sequence');
  });

  test('also one that was deleted while it is open', async () => {
    installBridge(handHandlers());
    sequences.open(SEQUENCE);
    await library.deleteSequences([SEQUENCE]);
    expect(sequences.changed).toBe(true);
    sequences.leave(() => sequences.create());
    expect(sequences.leaving?.text).toContain('deleted');
    sequences.stay();
    await library.takeBack();
    expect(sequences.changed).toBe(false);
    await library.deleteSequences([SEQUENCE]);
    expect(await sequences.save()).toBe(true);
    expect(sequences.changed).toBe(false);
  });
});

test('a recorded one is opened, to be looked at before it is saved', async () => {
  const bridge = installBridge({ 'sequence.record': () => SEQUENCE });
  await sequences.recordFrom('live', [3, 4]);
  expect(bridge.argsOf('sequence.record')).toEqual([
    { source: 'live', seqs: [3, 4], name: 'Recorded' },
  ]);
  expect(sequences.changed).toBe(true);
  expect([drawer.isOpen, drawer.tab]).toEqual([true, 'sequences']);
});
