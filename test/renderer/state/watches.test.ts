import { beforeEach, expect, test } from 'vitest';
import type { PortId } from '../../../shared/ids.ts';
import { WatchesState } from '../../../renderer/state/watches.svelte.ts';
import { installBridge } from '../fake-bridge.ts';
import { handHandlers } from '../hand-answers.ts';
import { WATCHES } from '../hand-samples.ts';

let watches = new WatchesState();

beforeEach(() => {
  watches = new WatchesState();
  watches.apply([...WATCHES].reverse());
});

test('the newest comes first, and only those that wait count as watched', () => {
  expect(watches.list.map(({ watch }) => watch)).toEqual([3, 2, 1]);
  expect(watches.died).toBe(2);
  expect(watches.of('lon-07#worker.a' as PortId)?.watch).toBe(3);
  expect(watches.of('fra-06' as PortId)).toBeNull();
});

test('all that died go at once', async () => {
  const bridge = installBridge(handHandlers());
  await watches.removeDied();
  expect(bridge.argsOf('watch.remove')).toEqual([{ watch: 2 }, { watch: 1 }]);
});
