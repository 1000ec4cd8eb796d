import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MeshError } from '../../../shared/errors.ts';
import { firstStart } from '../../../renderer/state/first-start.svelte.ts';
import FailedView from '../../../renderer/views/failed/FailedView.svelte';
import FirstStartView from '../../../renderer/views/first-start/FirstStartView.svelte';
import { installBridge } from '../fake-bridge.ts';

const RC = '/home/ada/.perl-anyevent-mp';

beforeEach(() => {
  firstStart.done();
  firstStart.choose('create');
  firstStart.nodeId = 'desk';
  firstStart.seeds = '';
  firstStart.ownSecret = false;
  firstStart.demoNodes = 8;
});

afterEach(cleanup);

test('create a network', async () => {
  const bridge = installBridge({ 'session.create': () => null });
  render(FirstStartView, { rc: RC });
  expect(screen.getByText(RC)).toBeTruthy();
  await fireEvent.input(screen.getByLabelText('Node ID'), { target: { value: 'alice' } });
  await fireEvent.click(screen.getByRole('button', { name: 'Create the network' }));
  expect(bridge.argsOf('session.create')).toMatchObject([{ nodeId: 'alice', secret: null }]);
});

test('join: the test tells each step and what to do', async () => {
  const error = new MeshError('secret-mismatch', 'bob has another secret.').toView();
  installBridge({
    'session.test': () => ({
      steps: [
        { name: 'connect', state: 'ok', text: 'connected to 10.0.0.1:4040', took: 12 },
        { name: 'authentication', state: 'failed', text: 'another secret', took: 1 },
        { name: 'node-id', state: 'skipped', text: '', took: 0 },
      ],
      peer: null,
      error,
    }),
  });
  render(FirstStartView, { rc: RC });
  await fireEvent.click(screen.getByLabelText(/Join a network/));
  const secret = screen.getByLabelText<HTMLInputElement>('Secret of the network');
  expect(secret.type).toBe('password');
  await fireEvent.click(screen.getByRole('button', { name: 'Test the connection' }));
  expect(screen.getByText('Enter the secret of the network.')).toBeTruthy();
  await fireEvent.input(secret, { target: { value: 'geheim' } });
  await fireEvent.input(screen.getByLabelText('Addresses of its nodes'), {
    target: { value: 'bob:4040' },
  });
  await fireEvent.click(screen.getByRole('button', { name: 'Test the connection' }));
  expect(await screen.findByText('connected to 10.0.0.1:4040')).toBeTruthy();
  expect(screen.getByText('bob has another secret.')).toBeTruthy();
  expect(screen.getByText(error.next)).toBeTruthy();
  expect(screen.getByText('not tried')).toBeTruthy();
  await fireEvent.input(secret, { target: { value: 'other' } });
  expect(screen.queryByText('bob has another secret.')).toBeNull();
});

test('demo: the number is checked', async () => {
  const bridge = installBridge({ 'session.demo': () => null });
  render(FirstStartView, { rc: RC });
  await fireEvent.click(screen.getByLabelText(/Try the demo network/));
  const number = screen.getByLabelText('Number of nodes');
  const start = screen.getByRole<HTMLButtonElement>('button', { name: 'Start the demo network' });
  await fireEvent.input(number, { target: { value: '65' } });
  expect(start.disabled).toBe(true);
  await fireEvent.input(number, { target: { value: '3' } });
  await fireEvent.click(start);
  expect(bridge.argsOf('session.demo')).toEqual([{ nodes: 3 }]);
});

test('a failed start says what is wrong and leads on', async () => {
  const bridge = installBridge({ 'session.retry': () => null, 'session.demo': () => null });
  const error = new MeshError('config-broken', 'Line 3 is broken.').toView();
  render(FailedView, { error, rc: RC });
  expect(screen.getByRole('alert').textContent).toContain('Line 3 is broken.');
  expect(screen.getByText(error.next)).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await fireEvent.click(screen.getByRole('button', { name: 'Use the demo network' }));
  const steps = bridge.calls.map(({ name }) => name).filter((name) => name.startsWith('session'));
  expect(steps).toEqual(['session.retry', 'session.demo']);
});
