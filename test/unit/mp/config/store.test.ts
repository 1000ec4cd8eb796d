import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { ConfigStore } from '../../../../electron/mp/config/store.ts';
import type { Change } from '../../../../electron/mp/config/store.ts';
import type { Json } from '../../../../shared/json.ts';
import { CONFIG_TEXT, failure, loaded, set, storeScene } from '../../../helpers/config-store.ts';

const onUnix = process.platform !== 'win32';

let folder = '';
let path = '';
let store: ConfigStore;
let text: () => string;

beforeEach(() => {
  ({ folder, path, store, text } = storeScene());
});

describe('reading', () => {
  it('tells what is there: a file, none, a broken one with its backup', async () => {
    const state = loaded(await store.read());
    expect([...state.content.profiles.keys()]).toEqual(['base', 'top', 'Ã¼nÃ¯code', 'desk']);
    expect((await new ConfigStore(join(folder, 'none')).read()).state).toBe('missing');
    for (const [backup, expected] of [
      [undefined, 'none'],
      ['{', 'broken'],
      ['{}', 'usable'],
    ] as const) {
      writeFileSync(path, '{\n  "secret" "s"\n}');
      if (backup !== undefined) writeFileSync(`${path}~`, backup);
      const broken = await store.read();
      expect(broken).toMatchObject({
        state: 'broken',
        backup: expected,
        error: { code: 'config-broken' },
      });
      expect(broken.state === 'broken' && broken.error.detail).toMatchObject({
        line: 2,
        column: 12,
      });
    }
  });

  it('has a revision that is that of the octets', async () => {
    const first = loaded(await store.read()).revision;
    expect(loaded(await store.read()).revision).toBe(first);
    writeFileSync(path, `${CONFIG_TEXT} `);
    expect(loaded(await store.read()).revision).not.toBe(first);
  });
});

describe('changes of values', () => {
  it('touch nothing else, and the previous version stays', async () => {
    await store.apply([
      set(null, 'secret', 'n3w'),
      set('desk', 'nodeid', 'd'),
      set('base', 'monitor_timeout', undefined),
    ]);
    const expected = CONFIG_TEXT.replace('s3cret', 'n3w')
      .replace('         "monitor_timeout" : "20",\n', '')
      .replace(
        '"parent" : "base"\n      },\n   },',
        '"parent" : "base",\n         "nodeid" : "d"\n      },\n   },',
      );
    expect(text()).toBe(expected);
    expect(readFileSync(`${path}~`, 'utf8')).toBe(CONFIG_TEXT);
    expect(readdirSync(folder)).toEqual(['rc', 'rc~']);
    if (onUnix) expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('find a profile by the name that a person types', async () => {
    await store.apply([set('ünïcode', 'nodeid', 'other'), set('desk', 'parent', 'ünïcode')]);
    expect(text()).toBe(
      CONFIG_TEXT.replace('"web"', '"other"').replace(
        '"base"\n      },\n   },',
        '"Ã¼nÃ¯code"\n      },\n   },',
      ),
    );
  });

  it('make a file that is not there yet, but no folder', async () => {
    const fresh = join(folder, 'a', 'rc');
    const error = await failure(new ConfigStore(fresh).apply([set(null, 'secret', 's')]));
    expect([error.code, error.message]).toEqual([
      'config-unwritable',
      `The configuration file ${fresh} can't be written: there is no folder ${join(folder, 'a')}.`,
    ]);
    expect(error.next).toMatch(/^Make that folder, or correct the path/);
    expect(readdirSync(folder)).toEqual(['rc']);
    mkdirSync(join(folder, 'a'));
    const state = await new ConfigStore(fresh).apply([
      set(null, 'secret', 's'),
      { kind: 'create-profile', profile: 'p', values: { seeds: ['h:1'] } },
    ]);
    expect(loaded(state).content.profiles.get('p')?.['seeds']).toEqual(['h:1']);
    expect(readFileSync(fresh, 'utf8')).toBe(
      '{\n   "secret" : "s",\n   "profile" : {\n      "p" : {\n         "seeds" : [\n            "h:1"\n         ]\n      }\n   },\n   "version" : 1\n}\n',
    );
    expect(readdirSync(join(folder, 'a'))).toEqual(['rc']);
  });

  it.each<[string, Change, string]>([
    ['seconds', set(null, 'monitor_timeout', 'soon'), 'value-invalid'],
    ['a list', set('desk', 'binds', { a: 1 }), 'value-invalid'],
    ['services', set('desk', 'services', [[]]), 'value-invalid'],
    ['half a character', set('desk', 'note', '\ud800'), 'value-invalid'],
    ['half a character in a key', set('desk', '\udc00', 1), 'value-invalid'],
    ['no number', set('desk', 'note', Number.NaN), 'value-invalid'],
    ['no key', set('desk', '', 1), 'value-invalid'],
    ['all profiles', set(null, 'profile', {}), 'value-invalid'],
    ['an unknown profile', set('nobody', 'nodeid', 'n'), 'profile-unknown'],
    ['an unknown parent', set('desk', 'parent', 'nobody'), 'parent-unknown'],
    ['itself as the parent', set('desk', 'parent', 'desk'), 'profile-cycle'],
    ['a descendant as the parent', set('top', 'parent', 'ünïcode'), 'profile-cycle'],
    [
      'a bad value in a new profile',
      { kind: 'create-profile', profile: 'p', values: { seeds: 1 } },
      'value-invalid',
    ],
    [
      'a new profile without a name',
      { kind: 'create-profile', profile: '', values: {} },
      'value-invalid',
    ],
    [
      'a control character in a name',
      { kind: 'copy-profile', profile: 'desk', to: 'a\nb' },
      'value-invalid',
    ],
    [
      'a name that is taken',
      { kind: 'create-profile', profile: 'desk', values: {} },
      'profile-exists',
    ],
    [
      'a name that is taken in another form',
      { kind: 'copy-profile', profile: 'desk', to: 'ünïcode' },
      'profile-exists',
    ],
    [
      'a name that is taken, to rename',
      { kind: 'rename-profile', profile: 'desk', to: 'top' },
      'profile-exists',
    ],
    ['nobody to rename', { kind: 'rename-profile', profile: 'nobody', to: 'x' }, 'profile-unknown'],
    ['nobody to copy', { kind: 'copy-profile', profile: 'nobody', to: 'x' }, 'profile-unknown'],
    ['nobody to delete', { kind: 'delete-profile', profile: 'nobody' }, 'profile-unknown'],
  ])('are refused for %s, all of them, and nothing is written', async (_, change, code) => {
    const error = await failure(store.apply([set(null, 'secret', 'n3w'), change]));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(/\.$/);
    expect([text(), readdirSync(folder)]).toEqual([CONFIG_TEXT, ['rc']]);
    expect((await failure(store.preview([change]))).code).toBe(code);
  });

  it('of a parent that is made in the same go are fine', async () => {
    await store.apply([
      set('top', 'parent', undefined),
      { kind: 'create-profile', profile: 'a', values: { parent: 'b' } },
      { kind: 'create-profile', profile: 'b', values: {} },
    ]);
    expect(loaded(await store.read()).content.profiles.get('a')).toEqual({ parent: 'b' });
  });

  it.each([
    ['"profile": 5', 'value-invalid'],
    ['"profile": {"p": 5}', 'profile-exists'],
    ['"profile": {"p": [null]}', 'profile-exists'],
  ])('never replace what somebody else put in the place of profiles: %s', async (odd, code) => {
    writeFileSync(path, `{${odd}}`, { mode: 0o600 });
    expect(
      (await failure(store.apply([{ kind: 'create-profile', profile: 'p', values: {} }]))).code,
    ).toBe(code);
    expect(text()).toBe(`{${odd}}`);
  });

  it('take null in the place of the profiles, or of one, for none', async () => {
    writeFileSync(path, '{"profile": {"p": null}}', { mode: 0o600 });
    await store.apply([{ kind: 'create-profile', profile: 'p', values: {} }]);
    expect(text()).toBe('{"profile": {"p": {}}}');
    writeFileSync(path, '{"profile": null}', { mode: 0o600 });
    await store.apply([{ kind: 'create-profile', profile: 'p', values: {} }]);
    expect(text()).toBe('{"profile": {"p": {}}}');
  });
});

describe('a conflict', () => {
  it.each<[Json | undefined, boolean]>([
    ['s3cret', true],
    ['other', false],
    [undefined, false],
  ])('with %j seen: %s', async (seen, fits) => {
    const change: Change = {
      kind: 'set',
      profile: null,
      key: 'secret',
      value: 'n3w',
      seen: { value: seen },
    };
    if (fits) {
      await store.apply([change]);
      expect(text()).toBe(CONFIG_TEXT.replace('s3cret', 'n3w'));
    } else {
      const error = await failure(store.apply([change]));
      expect([error.code, error.detail?.['at']]).toEqual(['config-conflict', 'secret']);
      expect(JSON.stringify(error.toView())).not.toMatch(/s3cret|n3w/);
      expect(text()).toBe(CONFIG_TEXT);
    }
  });

  it('is none for our own changes in the same go, and none for other values', async () => {
    const seen = { value: 's3cret' };
    writeFileSync(path, CONFIG_TEXT.replace('"20"', '"40"'), { mode: 0o600 });
    await store.apply([
      { kind: 'set', profile: null, key: 'secret', value: 'one', seen },
      { kind: 'set', profile: null, key: 'secret', value: 'two', seen },
    ]);
    expect(text()).toBe(CONFIG_TEXT.replace('"20"', '"40"').replace('s3cret', 'two'));
  });
});
