import { beforeEach, expect, test } from 'vitest';
import type { NodeId } from '../../../shared/ids.ts';
import { MessagesState } from '../../../renderer/state/messages.svelte.ts';
import { selection } from '../../../renderer/state/selection.svelte.ts';
import type { FakeBridge } from '../fake-bridge.ts';
import { installBridge } from '../fake-bridge.ts';
import { FakeMessages } from '../fake-messages.ts';
import { NOW, syntheticMessages } from '../synthetic-mesh.ts';

const PEERS = ['bob', 'carol'] as NodeId[];
const RECORDING = {
  ...{ recording: 7, name: 'night.jsonl', messages: 100, from: NOW, to: NOW + 1_000 },
  ...{ node: 'fra-01' as NodeId, notes: [] },
};

let kept: FakeMessages;
let bridge: FakeBridge;
let messages: MessagesState;

beforeEach(async () => {
  kept = new FakeMessages(syntheticMessages(100, PEERS));
  bridge = installBridge(kept.handlers());
  selection.select(null);
  messages = new MessagesState();
  messages.setSystem(true);
  messages.scroll.resize(10);
  messages.attach();
  await settled();
});

const settled = () => new Promise((resolve) => setTimeout(resolve));
const more = (count: number, first: number) =>
  messages.apply(kept.add(syntheticMessages(count, PEERS, first)));
const opened = () => bridge.argsOf('list.open').at(-1);

test('a list is open only while the view is shown', async () => {
  expect(opened()).toEqual({ source: 'live', filter: '', system: true, follow: true });
  messages.detach();
  await settled();
  expect([kept.lists.size, messages.range]).toEqual([0, { from: 0, to: 0 }]);
  messages.setFilter('peer = carol');
  expect(bridge.argsOf('list.open')).toHaveLength(1);
  messages.attach();
  await settled();
  expect(opened()?.filter).toBe('peer = carol');
});

test('what is written as a filter outlives the view, until another filter takes its place', () => {
  messages.setFilter('tag = test');
  messages.writeFilter('tag = test and (');
  messages.detach();
  expect([messages.filter, messages.filterText]).toEqual(['tag = test', 'tag = test and (']);
  messages.setRecording(RECORDING);
  expect(messages.filterText).toBe('');
  messages.writeFilter('foo = 1');
  messages.setRecording(null);
  expect(messages.filterText).toBe('tag = test and (');
  messages.setFilter('tag = test');
  expect(messages.filterText).toBe('tag = test');
  messages.setRecording(RECORDING);
  expect(messages.filterText).toBe('');
});

test('a pause loses nothing, keeps what is seen, and counts what waits', async () => {
  messages.list.show(messages.scroll.drawn);
  await settled();
  await messages.pause();
  more(20, 101);
  messages.apply(kept.drop(95));
  expect(messages.pending).toBe(20);
  expect(messages.range).toEqual({ from: -100, to: 0 });
  expect(messages.list.row(-9)?.seq).toBe(92);
  messages.resume();
  expect([messages.pending, messages.range.to]).toEqual([0, 20]);
  expect(messages.scroll.following).toBe(true);
});

test('the pause holds in another filter', async () => {
  await messages.pause();
  more(20, 101);
  messages.setFilter('peer = carol');
  await settled();
  expect(messages.pending).toBe(10);
  const last = await messages.list.load(messages.range.to - 1);
  expect(last?.seq).toBe(99);
});

test('who scrolls up is told how many came meanwhile', () => {
  messages.scrolled(-50);
  more(7, 101);
  expect([messages.unseen, messages.scroll.top]).toEqual([7, -50]);
  expect(bridge.argsOf('list.follow')).toEqual([{ list: 1, follow: false }]);
  messages.toEnd();
  expect([messages.unseen, messages.scroll.top]).toEqual([0, -3]);
});

test('keys move the cursor within the list and select', async () => {
  await messages.moveCursor(-40);
  expect(selection.current).toEqual({ kind: 'message', seq: 61 });
  expect([messages.scroll.top, messages.scroll.following]).toEqual([-40, false]);
  await messages.moveCursor(-1_000);
  expect(messages.cursor).toBe(-100);
  await messages.moveCursor(1_000);
  expect([messages.cursor, messages.scroll.following]).toEqual([-1, true]);
});

test('of quick moves the last one is selected', async () => {
  await Promise.all([messages.moveCursor(-3), messages.moveCursor(-2)]);
  expect(selection.current).toEqual({ kind: 'message', seq: 99 });
});

test('a message that is selected elsewhere is shown in its place, if it has one', async () => {
  selection.select({ kind: 'message', seq: 30 });
  await messages.goTo(30);
  expect([messages.cursor, messages.scroll.top]).toEqual([-71, -76]);
  messages.setFilter('peer = carol');
  await settled();
  expect(messages.cursor).toBeNull();
  messages.setFilter('peer = bob');
  await settled();
  expect((await messages.list.load(messages.cursor!))?.seq).toBe(30);
});

test('jumps from bookmark to bookmark', async () => {
  expect(await messages.jump('previous')).toBe(true);
  expect(selection.current).toEqual({ kind: 'message', seq: 85 });
  await messages.jump('previous');
  expect(selection.current).toEqual({ kind: 'message', seq: 68 });
  await messages.jump('next');
  expect(selection.current).toEqual({ kind: 'message', seq: 85 });
  expect(await messages.jump('next')).toBe(false);
});

test('what is read stays when rows go in the middle', async () => {
  messages.scrolled(-50.5);
  messages.list.show(messages.scroll.drawn);
  await settled();
  messages.apply(kept.force(2, false));
  await settled();
  expect(messages.scroll.top).toBe(-51.5);
  expect((await messages.list.load(-52))?.seq).toBe(50);
});

test('the same place is there again when the view comes back', async () => {
  messages.scrolled(-50);
  messages.list.show(messages.scroll.drawn);
  await settled();
  messages.detach();
  kept.add(syntheticMessages(30, PEERS, 101));
  messages.attach();
  await settled();
  expect((await messages.list.load(messages.scroll.top))?.seq).toBe(51);
});

test('a recording has a filter of its own, and leaves the live one as it was', async () => {
  messages.setFilter('peer = carol');
  selection.select({ kind: 'message', seq: 30 });
  messages.setRecording(RECORDING);
  await settled();
  expect(opened()).toMatchObject({ source: { recording: 7 }, filter: '', follow: false });
  expect(selection.current).toBeNull();
  await messages.moveCursor(-1);
  expect(selection.current).toEqual({ kind: 'message', seq: 100, recording: 7 });
  messages.setRecording(null);
  await settled();
  expect(opened()).toMatchObject({ source: 'live', filter: 'peer = carol' });
});

test('another session begins anew, but keeps what was set', async () => {
  messages.setFilter('peer = carol');
  await messages.pause();
  messages.clear();
  await settled();
  expect([messages.paused, messages.filter, messages.system]).toEqual([
    false,
    'peer = carol',
    true,
  ]);
  expect(messages.range.to - messages.range.from).toBe(50);
});

test('filters are completed with what was seen', async () => {
  messages.list.show(messages.scroll.drawn);
  await settled();
  messages.learn();
  const { peers, ports, tags, paths } = messages.known.values;
  expect(new Set(peers)).toEqual(new Set(PEERS));
  expect(ports[0]).toBe('HR30x2o4C.a');
  expect(tags).toContain('echo');
  expect(paths).toContain('arg[0].load');
});
