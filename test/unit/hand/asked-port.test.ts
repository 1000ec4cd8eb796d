import { expect, it } from 'vitest';
import { askedPort } from '../../../electron/hand/asked-port.ts';
import type { NodeId } from '../../../shared/ids.ts';
import type { Json } from '../../../shared/json.ts';

const bob = 'bob' as NodeId;

it.each<[string, Json[], string | null]>([
  ['the last element', ['q', 'bob#a', 'bob#b'], 'bob#b'],
  ['with a token behind it', ['q', 'bob#a', 17, 'x'], 'bob#a'],
  ['in an array', ['q', ['bob#a', 'token']], 'bob#a'],
  ['in an object', ['q', { to: 'bob#a', n: 1 }], 'bob#a'],
  ['an element before one inside', ['q', 'bob#a', ['bob#b']], 'bob#a'],
  ['not of another node', ['q', 'eve#a', ['eve#b']], null],
  ['not of a node with a longer name', ['q', 'bobby#a'], null],
  ['no node port', ['q', 'bob', 'bob#'], null],
  ['not two levels inside', ['q', [['bob#a']]], null],
  ['not behind a thousand elements', ['bob#a', ...Array<number>(1000).fill(1)], null],
  ['nothing', [], null],
])('finds where an answer is wanted: %s', (_what, message, port) => {
  expect(askedPort(message, bob)).toBe(port);
});
