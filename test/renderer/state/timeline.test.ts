import { beforeEach, expect, test } from 'vitest';
import { MeshError } from '../../../shared/errors.ts';
import type { TimelineEntry, TimelineState } from '../../../shared/timeline.ts';
import { causes } from '../../../renderer/state/causes.svelte.ts';
import { network } from '../../../renderer/state/network.svelte.ts';
import { past } from '../../../renderer/state/past.svelte.ts';
import { MAX_ENTRIES, timeline } from '../../../renderer/state/timeline.svelte.ts';
import { installBridge } from '../fake-bridge.ts';
import { syntheticMesh } from '../synthetic-mesh.ts';

const entry = (seq: number, at = seq * 1_000): TimelineEntry => ({
  seq,
  at,
  kind: 'up',
  subject: `n${seq}`,
  text: `n${seq} is up`,
});

const stateAt = (at: number): TimelineState => ({ at, network: syntheticMesh(2), causes: [] });
const settled = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
  timeline.clear();
  network.clear();
  causes.clear();
});

test('takes every entry once, and says when older ones went', () => {
  timeline.add([entry(1), entry(2)]);
  timeline.add([entry(2), entry(3)]);
  expect(timeline.entries.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(timeline.cut).toBe(false);
  timeline.dropBefore(1);
  expect(timeline.cut).toBe(false);
  timeline.dropBefore(3);
  expect(timeline.entries.map(({ seq }) => seq)).toEqual([3]);
  expect(timeline.cut).toBe(true);
});

test('keeps no more than it may, and knows that some are missing at the front', () => {
  timeline.add(Array.from({ length: MAX_ENTRIES + 10 }, (_, index) => entry(index + 1)));
  expect(timeline.entries).toHaveLength(MAX_ENTRIES);
  expect(timeline.entries[0]?.seq).toBe(11);
  expect(timeline.cut).toBe(true);
  timeline.clear();
  timeline.add([entry(500)]);
  expect(timeline.cut).toBe(true);
});

test('shows the mesh as it was, until live', async () => {
  network.apply(syntheticMesh(9));
  const bridge = installBridge({ 'timeline.at': ({ at }) => stateAt(at) });
  timeline.go(1_500.2, 9_000);
  expect(timeline.cursor).toBe(1_501);
  expect(timeline.stoppedAt).toBe(9_000);
  await settled();
  expect(bridge.argsOf('timeline.at')).toEqual([{ at: 1_501 }]);
  expect(network.nodes.size).toBe(2);
  timeline.live();
  expect([network.nodes.size, timeline.cursor, timeline.stoppedAt]).toEqual([9, null, null]);
});

test('asks for the newest wish only while an answer is under way', async () => {
  const answers: (() => void)[] = [];
  const bridge = installBridge({
    'timeline.at': ({ at }) => new Promise((resolve) => answers.push(() => resolve(stateAt(at)))),
  });
  for (const at of [1, 2, 3, 4]) timeline.go(at);
  await settled();
  answers.shift()?.();
  await settled();
  expect(bridge.argsOf('timeline.at')).toEqual([{ at: 1 }, { at: 4 }]);
  answers.shift()?.();
  await settled();
  expect(past.state?.at).toBe(4);
  expect(answers).toEqual([]);
});

test('an answer that comes after live changes nothing', async () => {
  let answer = () => {};
  installBridge({
    'timeline.at': ({ at }) => new Promise((resolve) => (answer = () => resolve(stateAt(at)))),
  });
  timeline.go(1);
  await settled();
  timeline.live();
  answer();
  await settled();
  expect(past.shown).toBe(false);
});

test('a refusal goes back to live and says why', async () => {
  installBridge({
    'timeline.at': () => {
      throw new MeshError('not-running', 'No node runs.');
    },
  });
  timeline.go(1);
  await settled();
  expect(timeline.error?.code).toBe('not-running');
  expect(timeline.cursor).toBeNull();
});

test('steps from change to change, those of one moment at once', () => {
  installBridge({ 'timeline.at': ({ at }) => stateAt(at) });
  timeline.add([entry(1, 1_000), entry(2, 2_000), entry(3, 2_000), entry(4, 3_000)]);
  const seen = [
    () => timeline.previous(),
    () => timeline.previous(),
    () => timeline.previous(),
  ].map((step) => (step(), timeline.cursor));
  expect(seen).toEqual([3_000, 2_000, 1_000]);
  timeline.previous();
  expect(timeline.cursor).toBe(1_000);
  timeline.next();
  expect(timeline.cursor).toBe(2_000);
  timeline.next();
  timeline.next();
  expect(timeline.cursor).toBeNull();
});
