import { describe, expect, it } from 'vitest';
import type { LibraryContent } from '../../../../electron/hand/library/content.ts';
import {
  changed,
  EMPTY_LIBRARY,
  MAX_HISTORY_LENGTH,
  remembered,
} from '../../../../electron/hand/library/content.ts';
import type { LibraryChange } from '../../../../shared/hand.ts';
import { MAX_DRAFT_LENGTH, MAX_HISTORY, MAX_SAVED_FILTERS } from '../../../../shared/hand.ts';
import { draftTo } from '../../../helpers/hands.ts';
import { CONTENT, saved, sequence } from './samples.ts';

const after = (...changes: LibraryChange[]) => changed(CONTENT, changes);

describe('changed', () => {
  it('saves and deletes', () => {
    const renamed = saved('m1', 'renamed');
    expect(after({ kind: 'save-message', message: renamed }).messages).toEqual([renamed, saved('m2')]); // prettier-ignore
    expect(after({ kind: 'save-message', message: saved('m3') }).messages.length).toBe(3);
    expect(after({ kind: 'delete-message', id: 'm1' }).messages).toEqual([saved('m2')]);
    expect(after({ kind: 'save-sequence', sequence: sequence('s2') }).sequences.length).toBe(2);
    expect(after({ kind: 'delete-sequence', id: 's1' }).sequences).toEqual([]);
    const filter = { name: 'big', filter: 'size > 2KiB' };
    expect(after({ kind: 'save-filter', filter }).filters).toEqual([filter]);
    expect(after({ kind: 'delete-filter', name: 'big' }).filters).toEqual([]);
    const set = { kind: 'set-variable', name: 'who', value: '1' } as const;
    expect(after(set).variables['who']).toBe('1');
    expect(after({ ...set, value: null }).variables['who']).toBeUndefined();
    expect(after({ kind: 'clear-history' }).history).toEqual([]);
  });

  it('takes all changes or none', () => {
    const filters = Array.from({ length: MAX_SAVED_FILTERS }, (_, i) => {
      return { kind: 'save-filter', filter: { name: `f${i}`, filter: '' } } as const;
    });
    expect(() => after(...filters)).toThrow(`${MAX_SAVED_FILTERS} saved filters`);
    expect(after(...filters.slice(1)).filters.length).toBe(MAX_SAVED_FILTERS);
  });

  it('is bounded in all, and lets what is too much become less', () => {
    const long = (id: string) => ({ ...saved(id), arguments: `"${'x'.repeat(MAX_DRAFT_LENGTH)}"` });
    const five = ['1', '2', '3', '4', '5'].map(long);
    const changes = five.map((message) => ({ kind: 'save-message', message }) as const);
    expect(() => after(...changes)).toThrow('characters');
    const tooMuch = { ...CONTENT, messages: five };
    const less = changed(tooMuch, [{ kind: 'delete-message', id: '1' }]);
    expect(less.messages.length).toBe(4);
  });
});

describe('remembered', () => {
  const entry = (args: string, at = 1) => ({ ...draftTo(args), at, call: false });

  it('puts the newest first, once', () => {
    let content: LibraryContent = EMPTY_LIBRARY;
    for (const [i, args] of ['1', '2', '1'].entries()) {
      content = remembered(content, entry(args, i));
    }
    expect(content.history).toEqual([entry('1', 2), entry('2', 1)]);
    content = remembered(content, { ...entry('1', 3), call: true });
    expect(content.history.length).toBe(3);
  });

  it('is bounded in number and length', () => {
    let content: LibraryContent = EMPTY_LIBRARY;
    for (let i = 0; i < MAX_HISTORY + 10; i++) content = remembered(content, entry(`${i}`));
    expect(content.history.length).toBe(MAX_HISTORY);
    const long = 'x'.repeat(MAX_HISTORY_LENGTH / 3);
    for (const letter of 'abc') content = remembered(content, entry(`"${letter}${long}"`));
    expect(content.history.length).toBe(2);
    expect(content.history[0]?.arguments.slice(0, 2)).toBe('"c');
  });
});
