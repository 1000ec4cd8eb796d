import { beforeEach, expect, test, vi } from 'vitest';
import type { NodeId } from '../../../shared/ids.ts';
import { MessageListState } from '../../../renderer/state/message-list.svelte.ts';
import type { FakeBridge } from '../fake-bridge.ts';
import { installBridge } from '../fake-bridge.ts';
import { FakeMessages } from '../fake-messages.ts';
import { syntheticMessages } from '../synthetic-mesh.ts';

const PEERS = ['bob', 'carol'] as NodeId[];
const ALL = { source: 'live', filter: '', system: true } as const;

let kept: FakeMessages;
let bridge: FakeBridge;
let list: MessageListState;
const onMoved = vi.fn();

beforeEach(() => {
  kept = new FakeMessages(syntheticMessages(1_000, PEERS));
  bridge = installBridge(kept.handlers());
  onMoved.mockClear();
  list = new MessageListState(onMoved);
});

const settled = () => new Promise((resolve) => setTimeout(resolve));
const seqs = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => list.row(from + index)?.seq);

test('only what is shown is fetched, by position', async () => {
  await list.open(ALL, false);
  expect(list.view).toMatchObject({ first: -1_000, end: 0, kept: 1_000, complete: true });
  list.show({ from: -500, to: -460 });
  await settled();
  expect(bridge.argsOf('list.rows')).toEqual([{ list: 1, from: -500, count: 40 }]);
  expect(seqs(-500, -497)).toEqual([501, 502, 503]);
  expect(list.row(-501)).toBeUndefined();
});

test('while an answer is awaited only the newest wish counts', async () => {
  await list.open(ALL, false);
  for (let from = -900; from < -100; from += 100) list.show({ from, to: from + 40 });
  await settled();
  expect(bridge.argsOf('list.rows').map(({ from }) => from)).toEqual([-900, -200]);
});

test('new rows come with the push while it follows', async () => {
  await list.open(ALL, true);
  list.show({ from: 0, to: 40 });
  list.apply(kept.add(syntheticMessages(3, PEERS, 1_001)));
  expect(seqs(0, 3)).toEqual([1_001, 1_002, 1_003]);
  await settled();
  expect(bridge.argsOf('list.rows')).toEqual([]);
  list.setFollow(false);
  list.apply(kept.add(syntheticMessages(2, PEERS, 1_004)));
  await settled();
  expect(bridge.argsOf('list.follow')).toEqual([{ list: 1, follow: false }]);
  expect(bridge.argsOf('list.rows')).toEqual([{ list: 1, from: 3, count: 2 }]);
});

test('pushes of other lists mean nothing', async () => {
  await list.open(ALL, true);
  const push = kept.views();
  const [view] = push.lists;
  list.apply({
    lists: [{ ...view!, list: 99, end: 5 }],
    tail: { list: 99, from: 0, rows: [] },
    answered: [],
  });
  expect(list.view?.end).toBe(0);
});

test('a push that overtakes the answer to the opening is not lost', async () => {
  const opening = list.open(ALL, true);
  await Promise.resolve();
  list.apply(kept.add(syntheticMessages(1, PEERS, 1_001)));
  await opening;
  expect(list.view?.end).toBe(1);
});

test('another list takes the place of the first when it is there, also while rows are awaited', async () => {
  await list.open(ALL, false);
  list.show({ from: -40, to: 0 });
  const opening = list.open({ ...ALL, filter: 'peer = carol' }, false);
  expect(list.view?.list).toBe(1);
  await opening;
  list.show({ from: -40, to: 0 });
  await settled();
  expect([...kept.lists.keys()]).toEqual([2]);
  expect(seqs(-40, 0).every((seq) => seq! % 2 === 1)).toBe(true);
});

test('of two openings the later one counts, and the other one is closed', async () => {
  const results = await Promise.all([
    list.open(ALL, false),
    list.open({ ...ALL, system: false }, false),
  ]);
  await settled();
  expect(results).toEqual([false, true]);
  expect([...kept.lists.keys()]).toEqual([list.view!.list]);
});

test('a filter that is refused leaves the list as it is, and says why', async () => {
  await list.open(ALL, false);
  expect(await list.open({ ...ALL, filter: 'tag =' }, false)).toBe(false);
  expect(list.error?.code).toBe('filter-invalid');
  expect(list.view?.list).toBe(1);
  await list.open(ALL, false);
  expect(list.error).toBeNull();
});

test('when rows come or go in the middle, all are fetched anew', async () => {
  await list.open(ALL, false);
  list.show({ from: -5, to: 0 });
  await settled();
  list.apply(kept.force(998, false));
  expect(onMoved).toHaveBeenCalledOnce();
  await settled();
  expect(seqs(-5, -1)).toEqual([996, 997, 999, 1_000]);
});

test('rows that went before they were fetched are not asked for again and again', async () => {
  await list.open(ALL, false);
  kept.drop(500);
  list.show({ from: -1_000, to: -960 });
  await settled();
  expect(bridge.argsOf('list.rows')).toHaveLength(1);
});

test('answers and bookmarks change the rows at hand', async () => {
  await list.open(ALL, false);
  list.show({ from: -3, to: 0 });
  await settled();
  list.apply({ lists: [], tail: null, answered: [{ seq: 999, by: 1_000, latency: 2.5 }] });
  list.setMarked(1_000, true);
  expect(list.row(-2)?.answeredBy).toEqual({ seq: 1_000, latency: 2.5 });
  expect(list.row(-1)?.marked).toBe(true);
});

test('a closed list holds nothing, and is closed over there', async () => {
  await list.open(ALL, false);
  list.show({ from: -3, to: 0 });
  await settled();
  list.close();
  await settled();
  expect([list.view, list.row(-1), kept.lists.size]).toEqual([null, undefined, 0]);
  expect(await list.find(1)).toBeNull();
});
