import { describe, expect, test } from 'vitest';
import { age, count, counted, duration, rate, size } from '../../../renderer/state/format.ts';
import {
  acceptedAuths,
  callWords,
  clockWords,
  deliveriesWords,
  flawWords,
  reasonWords,
} from '../../../renderer/state/words.ts';

describe('numbers', () => {
  test.each([
    [0.4213, '0.42 ms'],
    [12.34, '12.3 ms'],
    [456.7, '457 ms'],
    [1250, '1.25 s'],
    [30_000, '30.0 s'],
  ])('duration %d', (ms, text) => expect(duration(ms)).toBe(text));

  test.each([
    [-5, '0 s'],
    [59_999, '59 s'],
    [180_000, '3 min'],
    [7_500_000, '2 h 5 min'],
    [349_200_000, '4 d 1 h'],
  ])('age %d', (ms, text) => expect(age(ms)).toBe(text));

  test('sizes, counts and rates', () => {
    expect([size(80), size(1234), size(3_500_000)]).toEqual(['80 B', '1.2 KiB', '3.3 MiB']);
    expect([counted(1, 'node'), counted(19_900, 'link')]).toEqual(['1 node', '19,900 links']);
    expect(count(1316)).toBe('1,316');
    expect([rate(0), rate(0.44), rate(12.4), rate(1316)]).toEqual(['0', '0.4', '12', '1,316']);
  });
});

describe('outcomes', () => {
  test('one delivery', () => {
    expect(deliveriesWords([{ outcome: 'accepted', latency: 3.2 }])).toEqual({
      tone: 'good',
      text: 'Accepted after 3.2 ms',
    });
    expect(deliveriesWords([{ outcome: 'no-such-port' }]).tone).toBe('bad');
    expect(deliveriesWords([{ outcome: 'unconfirmed', waited: 5000 }]).text).toContain('5.00 s');
  });

  test('many deliveries', () => {
    const accepted = { outcome: 'accepted', latency: 1 } as const;
    const lost = { outcome: 'lost', reason: ['transport_error', 'bob', 'gone'] } as const;
    expect(deliveriesWords([accepted, accepted]).text).toBe('Accepted by all 2 ports');
    expect(deliveriesWords([accepted, lost])).toEqual({
      tone: 'bad',
      text: '1 of 2 ports accepted it, 1 failed',
    });
  });

  test('calls', () => {
    expect(callWords({ outcome: 'timeout', waited: 5000 }).text).toBe('No reply within 5.00 s');
    expect(callWords({ outcome: 'died', reason: [] }).text).toContain('ended normally');
  });

  test('reasons are shown as text', () => {
    expect(reasonWords(['die', 'x\u202ey', 7])).toBe('die, x\\u202ey, 7');
  });
});

describe('nodes', () => {
  test.each([
    [300, 10, '300 ms ahead'],
    [-2_500, 10, '2.50 s behind'],
    // Not more than half the round trip: that can't be told.
    [40, 100, 'the same as ours'],
    [0.5, null, 'the same as ours'],
  ])('a clock %d ms away over %s ms', (offset, roundTrip, words) => {
    expect(clockWords(offset, roundTrip)).toBe(words);
  });

  test('flaws of claims', () => {
    const none = { malformed: 0, self: 0, repeated: 0, excess: 0, unknown: 0 };
    expect(flawWords(null)).toEqual([]);
    expect(flawWords(none)).toEqual([]);
    expect(flawWords({ ...none, malformed: 1 })).toEqual(['claims 1 name that is no node ID']);
    expect(flawWords({ malformed: 3, self: 1, repeated: 1, excess: 99_000, unknown: 2 })).toEqual([
      'claims 3 names that are no node IDs',
      'claims to be connected to itself',
      'names 1 node more than once',
      'claims 2 nodes that nobody else knows',
      'claims 99,000 names too many, which were not read',
    ]);
  });

  test('what a peer would accept, each once, the weak flagged', () => {
    const accepted = acceptedAuths(['hmac_md6_64_256', 'cleartext', 'cleartext', 'constructor']);
    expect(accepted.map(({ method, weakness }) => [method, weakness !== null])).toEqual([
      ['hmac_md6_64_256', false],
      ['cleartext', true],
      ['constructor', false],
    ]);
  });
});
