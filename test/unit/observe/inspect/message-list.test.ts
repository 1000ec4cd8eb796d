import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Sieve } from '../../../../electron/observe/inspect/filtering.ts';
import { MessageList } from '../../../../electron/observe/inspect/message-list.ts';
import { Pace } from '../../../../electron/observe/inspect/pace.ts';
import { MessageRing } from '../../../../electron/observe/message-ring.ts';
import { keptMessage } from '../../../helpers/kept-messages.ts';

const octets = 1024 * 1024 * 1024;

/** A pace whose slices end after `steps` looks at the clock, and begin when the test says so. */
function steppedPace(steps: number) {
  let looks = 0;
  const work: (() => void)[] = [];
  const pace = new Pace({ now: () => (looks++ % steps) * 100 }, (run) => void work.push(run));
  const turn = async () => {
    work.shift()?.();
    await Promise.resolve();
  };
  return { pace, turn, work };
}

const idle = () => undefined;

function fill(ring: MessageRing, count: number): void {
  for (let i = 0; i < count; i++) {
    ring.add(keptMessage(ring.next, [ring.next % 3 === 0 ? 'third' : 'other', ring.next]));
  }
}

function openList(ring: MessageRing, filter: string) {
  const list = new MessageList(ring, new Sieve({ filter, system: false }, 0));
  return list;
}

const seqs = (list: MessageList) => {
  const all: (number | null)[] = [];
  for (let position = list.first; position < list.end; position++) all.push(list.seqAt(position));
  return all;
};

describe('MessageList', () => {
  it('looks backwards first, in slices, and adds what comes at the end', async () => {
    const ring = new MessageRing({ messages: 1_000, octets });
    fill(ring, 300);
    const { pace, turn, work } = steppedPace(2);
    const list = openList(ring, 'tag = third');
    pace.begin();
    const done = list.lookBack(pace, idle);
    const view = list.view(1);
    expect(view.complete).toBe(false);
    expect(view.scanned).toBeLessThan(300);
    expect(list.seqAt(-1)).toBe(300);
    const position = list.find(3);
    fill(ring, 3);
    expect(list.catchUp(pace)).toBe(true);
    expect([list.end, list.seqAt(0)]).toEqual([1, 303]);
    while (work.length > 0) await turn();
    await done;
    expect(await position).toEqual({ position: -100, seq: 3 });
    expect(list.view(1)).toMatchObject({ first: -100, end: 1, scanned: 303, complete: true });
    expect(list.rows(-2, 10).rows.map(({ seq }) => seq)).toEqual([297, 300, 303]);
    expect(list.rows(-1_000, 2)).toEqual({ from: -100, rows: [] });
    expect(await list.find(4)).toEqual({ position: -99, seq: 6 });
    expect(await list.find(304)).toBeNull();
  });

  it('answers those who wait when it is closed', async () => {
    const ring = new MessageRing({ messages: 1_000, octets });
    fill(ring, 300);
    const { pace, turn, work } = steppedPace(2);
    const list = openList(ring, '');
    pace.begin();
    void list.lookBack(pace, idle);
    const found = list.find(1);
    list.close();
    while (work.length > 0) await turn();
    expect((await found)?.seq).toBeGreaterThan(1);
    expect(list.complete).toBe(false);
  });

  it('looks again when an answer or a bookmark decides', async () => {
    const ring = new MessageRing({ messages: 10, octets });
    fill(ring, 8);
    const { pace } = steppedPace(100);
    const answered = openList(ring, 'answered');
    const marked = openList(ring, 'not marked');
    await Promise.all([answered.lookBack(pace, idle), marked.lookBack(pace, idle)]);
    expect([answered.needs, marked.needs]).toMatchObject([{ answers: true }, { marks: true }]);
    for (const seq of [5, 2]) {
      const request = ring.get(seq);
      if (request) request.answeredBy = { seq: 8, latency: 1 };
      answered.recheck(seq);
    }
    expect(seqs(answered)).toEqual([2, 5]);
    expect(answered.view(1).revision).toBe(2);
    ring.mark(4, true);
    marked.recheck(4);
    expect(seqs(marked)).toEqual([1, 2, 3, 5, 6, 7, 8]);
    fill(ring, 10);
    marked.catchUp(pace);
    ring.mark(4, false);
    marked.recheck(4);
    expect(seqs(marked)[0]).toBe(9);
  });

  it('finds bookmarks next to a place', async () => {
    const ring = new MessageRing({ messages: 100, octets });
    fill(ring, 30);
    for (const seq of [3, 7, 12, 30]) ring.mark(seq, true);
    const list = openList(ring, 'tag = third');
    await list.lookBack(steppedPace(1_000).pace, idle);
    const at = (position: number, direction: 'next' | 'previous') =>
      list.findMarked(position, direction)?.seq;
    expect([at(-10, 'next'), at(-7, 'next'), at(-1, 'next')]).toEqual([12, 30, undefined]);
    expect([at(0, 'previous'), at(-1, 'previous'), at(-8, 'previous')]).toEqual([30, 12, 3]);
    expect([at(-99, 'next'), at(99, 'previous'), at(-99, 'previous')]).toEqual([3, 30, undefined]);
    const none = openList(ring, 'tag = nothing');
    expect(none.findMarked(0, 'next')).toBeNull();
  });

  it('is always what a naive list would be', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('add' as const), count: fc.integer({ min: 1, max: 40 }) }),
      fc.record({ kind: fc.constant('catch up' as const) }),
      fc.record({ kind: fc.constant('turn' as const) }),
      fc.record({ kind: fc.constant('mark' as const), back: fc.nat(60), marked: fc.boolean() }),
      fc.record({ kind: fc.constant('limit' as const), messages: fc.integer({ min: 1, max: 80 }) }),
    );
    const filters = fc.constantFrom('', 'tag = third', 'arg[0] > 40', 'third', 'not third');
    const property = fc.asyncProperty(
      filters,
      fc.nat(120),
      fc.array(step, { maxLength: 30 }),
      async (filter, before, steps) => {
        const ring = new MessageRing({ messages: 50, octets });
        fill(ring, before);
        const { pace, turn, work } = steppedPace(2);
        const list = openList(ring, filter);
        pace.begin();
        const done = list.lookBack(pace, idle);
        /** Positions of messages that were seen once must not change, but for survivors. */
        const known = new Map<number, number>();
        const check = () => {
          const { first, survivors, end } = list.view(1);
          for (let position = first + survivors; position < end; position++) {
            const seq = list.seqAt(position) ?? 0;
            expect(known.get(seq) ?? position).toBe(position);
            known.set(seq, position);
          }
          const all = seqs(list) as number[];
          expect(all).toEqual([...all].sort((a, b) => a - b));
          expect(all.every((seq) => ring.get(seq) !== null)).toBe(true);
        };
        for (const action of steps) {
          if (action.kind === 'add') fill(ring, action.count);
          else if (action.kind === 'catch up') list.catchUp(pace);
          else if (action.kind === 'turn') await turn();
          else if (action.kind === 'mark') ring.mark(ring.next - action.back, action.marked);
          else ring.setLimits({ messages: action.messages, octets });
          check();
        }
        while (work.length > 0) await turn();
        await done;
        while (!list.catchUp(pace)) pace.begin();
        const sieve = new Sieve({ filter, system: false }, 0);
        const naive: number[] = [];
        for (let seq = 1; seq < ring.next; seq++) {
          const kept = ring.get(seq);
          if (kept && sieve.passes(kept)) naive.push(seq);
        }
        expect(seqs(list)).toEqual(naive);
        expect(list.view(1)).toMatchObject({ complete: true, scanned: ring.kept });
        expect(list.rows(list.first, 10_000).rows.map(({ seq }) => seq)).toEqual(naive);
      },
    );
    await fc.assert(property, { numRuns: 300 });
  });
});
