import { expect, test } from 'vitest';
import { shown, shownBlock } from '../../../renderer/state/text.ts';

test('plain names of all scripts stay as they are', () => {
  for (const name of ['bob', 'عقدة-في', '节点', 'nœud é', '🦊', '<b>&amp;']) {
    expect(shown(name)).toBe(name);
  }
});

test('what hides or reorders text becomes visible', () => {
  expect(shown('evil\u202egnp.exe')).toBe('evil\\u202egnp.exe');
  expect(shown('a\u200bb\ufeff')).toBe('a\\u200bb\\ufeff');
  expect(shown('a\nb\tc\rd\u0000\u009b')).toBe('a\\nb\\tc\\rd\\u0000\\u009b');
  expect(shown('half \ud83e')).toBe('half \\ud83e');
  expect(shown('tag\u{e0041}')).toBe('tag\\u{e0041}');
});

test('the length is bounded', () => {
  expect(shown('x'.repeat(500), 10)).toBe(`${'x'.repeat(9)}…`);
  expect(shown('x'.repeat(10), 10)).toBe('x'.repeat(10));
  expect(shownBlock('x'.repeat(500), 10)).toHaveLength(10);
});

test('blocks keep their lines', () => {
  expect(shownBlock('{\n\t"a": "\u202e"\n}', 100)).toBe('{\n  "a": "\\u202e"\n}');
});
