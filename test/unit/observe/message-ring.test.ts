import { describe, expect, it } from 'vitest';
import { MAX_MARKS, MessageRing } from '../../../electron/observe/message-ring.ts';
import { keptMessage } from '../../helpers/kept-messages.ts';

const MiB = 1024 * 1024;

function ringOf(count: number, limits = { messages: 10, octets: MiB }): MessageRing {
  const ring = new MessageRing(limits);
  fill(ring, count);
  return ring;
}

function fill(ring: MessageRing, count: number, memory = 100): void {
  for (let i = 0; i < count; i++) ring.add(keptMessage(ring.next, [], { memory }));
}

const kept = (ring: MessageRing) => {
  const seqs: number[] = [];
  for (let seq = ring.nextKept(1); seq < ring.next; seq = ring.nextKept(seq + 1)) seqs.push(seq);
  return seqs;
};

describe('MessageRing', () => {
  it('drops the oldest beyond its number', () => {
    const ring = ringOf(5, { messages: 3, octets: MiB });
    expect([ring.first, ring.next, ring.kept, ring.dropped]).toEqual([3, 6, 3, 2]);
    expect([2, 3, 5, 6].map((seq) => ring.get(seq)?.seq)).toEqual([undefined, 3, 5, undefined]);
  });

  it('drops the oldest beyond its memory, and accounts for all of it', () => {
    const ring = ringOf(50, { messages: 100, octets: 1_000 });
    expect([ring.memory, ring.kept]).toEqual([1_000, 10]);
    fill(ring, 1, 5_000);
    expect([ring.first, ring.memory]).toEqual([52, 0]);
    fill(ring, 1);
    expect(ring.get(52)?.seq).toBe(52);
  });

  it('keeps bookmarked messages when their neighbours go', () => {
    const ring = ringOf(10);
    ring.mark(3, true);
    ring.mark(9, true);
    fill(ring, 15);
    expect(kept(ring)).toEqual([3, 9, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25]);
    expect([ring.kept, ring.dropped, ring.survivors]).toEqual([12, 13, 2]);
    expect([2, 8, 9, 15, 25].map((seq) => ring.previousKept(seq))).toEqual([0, 3, 9, 9, 25]);
    expect([1, 4, 10, 17, 26].map((seq) => ring.keptBefore(seq))).toEqual([0, 1, 2, 3, 12]);
    ring.mark(3, false);
    expect(ring.get(3)).toBeNull();
    expect([ring.kept, ring.marks]).toEqual([11, [9]]);
    ring.mark(3, true);
    expect(ring.marks).toEqual([9]);
  });

  it('takes new limits, smaller and larger', () => {
    const ring = ringOf(25);
    ring.mark(16, true);
    ring.setLimits({ messages: 4, octets: MiB });
    expect(kept(ring)).toEqual([16, 22, 23, 24, 25]);
    ring.setLimits({ messages: 1_000, octets: MiB });
    fill(ring, 100);
    expect([ring.first, ring.kept]).toEqual([22, 105]);
    ring.setLimits({ messages: 1_000, octets: 450 });
    expect(ring.kept).toBe(4);
    expect(ring.get(125)?.seq).toBe(125);
  });

  it('refuses bookmarks beyond their number and their memory', () => {
    const ring = ringOf(2_000, { messages: 2_000, octets: 10 * MiB });
    for (let seq = 1; seq <= MAX_MARKS; seq++) ring.mark(seq, true);
    expect(() => ring.mark(1_500, true)).toThrow(/1000 bookmarks/);
    const small = ringOf(10, { messages: 10, octets: 1_000 });
    for (let seq = 1; seq <= 5; seq++) small.mark(seq, true);
    expect(() => small.mark(6, true)).toThrow(expect.objectContaining({ code: 'limit-reached' }));
    fill(small, 100);
    expect(small.kept).toBe(10);
    expect(small.memory).toBeLessThanOrEqual(1_000);
  });
});
