import type { LibraryContent } from '../../../../electron/hand/library/content.ts';
import type { SavedMessage, Sequence } from '../../../../shared/hand.ts';
import { draftTo } from '../../../helpers/hands.ts';

export const saved = (id: string, name = id): SavedMessage => {
  return { id, name, folder: 'chat/tests', ...draftTo('{{who}}, "ü\n"') };
};

export const sequence = (id: string): Sequence => ({
  id,
  name: id,
  folder: '',
  steps: [
    { message: draftTo('1'), wait: 0, expect: null },
    {
      message: draftTo('{{other}}'),
      wait: 10,
      expect: { filter: 'tag = x', message: ['x', '{{third.a}}', { a: null }], timeout: 500 },
    },
  ],
});

export const CONTENT: LibraryContent = {
  messages: [saved('m1'), saved('m2')],
  sequences: [sequence('s1')],
  variables: { who: '"Ada"', other: 'x', third: '{"a": 1}', unused: '' },
  filters: [{ name: 'big', filter: 'size > 1KiB' }],
  history: [{ ...draftTo('1'), at: 1_000, call: true }],
};
