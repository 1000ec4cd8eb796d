import { expect, it } from 'vitest';
import { changed, EMPTY_LIBRARY } from '../../../../electron/hand/library/content.ts';
import { importOf, selected } from '../../../../electron/hand/library/exchange.ts';
import { CONTENT, saved, sequence } from './samples.ts';

const newId = () => 'new';

it('exports everything but the history', () => {
  expect(selected(CONTENT, [])).toEqual({ ...CONTENT, history: [] });
});

it('exports what is wanted with the variables that it uses', () => {
  expect(selected(CONTENT, ['m2'])).toEqual({
    ...EMPTY_LIBRARY,
    messages: [saved('m2')],
    variables: { who: '"Ada"' },
  });
  expect(selected(CONTENT, ['s1', 'gone'])).toEqual({
    ...EMPTY_LIBRARY,
    sequences: [sequence('s1')],
    variables: { other: 'x', third: '{"a": 1}' },
  });
});

it('imports what is not there yet', () => {
  const { changes, notes } = importOf(EMPTY_LIBRARY, CONTENT, newId);
  expect(changed(EMPTY_LIBRARY, changes)).toEqual({ ...CONTENT, history: [] });
  expect(notes).toEqual([]);
  expect(importOf(CONTENT, CONTENT, newId)).toEqual({ changes: [], notes: [] });
});

it('replaces nothing', () => {
  const others = {
    ...EMPTY_LIBRARY,
    messages: [saved('m1', 'another')],
    variables: { who: 'Eve', fresh: '1' },
    filters: [{ name: 'big', filter: 'size > 1MiB' }],
  };
  const { changes, notes } = importOf(CONTENT, others, newId);
  const merged = changed(CONTENT, changes);
  expect(merged.messages).toEqual([...CONTENT.messages, { ...saved('m1', 'another'), id: 'new' }]);
  expect(merged.variables).toEqual({ ...CONTENT.variables, fresh: '1' });
  expect(merged.filters).toEqual(CONTENT.filters);
  expect(notes.length).toBe(2);
});
