import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import Composer from '../../../../renderer/components/composer/Composer.svelte';
import PortsPart from '../../../../renderer/components/ports/PortsPart.svelte';
import { drawer } from '../../../../renderer/state/drawer.svelte.ts';
import { applyHand } from '../../../../renderer/state/hand.ts';
import { humanPorts } from '../../../../renderer/state/human-ports.svelte.ts';
import { network } from '../../../../renderer/state/network.svelte.ts';
import { installBridge } from '../../fake-bridge.ts';
import type { FakeBridge } from '../../fake-bridge.ts';
import { handHandlers } from '../../hand-answers.ts';
import { HUMAN_PORTS, LIBRARY } from '../../hand-samples.ts';
import { NOW, syntheticMesh } from '../../synthetic-mesh.ts';

vi.mock('../../../../renderer/components/json/editor.ts', () => {
  throw new Error('not here');
});

const [DESK, QUIET] = HUMAN_PORTS as [(typeof HUMAN_PORTS)[0], (typeof HUMAN_PORTS)[0]];
const [FIRST, SECOND] = DESK.unanswered as [
  (typeof DESK.unanswered)[0],
  (typeof DESK.unanswered)[0],
];
let bridge: FakeBridge;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date', 'setInterval', 'clearInterval'] });
  bridge = installBridge(handHandlers());
  network.apply(syntheticMesh(9));
  applyHand({ humanPorts: HUMAN_PORTS, library: LIBRARY });
  humanPorts.choose(DESK, FIRST);
  for (const asked of DESK.unanswered) humanPorts.discard(DESK, asked);
  for (const { port } of HUMAN_PORTS) {
    humanPorts.editForm(port, { tag: '', answer: '', group: '' });
  }
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const waiting = () => within(screen.getByRole('region', { name: 'Unanswered requests' }));

test('unanswered requests show their age, which goes on', async () => {
  render(PortsPart);
  expect(waiting().getByText('7 s')).toBeTruthy();
  expect(waiting().getByText('1 min')).toBeTruthy();
  await vi.advanceTimersByTimeAsync(3_000);
  expect(waiting().getByText('10 s')).toBeTruthy();
});

test('a request is answered by hand', async () => {
  render(PortsPart);
  await fireEvent.click(waiting().getByText('no tag'));
  await fireEvent.input(screen.getByLabelText('Answer'), { target: { value: '"yes", {{now}}' } });
  await press('Answer');
  await waitFor(() => expect(bridge.argsOf('human.answer')).toHaveLength(1));
  expect(bridge.argsOf('human.answer')[0]).toEqual({
    port: DESK.port,
    seq: 840,
    message: ['yes', 1_700_000_000_000],
  });
});

test('an answer that is being written stays under the hands when its request is gone', async () => {
  render(PortsPart);
  const field = screen.getByLabelText<HTMLTextAreaElement>('Answer');
  field.focus();
  await fireEvent.input(field, { target: { value: '"half a sent' } });
  applyHand({ humanPorts: [{ ...DESK, unanswered: [SECOND] }, QUIET] });
  await screen.findByText(/This request is no longer open/);
  expect(screen.getByLabelText('Answer')).toBe(field);
  expect(field.value).toBe('"half a sent');
  expect(document.activeElement).toBe(field);
  expect(waiting().getByText('no longer open')).toBeTruthy();
  // The port itself ends, too.
  applyHand({ humanPorts: [QUIET] });
  await screen.findByText(/The port Help desk is closed/);
  expect(document.activeElement).toBe(field);
  await fireEvent.input(field, { target: { value: '"whole"' } });
  await fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true });
  expect(bridge.argsOf('message.send')).toEqual([]);
  await press('Send anyway');
  await waitFor(() => expect(bridge.argsOf('message.send')).toHaveLength(1));
  expect(bridge.argsOf('message.send')[0]).toEqual({ to: [FIRST.replyPort], message: ['whole'] });
  await waitFor(() => expect(screen.queryByText(/is closed/)).toBeNull());
});

test('what is written for a request that is gone is discarded by hand', async () => {
  render(PortsPart);
  await fireEvent.input(screen.getByLabelText('Answer'), { target: { value: '1' } });
  applyHand({ humanPorts: [{ ...DESK, unanswered: [SECOND] }, QUIET] });
  await screen.findByText(/no longer open. What/);
  await press('Discard');
  expect(screen.queryByText(/no longer open/)).toBeNull();
  expect(screen.getByLabelText<HTMLTextAreaElement>('Answer').value).not.toBe('1');
  expect(waiting().getAllByRole('listitem')).toHaveLength(1);
});

test('a request says why the rule could not answer, and that something was sent', async () => {
  const problem = 'The rule for "ping" can\'t answer: {{nobody}} has no value.';
  const unanswered = [{ ...FIRST, problem, sentAt: NOW }, SECOND];
  applyHand({ humanPorts: [{ ...DESK, unanswered }] });
  render(PortsPart);
  expect(waiting().getByRole('img', { name: problem })).toBeTruthy();
  expect(waiting().getByText('answered?')).toBeTruthy();
  const answer = within(screen.getByRole('group', { name: 'The answer' }));
  expect(answer.getByText(problem)).toBeTruthy();
  expect(answer.getByText(/You sent something to this reply port at/)).toBeTruthy();
});

test('a mistake in a rule is said in words, and stops it', async () => {
  render(PortsPart);
  const rule = within(screen.getByRole('group', { name: 'New rule' }));
  const field = rule.getByLabelText('Answer template');
  await fireEvent.input(rule.getByLabelText('Tag'), { target: { value: 'new' } });
  for (const [text, words] of [
    ['"pong", ', /column 7/],
    ['{{nobody}}', /no variable/],
  ] as const) {
    await fireEvent.input(field, { target: { value: text } });
    const note = document.getElementById(field.getAttribute('aria-describedby') ?? '');
    expect(note?.textContent).toMatch(words);
    expect(rule.getByRole<HTMLButtonElement>('button', { name: 'Set rule' }).disabled).toBe(true);
    await fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true });
  }
  expect(bridge.argsOf('human.rules')).toEqual([]);
  await fireEvent.input(field, { target: { value: '{{host}}' } });
  expect(screen.queryByText(/no variable/)).toBeNull();
});

test('what is written for a port survives other ports and other parts', async () => {
  drawer.open('ports');
  render(Composer);
  const rule = () => within(screen.getByRole('group', { name: 'New rule' }));
  const tag = () => rule().getByLabelText<HTMLInputElement>('Tag').value;
  const write = (label: string, value: string) =>
    fireEvent.input(screen.getByLabelText(label), { target: { value } });
  await fireEvent.input(rule().getByLabelText('Tag'), { target: { value: 'ping' } });
  await write('Answer template', '"po');
  await write('Group to join', 'wor');
  await write('Name of a new port', 'third');
  await fireEvent.click(screen.getByRole('button', { name: /Quiet one/ }));
  expect(tag()).toBe('');
  await fireEvent.click(screen.getByRole('tab', { name: 'Jobs' }));
  await fireEvent.click(screen.getByRole('tab', { name: /My ports/ }));
  await fireEvent.click(screen.getByRole('button', { name: /Help desk/ }));
  expect(tag()).toBe('ping');
  const values = ['Answer template', 'Group to join', 'Name of a new port'].map(
    (label) => screen.getByLabelText<HTMLInputElement>(label).value,
  );
  expect(values).toEqual(['"po', 'wor', 'third']);
});

test('a mistake in the answer stops it', async () => {
  render(PortsPart);
  await fireEvent.input(screen.getByLabelText('Answer'), { target: { value: 'yes' } });
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Answer' }).disabled).toBe(true);
  expect(screen.getByText(/Text stands in double quotes/)).toBeTruthy();
});

test('closing asks when groups or requests are left, and only then', async () => {
  render(PortsPart);
  await press('Close…');
  expect(screen.getByRole('alertdialog').textContent).toContain(
    'leaves 2 groups and leaves 2 requests without answer',
  );
  await press('Close the port');
  humanPorts.select(QUIET.port);
  await waitFor(() => expect(screen.getByRole('button', { name: 'Close' })).toBeTruthy());
  await press('Close');
  await waitFor(() => expect(bridge.argsOf('human.close')).toHaveLength(2));
  expect(bridge.argsOf('human.close').map(({ port }) => port)).toEqual([DESK.port, QUIET.port]);
});

test('groups are joined and left; rules are set, one for each tag', async () => {
  render(PortsPart);
  await fireEvent.input(screen.getByLabelText('Group to join'), { target: { value: 'workers' } });
  await press('Join');
  await press('Leave chat');
  await waitFor(() => expect(bridge.argsOf('human.join')).toHaveLength(2));
  expect(bridge.argsOf('human.join')).toEqual([
    { port: DESK.port, group: 'workers', member: true },
    { port: DESK.port, group: 'chat', member: false },
  ]);
  const rule = within(screen.getByRole('group', { name: 'New rule' }));
  await fireEvent.input(rule.getByLabelText('Tag'), { target: { value: 'ping' } });
  await fireEvent.input(rule.getByLabelText('Answer template'), { target: { value: '{{arg.0}}' } });
  await fireEvent.click(rule.getByRole('button', { name: 'Replace rule' }));
  await waitFor(() => expect(bridge.argsOf('human.rules')).toHaveLength(1));
  expect(bridge.argsOf('human.rules')[0]?.rules).toEqual([
    { tag: '*', answer: '"busy"' },
    { tag: 'ping', answer: '{{arg.0}}' },
  ]);
});

test('a port is opened with a name', async () => {
  render(PortsPart);
  await fireEvent.input(screen.getByLabelText('Name of a new port'), { target: { value: ' Me ' } });
  await press('Open');
  await waitFor(() => expect(bridge.argsOf('human.open')).toEqual([{ name: 'Me' }]));
});
