import { beforeEach, expect, test } from 'vitest';
import type { NodeId } from '../../../shared/ids.ts';
import type { Json } from '../../../shared/json.ts';
import { MessageTreeState } from '../../../renderer/state/message-tree.svelte.ts';
import type { FakeBridge } from '../fake-bridge.ts';
import { installBridge } from '../fake-bridge.ts';
import { FakeMessages } from '../fake-messages.ts';
import { syntheticMessages } from '../synthetic-mesh.ts';

let bridge: FakeBridge;

async function treeOf(content: readonly Json[]) {
  const kept = new FakeMessages(syntheticMessages(1, ['bob'] as NodeId[]));
  kept.contents.set(1, content);
  bridge = installBridge(kept.handlers());
  const tree = new MessageTreeState({ source: 'live', seq: 1 });
  await tree.start();
  return tree;
}

const names = (tree: MessageTreeState) =>
  tree.lines.map(({ depth, entry, part }) => {
    const name = part ? `${part.from}-${part.to}` : String(entry?.key);
    return ' '.repeat(depth) + name;
  });

beforeEach(() => {
  bridge = installBridge({});
});

test('levels are fetched when they are opened, and not again', async () => {
  const tree = await treeOf(['job', { a: [1, 2], b: {} }, [3]]);
  expect(names(tree)).toEqual(['0', '1', '2']);
  await tree.open(tree.lines[1]!);
  await tree.open(tree.lines[2]!);
  expect(names(tree)).toEqual(['0', '1', ' a', '  0', '  1', ' b', '2']);
  expect(tree.lines[5]?.opens).toBe(false);
  tree.close(tree.lines[1]!);
  expect(names(tree)).toEqual(['0', '1', '2']);
  const asked = bridge.argsOf('message.tree').map(({ path, count }) => [path, count]);
  expect(asked).toEqual([
    [[], 1_000],
    [[1], 2],
    [[1, 'a'], 2],
  ]);
});

test('a single thing to open is open', async () => {
  const tree = await treeOf(['job', { a: 1 }]);
  expect(names(tree)).toEqual(['0', '1', ' a']);
});

test('long lists come in parts of at most a thousand', async () => {
  const numbers = Array.from({ length: 2_500 }, (_, index) => index);
  const tree = await treeOf(['x', numbers]);
  expect(names(tree)).toEqual(['0', '1', ' 0-1000', ' 1000-2000', ' 2000-2500']);
  await tree.open(tree.lines[4]!);
  expect(tree.lines).toHaveLength(505);
  expect(tree.lines[5]).toMatchObject({ path: [1, 2_000], depth: 2 });
  expect(bridge.argsOf('message.tree').at(-1)).toMatchObject({
    path: [1],
    from: 2_000,
    count: 500,
  });
});

test('a message of many elements is cut the same way', async () => {
  const tree = await treeOf(Array.from({ length: 1_001 }, () => null));
  expect(names(tree)).toEqual(['0-1000', '1000-1001']);
  await tree.open(tree.lines[1]!);
  expect(tree.lines[2]).toMatchObject({ path: [1_000], depth: 1 });
});

test('millions of entries are parts of parts', async () => {
  const tree = await treeOf(['x', []]);
  const entry = { key: 1, type: 'array', length: 3_000_000, preview: '[' } as const;
  await tree.open({ ...tree.lines[1]!, entry, opens: true });
  expect(tree.lines.map(({ part }) => part?.to)).toEqual([
    undefined,
    undefined,
    1_000_000,
    2_000_000,
    3_000_000,
  ]);
  await tree.open(tree.lines[4]!);
  expect(tree.lines).toHaveLength(1_005);
  expect(tree.lines[5]?.part).toEqual({ from: 2_000_000, to: 2_001_000 });
});

test('to the left and to the right', async () => {
  const tree = await treeOf(['job', { a: [1] }, [2]]);
  tree.select(1);
  await tree.inwards();
  await tree.inwards();
  expect(tree.current).toBe(2);
  await tree.inwards();
  await tree.inwards();
  expect(tree.current).toBe(3);
  tree.outwards();
  expect(tree.current).toBe(2);
  tree.outwards();
  tree.outwards();
  expect([tree.current, names(tree).length]).toEqual([1, 4]);
});

test('a message that went is no tree, and a failure is said', async () => {
  const tree = new MessageTreeState({ source: 'live', seq: 2 });
  await tree.start();
  expect([tree.lines.length, tree.ready, tree.error?.code]).toEqual([0, true, 'internal']);
});
