import { writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { effectiveValues } from '../../../../electron/mp/config/layers.ts';
import { consequences } from '../../../../electron/mp/config/store.ts';
import type { Change, ConfigStore } from '../../../../electron/mp/config/store.ts';
import { CONFIG_TEXT, loaded, set, storeScene } from '../../../helpers/config-store.ts';

let path = '';
let store: ConfigStore;
let text: () => string;

beforeEach(() => {
  ({ path, store, text } = storeScene());
});

describe('profiles', () => {
  it('are renamed with the children following', async () => {
    await store.apply([{ kind: 'rename-profile', profile: 'base', to: 'ground' }]);
    expect(text()).toBe(CONFIG_TEXT.replaceAll('"base"', '"ground"'));
  });

  it('are copied to the letter', async () => {
    await store.apply([{ kind: 'copy-profile', profile: 'base', to: 'twin' }]);
    const copy = CONFIG_TEXT.slice(
      CONFIG_TEXT.indexOf('{\n         "monitor'),
      CONFIG_TEXT.indexOf(',\n      "top"'),
    );
    expect(copy).toContain('12345678901234567890');
    expect(text()).toBe(
      CONFIG_TEXT.replace('      },\n   },\n', `      },\n      "twin" : ${copy},\n   },\n`),
    );
  });

  it('are deleted; their children keep what came from farther up', async () => {
    const before = loaded(await store.read()).content;
    const state = await store.apply([{ kind: 'delete-profile', profile: 'base' }]);
    const { content } = loaded(state);
    expect([...content.profiles.keys()]).toEqual(['top', 'Ã¼nÃ¯code', 'desk']);
    for (const name of ['Ã¼nÃ¯code', 'desk']) {
      const [old, now] = [before, content].map(
        (from) => effectiveValues(from, { profile: name }).values,
      );
      expect(now).toEqual({ ...old, monitor_timeout: 30, x: undefined });
    }
    await store.apply([{ kind: 'delete-profile', profile: 'top' }]);
    expect(text()).not.toContain('parent');
  });

  it('in a circle can be deleted', async () => {
    writeFileSync(
      path,
      '{"profile": {"a": {"parent": "b"}, "b": {"parent": "a"}, "c": {"parent": "c"}}}',
      { mode: 0o600 },
    );
    await store.apply([
      { kind: 'delete-profile', profile: 'a' },
      { kind: 'delete-profile', profile: 'c' },
    ]);
    expect(text()).toBe('{"profile": {"b": {}}}');
  });
});

describe('consequences', () => {
  const kinds = async (...changes: Change[]): Promise<Record<string, unknown>[]> =>
    consequences(loaded(await store.read()).content, changes).map(({ text: sentence, ...rest }) => {
      expect(sentence).toMatch(/^The .*\.$/);
      return rest;
    });

  it('of a deletion name the children and what they lose', async () => {
    expect(await kinds({ kind: 'delete-profile', profile: 'base' })).toEqual(
      ['Ã¼nÃ¯code', 'desk'].flatMap((profile) => [
        { kind: 'parent-changes', profile, from: 'base', to: 'top' },
        { kind: 'values-change', profile, keys: ['monitor_timeout', 'x'] },
      ]),
    );
  });

  it('of a value name everybody who inherits it', async () => {
    expect(await kinds(set('top', 'binds', []))).toEqual(
      ['base', 'Ã¼nÃ¯code', 'desk'].map((profile) => ({
        kind: 'values-change',
        profile,
        keys: ['binds'],
      })),
    );
    expect(await kinds({ ...set('desk', 'nodelay', false), seen: { value: 7 } } as Change)).toEqual(
      [],
    );
  });

  it('of a new name: the node ID, and the parent of the children', async () => {
    expect(await kinds({ kind: 'rename-profile', profile: 'desk', to: 'table' })).toEqual([
      { kind: 'node-id-changes', profile: 'table', from: 'desk', to: 'table' },
    ]);
    const moved = await kinds(
      { kind: 'rename-profile', profile: 'base', to: 'b' },
      { kind: 'rename-profile', profile: 'b', to: 'c' },
    );
    expect(moved).toEqual([
      { kind: 'node-id-changes', profile: 'c', from: 'base', to: 'c' },
      { kind: 'parent-changes', profile: 'Ã¼nÃ¯code', from: 'base', to: 'c' },
      { kind: 'parent-changes', profile: 'desk', from: 'base', to: 'c' },
    ]);
  });
});
