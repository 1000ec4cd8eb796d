import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import SequencesPart from '../../../../renderer/components/sequences/SequencesPart.svelte';
import { applyHand } from '../../../../renderer/state/hand.ts';
import { network } from '../../../../renderer/state/network.svelte.ts';
import { sequences } from '../../../../renderer/state/sequences.svelte.ts';
import { installBridge } from '../../fake-bridge.ts';
import type { FakeBridge } from '../../fake-bridge.ts';
import { handHandlers } from '../../hand-answers.ts';
import { JOBS, LIBRARY, SEQUENCE } from '../../hand-samples.ts';
import { syntheticMesh } from '../../synthetic-mesh.ts';

vi.mock('../../../../renderer/components/json/editor.ts', () => {
  throw new Error('not here');
});

let bridge: FakeBridge;

beforeEach(() => {
  bridge = installBridge(handHandlers());
  network.apply(syntheticMesh(9));
  applyHand({ jobs: [], library: LIBRARY });
  sequences.close();
});

afterEach(cleanup);

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const steps = () => within(screen.getByRole('listbox', { name: 'Steps' })).getAllByRole('option');

test('a run shows every step, and the difference of the one that failed', async () => {
  render(SequencesPart);
  await fireEvent.dblClick(screen.getByRole('treeitem', { name: /Job from start/ }));
  await press('Run');
  applyHand({ jobs: JOBS });
  await waitFor(() => expect(screen.getByText('Failed after 2 of 3 steps')).toBeTruthy());
  const words = steps().map((step) => /passed|sent|failed/.exec(step.textContent ?? '')?.[0]);
  expect(words).toEqual(['passed', 'sent', 'failed']);
  const name = 'What was expected and what came';
  const difference = await screen.findByRole('region', { name });
  expect(steps()[2]?.getAttribute('aria-selected')).toBe('true');
  const texts = [...difference.children].map((line) =>
    line.textContent?.replace(/\s+/g, ' ').trim(),
  );
  expect(texts).toContain('− expected: "errors": 0');
  expect(texts).toContain('+ came: "errors": 3');
  expect(bridge.argsOf('sequence.run')).toEqual([{ sequence: SEQUENCE }]);
});

test('a new one is written, saved, and not lost by a slip', async () => {
  render(SequencesPart);
  await press('New');
  expect(screen.getByText('✕ Step 1: Choose where the message goes.')).toBeTruthy();
  await fireEvent.input(screen.getByLabelText('Destination'), { target: { value: 'lon-07#x' } });
  await fireEvent.keyDown(screen.getByLabelText('Destination'), { key: 'Enter' });
  await fireEvent.input(screen.getByLabelText('Tag'), { target: { value: 'go' } });
  await fireEvent.click(screen.getByLabelText(/Send it with a reply port/));
  await fireEvent.input(screen.getByLabelText('Expected reply of step 1'), {
    target: { value: '"ok", "{{any}}"' },
  });
  await fireEvent.dblClick(screen.getByRole('treeitem', { name: /Job from start/ }));
  expect(screen.getByRole('alertdialog').textContent).toContain('not saved');
  await press('Cancel');
  expect(sequences.current?.steps[0]?.message.tag).toBe('go');
  await fireEvent.keyDown(screen.getByLabelText('Tag'), { key: 's', ctrlKey: true });
  await waitFor(() => expect(screen.getByText('Saved')).toBeTruthy());
  const [change] = bridge.argsOf('library.change')[0]!.changes;
  expect(change).toMatchObject({
    kind: 'save-sequence',
    sequence: { steps: [{ expect: { message: ['ok', '{{any}}'], filter: '', timeout: 5000 } }] },
  });
});

test('a wrong filter of an expected reply stays as written, and nothing runs meanwhile', async () => {
  sequences.open(SEQUENCE);
  render(SequencesPart);
  const filter = () => screen.getByLabelText<HTMLInputElement>('Filter of the expected reply');
  await fireEvent.input(filter(), { target: { value: 'tag = nothere and (' } });
  await fireEvent.blur(filter());
  expect(screen.getByText(/Step 1: The filter of the expected reply is wrong/)).toBeTruthy();
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Run' }).disabled).toBe(true);
  steps()[1]!.focus();
  await waitFor(() => expect(screen.queryByLabelText('Filter of the expected reply')).toBeNull());
  steps()[0]!.focus();
  await waitFor(() => expect(filter().value).toBe('tag = nothere and ('));
  await fireEvent.input(filter(), { target: { value: 'tag = nothere' } });
  await press('Run');
  expect(bridge.argsOf('sequence.run')[0]?.sequence.steps[0]?.expect?.filter).toBe('tag = nothere');
});

test('a mistake in the expected reply is told with its place', async () => {
  sequences.open(SEQUENCE);
  render(SequencesPart);
  const reply = screen.getByLabelText<HTMLTextAreaElement>('Expected reply of step 1');
  await fireEvent.input(reply, { target: { value: '"pong",\n {"n": }' } });
  await press(/Line 2, column 8/);
  expect([document.activeElement, reply.selectionStart]).toEqual([reply, 15]);
});

test('a step that failed keeps its mark when it moves, and loses it when it is edited', async () => {
  sequences.open(SEQUENCE);
  render(SequencesPart);
  await press('Run');
  applyHand({ jobs: JOBS });
  await waitFor(() => expect(steps()[2]?.getAttribute('aria-selected')).toBe('true'));
  await press('Move the step up');
  expect(steps()[1]?.textContent).toContain('failed');
  expect(steps()[2]?.textContent).toContain('sent');
  expect(screen.getByText('The reply is not the one that was expected.')).toBeTruthy();
  // Another one that moves past it takes no choice away.
  steps()[0]!.focus();
  await press('Move the step down');
  expect(sequences.step).toBe(1);
  steps()[0]!.focus();
  await fireEvent.input(screen.getByLabelText('Tag'), { target: { value: 'state' } });
  expect(steps()[0]?.textContent).not.toContain('failed');
  expect(screen.queryByText('The reply is not the one that was expected.')).toBeNull();
});

test('a sequence that is deleted while it is open can be saved again', async () => {
  render(SequencesPart);
  await fireEvent.click(screen.getByRole('treeitem', { name: /Job from start/ }));
  await press('Open');
  expect(screen.getByText<HTMLButtonElement>('Saved').disabled).toBe(true);
  await press('Delete');
  await waitFor(() => expect(screen.getByText<HTMLButtonElement>('Save').disabled).toBe(false));
  await press('New');
  expect(screen.getByRole('alertdialog').textContent).toContain('deleted');
  await press('Cancel');
  await press('Undo');
  await waitFor(() => expect(screen.getByText('Saved')).toBeTruthy());
});

test('steps move with the keyboard', async () => {
  sequences.open(SEQUENCE);
  render(SequencesPart);
  steps()[0]!.focus();
  await fireEvent.keyDown(steps()[0]!, { key: 'ArrowDown', altKey: true });
  expect(sequences.current?.steps.map(({ message }) => message.tag)).toEqual([
    'poke',
    'job',
    'status',
  ]);
  expect(sequences.step).toBe(1);
});
