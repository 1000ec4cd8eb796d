import type { RequestArgs } from '../../../shared/contract.ts';
import type { PortId } from '../../../shared/ids.ts';
import type { MessageRequests } from '../../../shared/messages.ts';
import { LIMITS_RANGE, MAX_LIST_ROWS, MAX_TREE_ENTRIES } from '../../../shared/messages.ts';

const port = (text: string) => text as PortId;

/** Requests about messages that must be let through, also at their limits. */
export const GOOD_MESSAGES: {
  [Name in keyof MessageRequests]: readonly RequestArgs<Name>[];
} = {
  'message.send': [
    { to: [port('bob'), port('bob#x.a')], message: ['t', { a: [null, true, 1.5] }] },
  ],
  'message.get': [
    { source: 'live', seq: 1 },
    { source: { recording: 1 }, seq: 1e12 },
  ],
  'message.tree': [
    { source: 'live', seq: 1, path: [], from: 0, count: 1 },
    { source: 'live', seq: 1, path: [0, 'a', '__proto__'], from: 1e6, count: MAX_TREE_ENTRIES },
  ],
  'message.text': [
    { source: 'live', seq: 1, path: null, from: 0, length: 1 },
    { source: 'live', seq: 1, path: [1, ''], from: 5, length: 65_536 },
  ],
  'message.data': [{ source: { recording: 3 }, seq: 7 }],
  'message.mark': [
    { source: 'live', seq: 1, marked: true },
    { source: { recording: 1 }, seq: 1, marked: false },
  ],
  'list.open': [{ source: 'live', filter: '', system: false, follow: true }],
  'list.follow': [{ list: 1, follow: false }],
  'list.rows': [{ list: 1, from: -200_000, count: MAX_LIST_ROWS }],
  'list.find': [
    { list: 1, seq: 5 },
    { list: 1, from: -5, marked: 'previous' },
  ],
  'list.close': [{ list: 1 }],
  'message.rates': [
    { source: 'live', by: 'peer', filter: 'tag = x', system: true, slot: 100, slots: 1000 },
  ],
  'message.limits': [
    null,
    { messages: LIMITS_RANGE.messages[0], octets: LIMITS_RANGE.octets[0] },
    { messages: LIMITS_RANGE.messages[1], octets: LIMITS_RANGE.octets[1] },
  ],
  'recording.start': [
    { filter: '', system: true, maxOctets: null, maxDuration: null },
    { filter: 'x', system: false, maxOctets: 65_536, maxDuration: 1_000 },
  ],
  'recording.stop': [null],
  'recording.open': [null],
  'recording.close': [{ recording: 1 }],
  'export.start': [
    { list: 1, format: 'jsonl' },
    { list: 1, format: 'csv' },
  ],
  'export.cancel': [null],
};

/** The same, each with something wrong. */
export const BAD_MESSAGES: { [Name in keyof MessageRequests]: readonly unknown[] } = {
  'message.send': [
    { to: [], message: [] },
    { to: ['a;b'], message: [] },
    { to: ['#x'], message: [] },
    { to: 'bob', message: [] },
    { to: ['bob'], message: 'hi' },
    { to: Array.from({ length: 1001 }, () => 'bob'), message: [] },
  ],
  'message.get': [
    { seq: 1 },
    { source: 'live', seq: 0 },
    { source: 'live', seq: 1.5 },
    { source: 'dead', seq: 1 },
    { source: { recording: '1' }, seq: 1 },
  ],
  'message.tree': [
    { source: 'live', seq: 1, path: [], from: 0, count: MAX_TREE_ENTRIES + 1 },
    { source: 'live', seq: 1, path: [-1], from: 0, count: 1 },
    { source: 'live', seq: 1, path: [[]], from: 0, count: 1 },
    { source: 'live', seq: 1, path: Array.from({ length: 600 }, () => 0), from: 0, count: 1 },
  ],
  'message.text': [
    { source: 'live', seq: 1, from: 0, length: 1 },
    { source: 'live', seq: 1, path: null, from: 0, length: 1e9 },
    { source: 'live', seq: 1, path: null, from: -1, length: 1 },
  ],
  'message.data': [null, { source: 'live' }],
  'message.mark': [
    { source: 'live', seq: 1 },
    { source: 'live', seq: 1, marked: 1 },
    { seq: 1, marked: true },
  ],
  'list.open': [
    { source: 'live', filter: null, system: false, follow: true },
    { source: 'live', filter: 'x'.repeat(100_001), system: false, follow: true },
    { source: 'live', filter: '', system: false },
  ],
  'list.follow': [{ list: 0, follow: true }],
  'list.rows': [
    { list: 1, from: 0, count: 0 },
    { list: 1, from: 0, count: MAX_LIST_ROWS + 1 },
    { list: 1, from: 0.5, count: 1 },
  ],
  'list.find': [{ list: 1 }, { list: 1, from: 1, marked: 'up' }, { list: 1, seq: 1, from: 2 }],
  'list.close': [null, { list: '1' }],
  'message.rates': [
    { source: 'live', by: 'size', filter: '', system: false, slot: 1000, slots: 10 },
    { source: 'live', by: 'tag', filter: '', system: false, slot: 1, slots: 10 },
    { source: 'live', by: 'tag', filter: '', system: false, slot: 1000, slots: 1_001 },
  ],
  'message.limits': [
    { messages: 1, octets: 1e8 },
    { messages: 1e5 },
    { messages: 1e5, octets: 1e12 },
  ],
  'recording.start': [
    { filter: '', system: true, maxOctets: 1, maxDuration: null },
    { filter: '', system: true, maxOctets: null, maxDuration: 999 },
    { filter: '', system: true, maxOctets: null, maxDuration: null, path: '/etc/passwd' },
  ],
  'recording.stop': [undefined, {}],
  'recording.open': [undefined, { path: '/etc/passwd' }],
  'recording.close': [null, { recording: -1 }],
  'export.start': [
    { list: 1, format: 'exe' },
    { list: 1, format: 'csv', path: '/x' },
  ],
  'export.cancel': [undefined, 0],
};
