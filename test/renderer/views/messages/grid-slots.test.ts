import { expect, test } from 'vitest';
import { slotsOf } from '../../../../renderer/views/messages/grid-slots.ts';

const elements = (from: number, to: number) => {
  const { rows } = slotsOf({ from, to }, 10, () => undefined);
  return new Map(rows.map(({ key, position }) => [position, key]));
};

test('a row keeps its element while others scroll in', () => {
  const before = elements(-5, 20);
  const after = elements(-3, 22);
  for (let position = -3; position < 20; position++) {
    expect(after.get(position)).toBe(before.get(position));
  }
});

test('no two rows share an element, and none changes its place among them', () => {
  for (const from of [-1_000, -27, 0, 13, 1_000_000]) {
    const { rows } = slotsOf({ from, to: from + 27 }, 10.9, () => undefined);
    const keys = rows.map(({ key }) => key);
    expect(new Set(keys).size).toBe(27);
    expect(keys).toEqual([...keys].sort((one, other) => one - other));
    expect(Math.min(...keys)).toBeGreaterThanOrEqual(0);
  }
});

test('rows are placed from near by', () => {
  for (const from of [-1, 999_999, -250_000]) {
    const { base } = slotsOf({ from, to: from + 10 }, 10, () => undefined);
    expect(from - base).toBeGreaterThanOrEqual(0);
    expect(from - base).toBeLessThan(1_024);
  }
});
