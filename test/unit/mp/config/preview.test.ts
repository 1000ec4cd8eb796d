import { readdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { ConfigStore } from '../../../../electron/mp/config/store.ts';
import type { Change } from '../../../../electron/mp/config/store.ts';
import { CONFIG_TEXT, failure, loaded, set, storeScene } from '../../../helpers/config-store.ts';

let folder = '';
let path = '';
let store: ConfigStore;
let text: () => string;

beforeEach(() => {
  ({ folder, path, store, text } = storeScene());
});

describe('a preview', () => {
  it('shows the exact lines, writes nothing, and tells the outcome', async () => {
    const { lines, state, after } = await store.preview([set('top', 'binds', ['*:4040', 'a:1'])]);
    expect(lines.filter(({ kind }) => kind !== 'same')).toEqual([
      { kind: 'removed', text: '            "*:4040"' },
      { kind: 'added', text: '            "*:4040",' },
      { kind: 'added', text: '            "a:1"' },
    ]);
    expect(loaded(state).content.profiles.get('top')).toEqual({ binds: ['*:4040'] });
    expect(after.profiles.get('top')).toEqual({ binds: ['*:4040', 'a:1'] });
    expect([text(), readdirSync(folder)]).toEqual([CONFIG_TEXT, ['rc']]);
  });

  it('shows a changed secret as changed, and no secret', async () => {
    const { lines } = await store.preview([
      set(null, 'secret', 'n3w'),
      set('desk', 'secret', 'third'),
    ]);
    const changed = lines
      .filter(({ kind }) => kind !== 'same')
      .map(({ kind, text: line }) => `${kind} ${line.trim()}`);
    expect(changed).toContain('removed "secret" : "••••", # not for others');
    expect(changed).toContain('added "secret" : "••••"');
    expect(JSON.stringify(lines)).not.toMatch(/s3cret|n3w|third/);
  });

  it('is empty when nothing changes, and shows a new file whole', async () => {
    expect((await store.preview([set(null, 'secret', 's3cret')])).lines).toEqual([]);
    const { lines } = await new ConfigStore(join(folder, 'none')).preview([
      set(null, 'nodeid', 'n'),
    ]);
    expect(new Set(lines.map(({ kind }) => kind))).toEqual(new Set(['added']));
  });
});

describe('undo', () => {
  it('goes back step by step, to the octet', async () => {
    const steps: Change[][] = [
      [set(null, 'secret', undefined), set('top', 'binds', [])],
      [{ kind: 'delete-profile', profile: 'base' }],
      [
        { kind: 'rename-profile', profile: 'desk', to: 'd' },
        { kind: 'copy-profile', profile: 'd', to: 'e' },
      ],
    ];
    const texts = [text()];
    for (const changes of steps) {
      await store.apply(changes);
      texts.push(text());
    }
    expect(store.undoable).toBe(3);
    while (store.undoable > 0) {
      expect(text()).toBe(texts.pop());
      await store.undo();
    }
    expect([text(), texts]).toEqual([CONFIG_TEXT, [CONFIG_TEXT]]);
    await store.undo();
    expect(text()).toBe(CONFIG_TEXT);
  });

  it('leaves what others changed since, and takes back deleted profiles with all they held', async () => {
    await store.apply([{ kind: 'delete-profile', profile: 'base' }, set(null, 'nodeid', 'n')]);
    writeFileSync(path, text().replace('s3cret', 'theirs'), { mode: 0o600 });
    const state = await store.undo();
    const { content } = loaded(state);
    expect(text()).toContain('"x" : 12345678901234567890');
    expect([...content.profiles.keys()]).toEqual(['base', 'top', 'Ã¼nÃ¯code', 'desk']);
    expect(content.profiles.get('desk')).toEqual({ parent: 'base' });
    expect(content.globals).toEqual({ secret: 'theirs', version: 1 });
  });

  it('is a conflict when others changed the same, or removed the file', async () => {
    await store.apply([set(null, 'secret', 'n3w')]);
    const theirs = CONFIG_TEXT.replace('s3cret', 'theirs');
    for (const change of [() => writeFileSync(path, theirs), () => writeFileSync(path, '{}')]) {
      change();
      expect((await failure(store.undo())).code).toBe('config-conflict');
      expect(store.undoable).toBe(1);
    }
    const gone = new ConfigStore(join(folder, 'gone'));
    await gone.apply([set(null, 'nodeid', 'n')]);
    writeFileSync(join(folder, 'gone~'), '');
    unlinkSync(join(folder, 'gone'));
    expect((await failure(gone.undo())).code).toBe('config-conflict');
  });

  it('knows the last 100 changes', async () => {
    for (let count = 0; count < 103; count += 1) await store.apply([set(null, 'count', count)]);
    expect(store.undoable).toBe(100);
  });
});
