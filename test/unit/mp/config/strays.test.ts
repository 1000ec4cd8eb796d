import { readFileSync, writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { parseConfig } from '../../../../electron/mp/config/content.ts';
import { configText } from '../../../../electron/mp/config/create.ts';
import { consequences } from '../../../../electron/mp/config/store.ts';
import type { Change, ConfigStore } from '../../../../electron/mp/config/store.ts';
import { failure, loaded, set, storeScene } from '../../../helpers/config-store.ts';

let path = '';
let store: ConfigStore;

beforeEach(() => {
  ({ path, store } = storeScene());
});

const put = (text: string) => writeFileSync(path, text, { mode: 0o600 });
const there = () => JSON.parse(readFileSync(path, 'utf8')) as unknown;
/** What Perl takes for false, and the reference for no profile. */
const NOTHING = ['null', '""', '"0"', '0', 'false'];
const SOMETHING = ['"text"', '5', '[1,{"a":2}]', 'true'];

describe('what stands among the profiles and is none', () => {
  it.each([...NOTHING, ...SOMETHING])('can be deleted: %s', async (odd) => {
    const before = `{"profile": {"a": {"parent": "b"}, "b": ${odd}, "c": {}}}`;
    put(before);
    const { lines } = await store.preview([{ kind: 'delete-profile', profile: 'b' }]);
    expect(lines.some(({ kind }) => kind === 'removed')).toBe(true);
    await store.apply([{ kind: 'delete-profile', profile: 'b' }]);
    expect(there()).toEqual({ profile: { a: {}, c: {} } });
    await store.undo();
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it.each(NOTHING)('gives way to a new profile when it is nothing: %s', async (odd) => {
    const before = `{"profile": {"b": ${odd}, "c": {"nodeid": "x"}}}`;
    const ways: [Change, unknown][] = [
      [
        { kind: 'create-profile', profile: 'b', values: { nodeid: 'n' } },
        { b: { nodeid: 'n' }, c: { nodeid: 'x' } },
      ],
      [
        { kind: 'copy-profile', profile: 'c', to: 'b' },
        { b: { nodeid: 'x' }, c: { nodeid: 'x' } },
      ],
      [{ kind: 'rename-profile', profile: 'c', to: 'b' }, { b: { nodeid: 'x' } }],
    ];
    for (const [change, profile] of ways) {
      put(before);
      const state = await store.apply([change]);
      expect(there()).toEqual({ profile });
      expect(loaded(state).content.strays).toBeUndefined();
      // Others have written since, so every step is taken back by itself.
      put(readFileSync(path, 'utf8').replace('{', '{ "note": 1,'));
      await store.undo();
      expect(there()).toEqual({ ...(JSON.parse(before) as object), note: 1 });
    }
  });

  it.each(SOMETHING)('stays when it is something, until it may go: %s', async (odd) => {
    const before = `{"profile": {"b": ${odd}, "c": {}}}`;
    put(before);
    const create: Change = { kind: 'create-profile', profile: 'b', values: {} };
    for (const change of [
      create,
      { kind: 'copy-profile', profile: 'c', to: 'b' },
      { kind: 'rename-profile', profile: 'c', to: 'b' },
    ] satisfies Change[]) {
      const { code, next } = await failure(store.apply([change]));
      expect([code, next]).toEqual([
        'profile-exists',
        'Choose another name, or delete it first, with: aemp delprofile "b".',
      ]);
    }
    expect(readFileSync(path, 'utf8')).toBe(before);
    await store.apply([{ ...create, instead: true }]);
    expect(there()).toEqual({ profile: { b: {}, c: {} } });
  });

  it('is found by the name that a person types', async () => {
    put('{"profile": {"bÃ¼ro": null}}');
    await store.apply([{ kind: 'delete-profile', profile: 'büro' }]);
    expect(there()).toEqual({ profile: {} });
  });

  it('has no values, and is no parent', async () => {
    put('{"profile": {"a": {}, "b": null}}');
    expect((await failure(store.apply([set('b', 'nodeid', 'n')]))).code).toBe('profile-unknown');
    expect((await failure(store.apply([set('a', 'parent', 'b')]))).code).toBe('parent-unknown');
    const nobody = store.apply([{ kind: 'delete-profile', profile: 'nobody' }]);
    expect((await failure(nobody)).code).toBe('profile-unknown');
  });

  it('is part of what a change means', () => {
    const { content } = parseConfig(
      Buffer.from('{"profile": {"a": {"parent": "b", "nodelay": 0}, "b": null}}'),
      'f',
    );
    expect(JSON.parse(configText(content))).toMatchObject({ profile: { b: null } });
    const found = consequences(content, [{ kind: 'delete-profile', profile: 'b' }]);
    expect(found.map(({ kind, profile }) => [kind, profile])).toContainEqual([
      'parent-changes',
      'a',
    ]);
  });
});

describe('a parent of the global values', () => {
  it('must exist, though it has no effect', async () => {
    const before = readFileSync(path, 'utf8');
    const error = await failure(store.apply([set(null, 'parent', 'nix')]));
    expect([error.code, error.message]).toEqual([
      'parent-unknown',
      'The global values have the parent "nix", which doesn\'t exist.',
    ]);
    expect(readFileSync(path, 'utf8')).toBe(before);
    await store.apply([set(null, 'parent', 'base')]);
    await store.apply([set(null, 'parent', undefined)]);
    await store.apply([
      set(null, 'parent', 'later'),
      { kind: 'create-profile', profile: 'later', values: {} },
    ]);
  });
});
