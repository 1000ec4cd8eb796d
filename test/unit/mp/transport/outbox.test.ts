import { beforeEach, describe, expect, it } from 'vitest';
import {
  FLUSH_LENGTH,
  IN_SOCKET_OCTETS,
  MAX_UNSENT_OCTETS,
} from '../../../../electron/mp/transport/limits.ts';
import { Outbox } from '../../../../electron/mp/transport/outbox.ts';

let written: (string | Buffer)[];
let pending: number;
let overflows: number;
let outbox: Outbox;

beforeEach(() => {
  written = [];
  pending = 0;
  overflows = 0;
  outbox = new Outbox({
    write: (data) => {
      written.push(data);
      pending += data.length;
    },
    get pending() {
      return pending;
    },
    overflowed: () => void overflows++,
  });
});

const tick = () => Promise.resolve();

describe('an outbox', () => {
  it('writes what was gathered in one tick at once', async () => {
    outbox.add('["a"]');
    outbox.add('["b"]');
    expect(written).toEqual([]);
    await tick();
    outbox.add('["c"]');
    await tick();
    expect(written).toEqual(['["a"]["b"]', '["c"]']);
  });

  it('writes octets, too', async () => {
    outbox.add(Buffer.from('a'));
    outbox.add(Buffer.from('b'));
    await tick();
    expect(written).toEqual([Buffer.from('ab')]);
  });

  it('does not wait for the end of the tick when there is much', () => {
    outbox.add('x'.repeat(FLUSH_LENGTH + 1));
    expect(written).toHaveLength(1);
  });

  it('keeps back what the socket can’t send now, in order', async () => {
    pending = IN_SOCKET_OCTETS;
    outbox.add('first');
    await tick();
    outbox.add('second');
    await tick();
    expect(written).toEqual([]);
    pending = 0;
    outbox.drain();
    expect(written).toEqual(['first', 'second']);
  });

  it('gives a socket little more than it can hold', () => {
    const piece = 'x'.repeat(FLUSH_LENGTH + 1);
    for (let given = 0; given < 100; given++) outbox.add(piece);
    expect(pending).toBeLessThan(IN_SOCKET_OCTETS + 2 * FLUSH_LENGTH);
  });

  it('tells once, and later, that the peer is too slow', async () => {
    pending = IN_SOCKET_OCTETS;
    const piece = 'x'.repeat(2 ** 20);
    for (let given = 0; given <= MAX_UNSENT_OCTETS / 2 ** 20; given++) outbox.add(piece);
    outbox.add(piece);
    expect(overflows).toBe(0);
    await tick();
    expect(overflows).toBe(1);
  });

  it('hands over everything at the end', async () => {
    pending = IN_SOCKET_OCTETS;
    outbox.add('kept back');
    await tick();
    outbox.add('gathered');
    outbox.finish();
    expect(written).toEqual(['kept back', 'gathered']);
  });
});
