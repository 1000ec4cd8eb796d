import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PortId } from '../../../../shared/ids.ts';
import WatchButton from '../../../../renderer/components/watches/WatchButton.svelte';
import WatchesPart from '../../../../renderer/components/watches/WatchesPart.svelte';
import { applyHand } from '../../../../renderer/state/hand.ts';
import { watches } from '../../../../renderer/state/watches.svelte.ts';
import { network } from '../../../../renderer/state/network.svelte.ts';
import { installBridge } from '../../fake-bridge.ts';
import type { FakeBridge } from '../../fake-bridge.ts';
import { handHandlers } from '../../hand-answers.ts';
import { LIBRARY, WATCHES } from '../../hand-samples.ts';
import { syntheticMesh } from '../../synthetic-mesh.ts';

let bridge: FakeBridge;

beforeEach(() => {
  bridge = installBridge(handHandlers());
  network.apply(syntheticMesh(9));
  applyHand({ watches: WATCHES, library: LIBRARY });
  watches.edit({ destinationText: '', destination: null, notify: true });
});

afterEach(cleanup);

const field = () => screen.getByLabelText<HTMLInputElement>('Port or node');

test('deaths are told with their reason', () => {
  render(WatchesPart);
  expect(screen.getByText(/transport_error, fra-06, connection reset by peer/)).toBeTruthy();
  expect(screen.getByText(/ended normally/)).toBeTruthy();
  expect(screen.getByText('1 watch, 2 died')).toBeTruthy();
});

test('only single ports and nodes can be watched, each once', async () => {
  render(WatchesPart);
  await fireEvent.input(field(), { target: { value: 'workers' } });
  expect(screen.queryByText('all of workers')).toBeNull();
  await fireEvent.input(field(), { target: { value: 'lon-07#worker.a' } });
  await fireEvent.keyDown(field(), { key: 'Enter' });
  expect(screen.getByText('It is watched already.')).toBeTruthy();
  await fireEvent.input(field(), { target: { value: 'lon-01' } });
  await fireEvent.keyDown(field(), { key: 'Enter' });
  await fireEvent.click(screen.getByRole('switch', { name: 'Desktop notification' }));
  await fireEvent.click(screen.getByRole('button', { name: 'Watch it' }));
  await waitFor(() => expect(field().value).toBe(''));
  expect(bridge.argsOf('watch.add')).toEqual([{ target: 'lon-01', notify: false }]);
});

test('a target that is being written survives other parts', async () => {
  const { unmount } = render(WatchesPart);
  await fireEvent.input(field(), { target: { value: 'lon-0' } });
  await fireEvent.click(screen.getByRole('switch', { name: 'Desktop notification' }));
  const notify = () => screen.getByRole('switch', { name: 'Desktop notification' });
  const before = notify().getAttribute('aria-checked');
  unmount();
  render(WatchesPart);
  expect(field().value).toBe('lon-0');
  expect(notify().getAttribute('aria-checked')).toBe(before);
});

test('the notification is switched; what died is watched again', async () => {
  render(WatchesPart);
  await fireEvent.click(screen.getByRole('switch', { name: /notification for lon-07/ }));
  await waitFor(() => expect(bridge.argsOf('watch.add')).toHaveLength(1));
  await fireEvent.click(screen.getAllByRole('button', { name: 'Watch again' })[0]!);
  await waitFor(() => expect(bridge.argsOf('watch.add')).toHaveLength(2));
  expect(bridge.argsOf('watch.add')).toEqual([
    { target: 'lon-07#worker.a', notify: false },
    { target: 'fra-06', notify: false },
  ]);
});

test('the button of the details watches, and stops watching', async () => {
  render(WatchButton, { props: { target: 'lon-07#worker.a' as PortId } });
  const button = screen.getByRole('button', { name: 'Watched' });
  expect(button.getAttribute('aria-pressed')).toBe('true');
  await fireEvent.click(button);
  await waitFor(() => expect(bridge.argsOf('watch.remove')).toEqual([{ watch: 3 }]));
});
