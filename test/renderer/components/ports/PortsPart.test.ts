import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import PortsPart from '../../../../renderer/components/ports/PortsPart.svelte';
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
let bridge: FakeBridge;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date', 'setInterval', 'clearInterval'] });
  bridge = installBridge(handHandlers());
  network.apply(syntheticMesh(9));
  applyHand({ humanPorts: HUMAN_PORTS, library: LIBRARY });
  humanPorts.select(DESK.port);
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
  await fireEvent.click(rule.getByRole('button', { name: 'Set rule' }));
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
