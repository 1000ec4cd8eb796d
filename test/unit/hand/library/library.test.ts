import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { LibraryFile } from '../../../../electron/hand/library/file.ts';
import { libraryText, readLibrary } from '../../../../electron/hand/library/format.ts';
import { HISTORY_DELAY, Library } from '../../../../electron/hand/library/library.ts';
import type { MeshError } from '../../../../shared/errors.ts';
import { FakeClock } from '../../../helpers/fake-clock.ts';
import { temporaryFolder } from '../../../helpers/folder.ts';
import { draftTo } from '../../../helpers/hands.ts';
import { CONTENT, saved } from './samples.ts';

describe('Library', () => {
  let folder: string;
  let path: string;
  let clock: FakeClock;
  let problems: MeshError[];
  const save = vi.fn((_file: { name: string; text: string }) => Promise.resolve({ path: 'x' }));
  const open = vi.fn<() => Promise<{ name: string; text: string } | null>>();

  beforeEach(() => {
    folder = temporaryFolder();
    path = join(folder, 'user', 'library.jsonl');
    clock = new FakeClock();
    problems = [];
    save.mockClear();
    open.mockReset().mockResolvedValue(null);
  });

  const create = () => {
    let ids = 0;
    return new Library({
      file: new LibraryFile(path),
      dialogs: { save, open },
      clock,
      newId: () => `new${++ids}`,
      onProblem: (error) => problems.push(error),
      onChange: () => undefined,
    });
  };
  const write = (text: string) => {
    mkdirSync(join(folder, 'user'), { recursive: true });
    writeFileSync(path, text);
  };
  const written = () => readLibrary(readFileSync(path, 'utf8')).content;
  const files = () => readdirSync(join(folder, 'user')).sort();
  const saveMessage = (id: string) => ({ kind: 'save-message', message: saved(id) }) as const;

  it('is empty at first, and keeps what is saved', async () => {
    const library = create();
    expect(await library.view()).toMatchObject({ messages: [], problem: null });
    expect(files).toThrow();
    const view = await library.change([saveMessage('a')]);
    expect(view.messages).toEqual([saved('a')]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(files()).toEqual(['library.jsonl']);
    expect((await create().view()).messages).toEqual([saved('a')]);
  });

  it('keeps what was sent, a little later', async () => {
    const library = create();
    await library.view();
    library.remember({ ...saved('a'), arguments: '1' }, true);
    library.remember(draftTo('2'), false);
    const entry = { ...draftTo('2'), at: clock.now(), call: false };
    expect(library.takeChange()).toMatchObject({ library: { history: [entry, { call: true }] } });
    expect(library.takeChange()).toEqual({});
    expect(files).toThrow();
    clock.advance(HISTORY_DELAY);
    await library.view();
    expect(written().history).toEqual([entry, { ...draftTo('1'), at: clock.now() - HISTORY_DELAY, call: true }]); // prettier-ignore
    library.remember(draftTo('3'), false);
    await library.close();
    expect(written().history.length).toBe(3);
    expect(clock.waiting).toBe(0);
    const again = create();
    await again.view();
    await again.change([{ kind: 'clear-history' }]);
    expect(written().history).toEqual([]);
  });

  it('adds what was sent before the file was read', async () => {
    write(libraryText(CONTENT));
    const library = create();
    library.remember(draftTo('early'), false);
    const { history } = await library.view();
    expect(history.map(({ arguments: args }) => args)).toEqual(['early', '1']);
  });

  it('refuses what is too much, and stays as it is', async () => {
    const library = create();
    const change = library.change([{ kind: 'set-variable', name: 'a', value: 'x'.repeat(5_000_000) }]); // prettier-ignore
    await expect(change).rejects.toMatchObject({ code: 'limit-reached' });
    expect((await library.view()).variables).toEqual({});
  });

  it('keeps a damaged file aside, says so, and goes on with the rest', async () => {
    const damaged = libraryText(CONTENT).replace('"m1"', '"m1');
    write(damaged);
    writeFileSync(`${path}.damaged`, 'an older one');
    const view = await create().view();
    expect(view.messages).toEqual([saved('m2')]);
    expect(view.problem).toMatchObject({
      code: 'library-invalid',
      message: 'Part of what was saved could not be read. Line 2 is damaged.',
      next: expect.stringContaining('library.jsonl.2.damaged'),
    });
    expect(problems.length).toBe(1);
    expect(readFileSync(`${path}.damaged`, 'utf8')).toBe('an older one');
    expect(readFileSync(`${path}.2.damaged`, 'utf8')).toBe(damaged);
    expect(written().messages).toEqual([saved('m2')]);
    expect((await create().view()).problem).toBeNull();
  });

  it('keeps a file aside of which nothing can be read', async () => {
    write('rubbish');
    expect(await create().view()).toMatchObject({
      messages: [],
      problem: { code: 'library-invalid' },
    });
    expect(readFileSync(`${path}.damaged`, 'utf8')).toBe('rubbish');
  });

  it('never overwrites the file of a newer version', async () => {
    const newer = '{"format":"meshdeck-library","version":2}\n{"something":1}\n';
    write(newer);
    const library = create();
    expect((await library.view()).problem?.code).toBe('library-version');
    await expect(library.change([saveMessage('a')])).rejects.toMatchObject({
      code: 'library-version',
    });
    library.remember(draftTo('1'), false);
    clock.advance(HISTORY_DELAY);
    await library.close();
    expect(readFileSync(path, 'utf8')).toBe(newer);
    expect((await library.view()).history.length).toBe(1);
  });

  it('never overwrites what it could not read', async () => {
    mkdirSync(path, { recursive: true });
    const library = create();
    expect((await library.view()).problem?.code).toBe('file-unreadable');
    await expect(library.change([saveMessage('a')])).rejects.toMatchObject({
      code: 'file-unreadable',
    });
    expect(statSync(path).isDirectory()).toBe(true);
  });

  it('holds a change that can not be written, and says so until it can', async () => {
    const library = create();
    await library.view();
    writeFileSync(join(folder, 'user'), 'a file where the folder should be');
    const view = await library.change([saveMessage('a')]);
    expect(view).toMatchObject({
      messages: [{ id: 'a' }],
      problem: { code: 'file-unwritable' },
    });
    rmSync(join(folder, 'user'));
    expect((await library.change([saveMessage('b')])).problem).toBeNull();
    expect(written().messages.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('takes over what another window saved meanwhile', async () => {
    const [one, two] = [create(), create()];
    await Promise.all([one.view(), two.view()]);
    await one.change([saveMessage('a')]);
    two.remember(draftTo('sent'), false);
    const view = await two.change([saveMessage('b')]);
    expect(view.messages.map(({ id }) => id)).toEqual(['a', 'b']);
    expect((await one.change([saveMessage('c')])).messages.length).toBe(3);
    expect(written().history.length).toBe(1);
    rmSync(path);
    expect((await one.change([saveMessage('d')])).messages.length).toBe(4);
  });

  it('exports and imports, and says what was left out', async () => {
    write(libraryText(CONTENT));
    const library = create();
    await library.view();
    expect(await library.export(['m1'])).toEqual({ path: 'x' });
    const [{ name, text }] = save.mock.calls[0]!;
    expect(name).toBe('meshdeck-library.jsonl');
    await expect(library.export(['gone'])).rejects.toMatchObject({ code: 'value-invalid' });
    expect(await library.import()).toBeNull();
    open.mockResolvedValue({ name, text });
    expect(await library.import()).toMatchObject({ added: 0, notes: [] });
    const changedText = text.replace('"name":"m1"', '"name":"other"');
    open.mockResolvedValue({ name, text: `${changedText}rubbish\n` });
    expect(await library.import()).toMatchObject({ added: 1, notes: ['Line 4 is damaged.'] });
    expect(written().messages.map(({ id }) => id)).toEqual(['m1', 'm2', 'new1']);
    open.mockResolvedValue({ name, text: 'rubbish' });
    await expect(library.import()).rejects.toMatchObject({ code: 'library-invalid' });
  });
});
