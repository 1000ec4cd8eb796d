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
