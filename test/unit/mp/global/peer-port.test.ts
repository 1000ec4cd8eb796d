import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_MEMBERS } from '../../../../electron/mp/global/groups.ts';
import {
  assertVersion,
  readAddressBook,
  readAddresses,
  readGroups,
  readRegistration,
  writeAddressBook,
} from '../../../../electron/mp/global/peer-port.ts';
import { isNodeId, isPortId, nodeOf, type NodeId } from '../../../../shared/ids.ts';
import type { Json } from '../../../../shared/json.ts';

const bob = 'bob' as NodeId;
const parse = (text: string) => JSON.parse(text) as Json;
const anyJson = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;

describe('assertVersion', () => {
  it.each([0, '0', 0.9, '0.5', null, -0.5])('takes %j: only the integer part counts', (version) => {
    expect(() => assertVersion(version)).not.toThrow();
  });

  it.each([[1], ['1'], [-1], ['x'], [undefined], [{}], [[1, 2]], [{ valueOf: 1, toString: 1 }]])(
    'refuses %j',
    (version) => expect(() => assertVersion(version as Json)).toThrow(),
  );

  it('names both versions in few words', () => {
    expect(() => assertVersion(7)).toThrow('node version mismatch (requested 7; we have 0)');
    let text = '';
    try {
      assertVersion('9'.repeat(100_000));
    } catch (error) {
      text = (error as Error).message;
    }
    expect(text.length).toBeGreaterThan(0);
    expect(text.length).toBeLessThan(500);
  });
});

describe('readAddresses', () => {
  it('takes numeric addresses, each once', () => {
    const list = ['127.0.0.1:1', '[::1]:2', '127.0.0.1:1'];
    expect(readAddresses(list)).toEqual(['127.0.0.1:1', '[::1]:2']);
  });

  it.each([undefined, null, 'x', 1, true, {}, { length: 3, 0: 'x' }])(
    'takes nothing of %j',
    (value) => {
      expect(readAddresses(value as Json)).toEqual([]);
    },
  );

  it('leaves out what is no numeric address', () => {
    const list = [
      'host:1',
      '',
      null,
      7,
      ['127.0.0.1:1'],
      '127.0.0.1',
      `127.0.0.1:1${' '.repeat(9)}`,
      '1.2.3.4:5',
    ];
    expect(readAddresses(list)).toEqual(['1.2.3.4:5']);
  });

  it('takes a bounded number', () => {
    const list = Array.from({ length: 10_000 }, (_, i) => `10.0.${i >> 8}.${i & 255}:1`);
    expect(readAddresses(list).length).toBeLessThanOrEqual(100);
  });
});

describe('readAddressBook', () => {
  it('takes node IDs and their addresses', () => {
    const book = readAddressBook({ bob: ['127.0.0.1:1'], eve: [] });
    expect([...book]).toEqual([
      ['bob', ['127.0.0.1:1']],
      ['eve', []],
    ]);
  });

  it('leaves out what is no node ID', () => {
    const book = readAddressBook(parse('{"":[],"a#b":[],"a;b":[],"a\\n":[],"ok":["1.1.1.1:1"]}'));
    expect([...book.keys()]).toEqual(['ok']);
  });

  it('survives names that objects have by nature, both ways', () => {
    const book = readAddressBook(parse('{"__proto__":["1.1.1.1:1"],"constructor":["1.1.1.1:2"]}'));
    expect([...book.keys()]).toEqual(['__proto__', 'constructor']);
    expect(JSON.stringify(writeAddressBook(book))).toBe(
      '{"__proto__":["1.1.1.1:1"],"constructor":["1.1.1.1:2"]}',
    );
  });

  it('gives back what was written', () => {
    const book = new Map([[bob, ['127.0.0.1:1', '[::1]:1']]]);
    expect(readAddressBook(writeAddressBook(book))).toEqual(book);
  });
});

describe('readGroups', () => {
  it('takes the ports of that node, and no others', () => {
    const groups = readGroups({ g: ['bob#a', 'eve#b', 'bobby#c', 'bob'], h: [] }, bob);
    expect([...groups]).toEqual([
      ['g', ['bob#a', 'bob']],
      ['h', []],
    ]);
  });

  it.each([
    '[["g",["bob#a"]]]',
    '"g"',
    'null',
    '{"g":"bob#a"}',
    '{"g":{"0":"bob#a"}}',
    '{"":["bob#a"]}',
  ])('takes nothing of %s', (text) => {
    expect(readGroups(parse(text), bob).size).toBe(0);
  });

  it('takes a bounded number of ports', () => {
    const ports = Array.from({ length: MAX_MEMBERS + 1 }, (_, i) => `bob#${i}`);
    expect(readGroups({ g: ports }, bob).get('g')).toHaveLength(MAX_MEMBERS);
    expect(readGroups({ ['g'.repeat(100_000)]: ['bob#a'] }, bob).size).toBe(0);
  });
});

describe('readRegistration', () => {
  it.each([
    ['g', 'bob#a', true],
    ['g', 'bob', true],
    ['g', 'eve#a', false],
    ['g', 'bob\n#a', false],
    ['g', null, false],
    ['g', undefined, false],
    ['', 'bob#a', false],
    [1, 'bob#a', false],
    [undefined, 'bob#a', false],
    [['g'], 'bob#a', false],
  ])('of %j, %j: %s', (group, port, taken) => {
    const read = readRegistration(group, port, bob);
    expect(read).toEqual(taken ? { group, port } : null);
  });
});

describe('anything that a peer can say', () => {
  it('comes out valid or not at all', () => {
    fc.assert(
      fc.property(anyJson, anyJson, (value, other) => {
        for (const address of readAddresses(value)) expect(address).toMatch(/:\d+$/);
        for (const [id, list] of readAddressBook(value)) {
          expect(isNodeId(id)).toBe(true);
          for (const address of list) expect(address).toMatch(/:\d+$/);
        }
        for (const [name, ports] of readGroups(value, bob)) {
          expect(name).not.toBe('');
          for (const port of ports) expect([isPortId(port), nodeOf(port)]).toEqual([true, 'bob']);
        }
        readRegistration(value, other, bob);
      }),
      { numRuns: 500 },
    );
  });
});
