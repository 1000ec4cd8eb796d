import { beforeEach, describe, expect, test } from 'vitest';
import type { PortId } from '../../../shared/ids.ts';
import { drawer } from '../../../renderer/state/drawer.svelte.ts';
import { jobs } from '../../../renderer/state/jobs.svelte.ts';
import { SequencesState, sequenceOf } from '../../../renderer/state/sequences.svelte.ts';
import type { StepDraft } from '../../../renderer/state/sequences.svelte.ts';
import { installBridge } from '../fake-bridge.ts';
import { handHandlers } from '../hand-answers.ts';
import { JOBS, SEQUENCE } from '../hand-samples.ts';

let sequences = new SequencesState();

beforeEach(() => {
  sequences = new SequencesState();
  jobs.apply(JOBS);
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
    ['destination', (one: StepDraft) => ({ message: { ...one.message, destination: null } })],
    ['tag', (one: StepDraft) => ({ message: { ...one.message, tag: '', arguments: ' ' } })],
    ['JSON', (one: StepDraft) => ({ message: { ...one.message, arguments: '{' } })],
    ['600 seconds', () => ({ wait: NaN })],
    ['600 seconds', (one: StepDraft) => ({ expectation: { ...one.expectation, timeout: 0 } })],
    ['no JSON', (one: StepDraft) => ({ expectation: { ...one.expectation, message: '{{any}}' } })],
  ])('%s', async (_, change) => {
    const bridge = installBridge(handHandlers());
    sequences.open(SEQUENCE);
    sequences.editStep(0, change(step()));
    expect(sequences.problem?.step).toBe(0);
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

test('powerful steps are told before they run', async () => {
  const bridge = installBridge(handHandlers());
  sequences.open(SEQUENCE);
  const node = { kind: 'port', port: 'lon-07' as PortId } as const;
  sequences.editStep(1, { message: { ...step().message, destination: node, tag: 'kil' } });
  await sequences.start();
  expect(sequences.asking).toMatch(/^Step 2: This kills the port/);
  expect(bridge.calls).toEqual([]);
  await sequences.start(true);
  expect(sequences.asking).toBeNull();
  expect(bridge.argsOf('sequence.run')).toHaveLength(1);
});

test('a recorded one is opened, to be looked at before it is saved', async () => {
  const bridge = installBridge({ 'sequence.record': () => SEQUENCE });
  await sequences.recordFrom([3, 4]);
  expect(bridge.argsOf('sequence.record')).toEqual([{ seqs: [3, 4], name: 'Recorded' }]);
  expect(sequences.changed).toBe(true);
  expect([drawer.isOpen, drawer.tab]).toEqual([true, 'sequences']);
});
