import { expect, test } from 'vitest';
import { diffLines } from '../../../renderer/state/line-diff.ts';

const SIGNS = { same: ' ', added: '+', removed: '-' } as const;
const diff = (before: string, after: string) =>
  diffLines(before, after).map(({ kind, text }) => SIGNS[kind] + text);

test('equal, changed, added and removed lines', () => {
  expect(diff('a\nb', 'a\nb')).toEqual([' a', ' b']);
  expect(diff('a\nb\nc', 'a\nx\nc')).toEqual([' a', '-b', '+x', ' c']);
  expect(diff('a\nc', 'a\nb\nc')).toEqual([' a', '+b', ' c']);
  expect(diff('a\nb\nc', 'a\nc')).toEqual([' a', '-b', ' c']);
  expect(diff('a\na', 'a\na\na')).toEqual([' a', ' a', '+a']);
});

test('is as short as can be (the example of the paper)', () => {
  const lines = diff('a\nb\nc\na\nb\nb\na', 'c\nb\na\nb\na\nc');
  expect(lines.filter((line) => !line.startsWith(' '))).toHaveLength(5);
});

/** Both texts can be read off it. */
function rebuilt(before: string, after: string): [string, string] {
  const lines = diffLines(before, after);
  const without = (kind: string) =>
    lines
      .filter((line) => line.kind !== kind)
      .map(({ text }) => text)
      .join('\n');
  return [without('added'), without('removed')];
}

test('both texts can be read off any difference', () => {
  for (let seed = 1; seed < 300; seed++) {
    const [before, after] = [random(seed), random(seed * 7 + 1)];
    expect(rebuilt(before, after)).toEqual([before, after]);
  }
});

test('long texts with nothing in common between their ends are told in full', () => {
  const numbers = (offset: number) =>
    ['[', ...Array.from({ length: 20_000 }, (_, index) => index + offset), ']'].join('\n');
  const lines = diffLines(numbers(0), numbers(50_000));
  expect(lines).toHaveLength(40_002);
  expect([lines[0]?.kind, lines.at(-1)?.kind]).toEqual(['same', 'same']);
});

/** Some lines of four different ones. */
function random(seed: number): string {
  let state = seed;
  const next = () => (state = (state * 48_271) % 2_147_483_647);
  return Array.from({ length: next() % 12 }, () => 'abcd'[next() % 4]).join('\n');
}
