import { describe, expect, it } from 'vitest';
import {
  isNodeId,
  isPortId,
  MAX_NODE_ID_OCTETS,
  MAX_PORT_ID_LENGTH,
  nodeOf,
  portIdOf,
  portNameOf,
  tagOf,
  type NodeId,
  type PortId,
} from '../../../shared/ids.ts';

const id = (text: string) => text as NodeId & PortId;

describe('isNodeId', () => {
  it.each([
    'a',
    'bob',
    'anon/5Jxk',
    'host.example:4040',
    'with space',
    'ünïcode €',
    '💚',
    'a,b=c%25',
    'x'.repeat(MAX_NODE_ID_OCTETS),
    'é'.repeat(127),
    '💚'.repeat(63),
  ])('takes %j', (text) => {
    expect(isNodeId(text)).toBe(true);
  });

  it.each([
    ['empty', ''],
    ['with #', 'bob#x'],
    ['with ;', 'bob;x'],
    ['with a line end', 'bob\n'],
    ['with NUL', '\0'],
    ['with DEL', 'a\x7f'],
    ['with a C1 control', 'a\u009b'],
    ['too long', 'x'.repeat(MAX_NODE_ID_OCTETS + 1)],
    ['too long in octets, not characters', 'é'.repeat(128)],
    ['with half a surrogate pair', 'a\ud83d'],
    ['a number', 1],
    ['null', null],
    ['an object with toString', { toString: () => 'bob' }],
    ['undefined', undefined],
  ])('refuses one that is %s', (_what, value) => {
    expect(isNodeId(value)).toBe(false);
  });
});

describe('isPortId', () => {
  it.each(['bob', 'bob#', 'bob#x.a', 'bob#a#b', 'bob#ü', 'bob#a b;c'])('takes %j', (text) => {
    expect(isPortId(text)).toBe(true);
  });

  it.each([
    ['empty', ''],
    ['without a node', '#x'],
    ['on a node with an illegal name', 'a;b#x'],
    ['too long', `bob#${'x'.repeat(MAX_PORT_ID_LENGTH)}`],
    // It would become invalid JSON for the reference, whose connection is deaf afterwards.
    ['with half a surrogate pair in its name', 'bob#\ud800'],
    ['a list', ['bob']],
    ['null', null],
  ])('refuses one that is %s', (_what, value) => {
    expect(isPortId(value)).toBe(false);
  });

  it('has the limit at exactly its length', () => {
    expect(isPortId(`bob#${'x'.repeat(MAX_PORT_ID_LENGTH - 4)}`)).toBe(true);
    expect(isPortId(`bob#${'x'.repeat(MAX_PORT_ID_LENGTH - 3)}`)).toBe(false);
  });
});

describe('the parts of a port ID', () => {
  it.each([
    ['bob', 'bob', ''],
    ['bob#', 'bob', ''],
    ['bob#x.a', 'bob', 'x.a'],
    ['bob#a#b', 'bob', 'a#b'],
    ['anon/x:1#y', 'anon/x:1', 'y'],
  ])('of %j are %j and %j', (port, node, name) => {
    expect(nodeOf(id(port))).toBe(node);
    expect(portNameOf(id(port))).toBe(name);
  });

  it('are put together again', () => {
    expect(portIdOf(id('bob'), 'x.a')).toBe('bob#x.a');
    expect(portIdOf(id('bob'), '')).toBe('bob');
  });
});

describe('tagOf', () => {
  it('is the first element when that is a string', () => {
    expect(tagOf(['a', 1])).toBe('a');
    expect(tagOf([''])).toBe('');
  });

  it.each([[[]], [[1]], [[null]], [[['a']]]])('is null for %j', (message) => {
    expect(tagOf(message)).toBeNull();
  });
});
