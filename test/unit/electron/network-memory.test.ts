import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MAX_LISTS } from '../../../electron/kept-lists.ts';
import { NetworkMemory } from '../../../electron/network-memory.ts';
import type { NodeId } from '../../../shared/ids.ts';
import { temporaryFolder } from '../../helpers/folder.ts';

const ids = (...names: string[]) => names as NodeId[];

describe('NetworkMemory', () => {
  let folder: string;
  const onFailure = vi.fn();
  const open = () => new NetworkMemory(folder, onFailure);
  const expected = (rc: string | null, profile: string) => open().begin(rc, profile).expected;

  beforeEach(() => {
    folder = join(temporaryFolder(), 'data');
    onFailure.mockClear();
  });

  it('begins with nothing expected, and measuring', () => {
    expect(open().begin('/rc', 'home')).toMatchObject({ expected: [], probing: true });
  });

  it('keeps a list for each profile of each file', () => {
    open().begin('/rc', 'home').keepExpected(ids('a', 'b'));
    open().begin('/rc', 'office').keepExpected(ids('c'));
    open().begin('/other', 'home').keepExpected(ids('d'));
    expect(expected('/rc', 'home')).toEqual(['a', 'b']);
    expect(expected('/rc', 'office')).toEqual(['c']);
    expect(expected('/other', 'home')).toEqual(['d']);
    open().begin('/rc', 'home').keepExpected([]);
    expect(expected('/rc', 'home')).toEqual([]);
    expect(onFailure).not.toHaveBeenCalled();
  });

  it('keeps which nodes are far away, apart from those that are expected', () => {
    const running = open().begin('/rc', 'home');
    running.keepFar([['a' as NodeId, 250]]);
    running.keepExpected(ids('b'));
    expect(open().begin('/rc', 'home')).toMatchObject({ far: [['a', 250]], expected: ['b'] });
    expect(open().begin('/rc', 'office').far).toEqual([]);
    open().rename('/rc', 'home', 'house');
    expect(open().begin('/rc', 'house')).toMatchObject({ far: [['a', 250]], expected: ['b'] });
    expect(open().begin('/rc', 'home')).toMatchObject({ far: [], expected: [] });
  });

  it('keeps nothing of a network that is thrown away, but the switch', () => {
    const memory = open().begin(null, 'demo');
    memory.keepExpected(ids('a'));
    memory.keepFar([['a' as NodeId, 250]]);
    memory.keepProbing(false);
    expect(open().begin(null, 'demo')).toMatchObject({ expected: [], far: [] });
    expect(open().begin(null, 'demo').probing).toBe(false);
    expect(open().begin('/rc', 'home').probing).toBe(false);
  });

  it('follows a profile to its new name, also while it runs', () => {
    const networks = open();
    const running = networks.begin('/rc', 'home');
    running.keepExpected(ids('a'));
    networks.rename('/rc', 'home', 'house');
    expect(expected('/rc', 'home')).toEqual([]);
    expect(expected('/rc', 'house')).toEqual(['a']);
    running.keepExpected(ids('a', 'b'));
    expect(expected('/rc', 'home')).toEqual([]);
    expect(expected('/rc', 'house')).toEqual(['a', 'b']);
  });

  it.each(['', 'null', '[1]', '{"/rc":7}', '{"/rc":{"home":"x"}}', '{"x":'])(
    'is as good as empty when the file is damaged: %s',
    (text) => {
      mkdirSync(folder);
      writeFileSync(join(folder, 'expected-nodes.json'), text);
      writeFileSync(join(folder, 'probing.json'), text);
      const memory = open().begin('/rc', 'home');
      expect(memory).toMatchObject({ expected: [], probing: true });
      memory.keepExpected(ids('a'));
      expect(expected('/rc', 'home')).toEqual(['a']);
    },
  );

  it('takes any names', () => {
    for (const name of ['__proto__', 'constructor', '1', '']) {
      open()
        .begin(name, name)
        .keepExpected(ids(`in ${name}`));
    }
    for (const name of ['__proto__', 'constructor', '1', '']) {
      expect(expected(name, name)).toEqual([`in ${name}`]);
    }
  });

  it('is for the owner only, and leaves no other file', () => {
    open().begin('/rc', 'home').keepExpected(ids('a'));
    expect(statSync(join(folder, 'expected-nodes.json')).mode & 0o077).toBe(0);
    expect(() => statSync(join(folder, 'expected-nodes.json~new~'))).toThrow();
  });

  it('keeps a limited number of lists, the latest', () => {
    for (let i = 0; i < MAX_LISTS + 5; i++) {
      open().begin(`/rc${i}`, 'home').keepExpected(ids('a'));
    }
    expect(expected('/rc0', 'home')).toEqual([]);
    expect(expected(`/rc${MAX_LISTS + 4}`, 'home')).toEqual(['a']);
    const kept = JSON.parse(readFileSync(join(folder, 'expected-nodes.json'), 'utf8')) as object;
    expect(Object.keys(kept).length).toBe(MAX_LISTS);
  });

  it('says when something could not be kept', () => {
    writeFileSync(folder, 'a file where the folder should be');
    const memory = open().begin('/rc', 'home');
    memory.keepExpected(ids('a'));
    memory.keepProbing(false);
    expect(onFailure).toHaveBeenCalledTimes(2);
  });
});
