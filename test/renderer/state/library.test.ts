import { beforeEach, expect, test } from 'vitest';
import { LibraryState } from '../../../renderer/state/library.svelte.ts';
import { MeshError } from '../../../shared/errors.ts';
import { installBridge } from '../fake-bridge.ts';
import { handHandlers } from '../hand-answers.ts';
import { LIBRARY, SAVED, SEQUENCE } from '../hand-samples.ts';

let library = new LibraryState(() => 'new');

beforeEach(() => {
  library = new LibraryState(() => 'new');
  library.apply(LIBRARY);
});

const ids = () => library.view.messages.map(({ id }) => id).sort();

test('what was deleted comes back as it was', async () => {
  installBridge(handHandlers({ variables: LIBRARY.variables }));
  await library.deleteMessages([SAVED[0]!, SAVED[1]!]);
  expect(ids()).toEqual(['m3']);
  expect(library.undo?.text).toBe('Deleted 2 messages.');
  await library.takeBack();
  expect(library.view.messages).toContainEqual(SAVED[1]);
  expect(library.undo).toBeNull();
  await library.deleteSequences([SEQUENCE]);
  await library.takeBack();
  expect(library.view.sequences).toEqual([SEQUENCE]);
  await library.deleteVariable('host');
  expect(library.view.variables).toEqual({ limit: '42' });
  await library.takeBack();
  expect(library.view.variables).toEqual(LIBRARY.variables);
});

test('the value of a variable that was replaced comes back', async () => {
  const bridge = installBridge(handHandlers({ variables: LIBRARY.variables }));
  expect(await library.setVariable('host', '"fra-01"')).toBe(true);
  expect(bridge.argsOf('library.change')).toEqual([]);
  expect(await library.setVariable('new', '1')).toBe(true);
  expect(library.undo).toBeNull();
  await library.setVariable('host', '"lon-07"');
  expect(library.view.variables['host']).toBe('"lon-07"');
  expect(library.undo?.text).toBe('Replaced the value of host.');
  await library.takeBack();
  expect(library.view.variables['host']).toBe('"fra-01"');
});

test('another change takes the undo away', async () => {
  installBridge(handHandlers());
  await library.deleteMessages([SAVED[0]!]);
  await library.change({ kind: 'clear-history' });
  expect(library.undo).toBeNull();
});

test('a change that fails changes nothing and says why', async () => {
  installBridge({
    'library.change': () => {
      throw new MeshError('limit-reached', 'Too many.');
    },
  });
  await library.deleteMessages([SAVED[0]!]);
  expect(ids()).toEqual(['m1', 'm2', 'm3']);
  expect(library.undo).toBeNull();
  expect(library.task.error?.message).toBe('Too many.');
});

test('an import tells what came and what was odd; a cancelled one nothing', async () => {
  installBridge(handHandlers());
  await library.import();
  expect(library.notes).toEqual(['3 entries came from the file.', 'Two names were there already.']);
  library.clearNotes();
  installBridge({ 'library.import': () => null, 'library.export': () => null });
  await library.import();
  await library.export([]);
  expect(library.notes).toEqual([]);
});

test('a problem is hidden once it was read, another one is shown again', () => {
  const problem = { code: 'library-invalid', message: 'Damaged.', next: 'Import.' } as const;
  library.apply({ ...LIBRARY, problem });
  expect(library.problem).toEqual(problem);
  library.hideProblem();
  expect(library.problem).toBeNull();
  library.apply({ ...LIBRARY, problem: { ...problem, message: 'Full.' } });
  expect(library.problem?.message).toBe('Full.');
});
