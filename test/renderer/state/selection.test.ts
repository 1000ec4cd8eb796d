import { beforeEach, expect, test } from 'vitest';
import type { NodeId, PortId } from '../../../shared/ids.ts';
import {
  linkSelection,
  sameSelection,
  selection,
} from '../../../renderer/state/selection.svelte.ts';
import type { Selection } from '../../../renderer/state/selection.svelte.ts';

const A = 'a' as NodeId;
const B = 'b' as NodeId;
const EACH: Selection[] = [
  { kind: 'node', id: A },
  { kind: 'node', id: B },
  { kind: 'link', a: A, b: B },
  { kind: 'group', name: 'a' },
  { kind: 'port', id: 'a' as PortId },
  { kind: 'message', seq: 1 },
  { kind: 'cause', id: 'a' },
];

beforeEach(() => selection.select(null));

test('each selection is the same as itself only', () => {
  for (const one of EACH) {
    for (const other of EACH) expect(sameSelection(one, { ...other })).toBe(one === other);
    expect(sameSelection(one, null)).toBe(false);
  }
  expect(sameSelection(null, null)).toBe(true);
});

test('selecting the same thing again keeps the object', () => {
  const first: Selection = { kind: 'node', id: A };
  selection.select(first);
  selection.select({ kind: 'node', id: A });
  expect(selection.current).toBe(first);
  selection.select(null);
  expect(selection.current).toBeNull();
});

test('a link is named in one order', () => {
  expect(linkSelection(B, A)).toEqual(linkSelection(A, B));
});
