import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MessageRing } from '../../../electron/observe/message-ring.ts';
import {
  MAX_ROWS_PER_CHANGE,
  MAX_WAITING_ROWS,
  MessageLog,
} from '../../../electron/observe/messages.ts';
import { MAX_REPLY_PORTS } from '../../../electron/observe/reply-pairs.ts';
import type { PortId } from '../../../shared/ids.ts';
import { PREVIEW_LENGTH } from '../../../shared/messages.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';
import { FakeNode } from '../../helpers/fake-node.ts';

const port = (text: string) => text as PortId;

describe('MessageLog', () => {
  let clock: FakeClock;
  let node: FakeNode;
  let log: MessageLog;
  const onTraffic = vi.fn();
  const onChange = vi.fn();

  beforeEach(() => {
    clock = new FakeClock();
    node = new FakeNode('me');
    onTraffic.mockClear();
    onChange.mockClear();
    log = new MessageLog({ node, clock, onTraffic, onChange });
  });

  const flood = (count: number) => {
    for (let i = 0; i < count; i++) node.snd(port('bob#x'), 'n', i);
  };

  it('keeps nothing of the measuring', () => {
    log.dispose();
    const isMeasuring = ({ port: name }: { port: string }) => name === 'echo';
    log = new MessageLog({ node, clock, onTraffic, onChange, isMeasuring });
    node.receive('bob', port('me#echo'), 't');
    expect(onChange).not.toHaveBeenCalled();
    node.receive('bob', port('me#other'), 't');
    expect(log.takeRows()).toMatchObject([{ seq: 1, port: 'other' }]);
    expect(onTraffic).toHaveBeenCalledTimes(1);
  });

  it('keeps what is sent and received, as rows', () => {
    node.snd(port('bob#x'), 'hello', 1, { a: 'b' });
    node.receive('bob', port('me#y'), ['no tag'], 2);
    expect(log.takeRows()).toEqual([
      {
        seq: 1,
        at: clock.now(),
        direction: 'out',
        peer: 'bob',
        port: 'x',
        tag: 'hello',
        preview: '1, {"a":"b"}',
        size: 25,
        system: false,
        replyTo: null,
      },
      expect.objectContaining({
        seq: 2,
        direction: 'in',
        port: 'y',
        tag: null,
        preview: '["no tag"], 2',
      }),
    ]);
    expect(log.takeRows()).toEqual([]);
    expect(onChange).toHaveBeenCalledTimes(2);
    expect(onTraffic.mock.calls).toEqual([['out'], ['in']]);
  });

  it('counts what stays here as no traffic, and measures its JSON', () => {
    node.snd(port('me#y'), 'é');
    expect(log.takeRows()).toMatchObject([{ peer: 'me', size: Buffer.byteLength('["y","é"]') }]);
    expect(onTraffic).not.toHaveBeenCalled();
  });

  it('bounds what a row shows, and shows the rest on demand', () => {
    const long = 'x'.repeat(1_000_000);
    node.receive('bob', port(`me#${long}`), long, long);
    const [row] = log.takeRows();
    expect(row?.tag?.length).toBe(PREVIEW_LENGTH);
    expect(row?.preview.length).toBe(PREVIEW_LENGTH);
    expect(row?.port.length).toBeLessThan(1000);
    expect(log.detail(1)).toMatchObject({ cut: true, seq: 1 });
    node.snd(port('bob#x'), 'a', 1);
    expect(log.detail(2)).toMatchObject({ json: '[\n  "a",\n  1\n]', cut: false });
    expect(log.detail(3)).toBeNull();
    expect(log.detail(0)).toBeNull();
  });

  it('marks node-port and global-service traffic and that of own machinery', () => {
    const systemOf = (send: () => void) => {
      send();
      return log.takeRows().at(-1)?.system;
    };
    expect(systemOf(() => node.snd(port('bob'), 'mon1', 'x'))).toBe(true);
    expect(systemOf(() => node.receive('bob', port('me'), 'info', 'bob#x'))).toBe(true);
    const spawn = ['AnyEvent::MP::_spawn', 'glob.a', 'AnyEvent::MP::Global::connect', 0, 'x'];
    systemOf(() => node.snd(port('bob'), ...spawn));
    systemOf(() => node.receive('bob', port('me'), ...spawn));
    expect(systemOf(() => node.snd(port('bob#glob.a'), 'setup'))).toBe(true);
    expect(systemOf(() => node.receive('bob', port('me#glob.a'), 'setup'))).toBe(true);
    expect(systemOf(() => node.snd(port('eve#glob.a'), 'setup'))).toBe(false);
    log.addSystemPort('survey');
    expect(systemOf(() => node.receive('bob', port('me#survey'), 't', 'a'))).toBe(true);
    expect(systemOf(() => node.receive('bob', port('me#other'), 't', 'a'))).toBe(false);
    expect(onTraffic).toHaveBeenCalledTimes(2);
  });

  it('shows what a person sends to a node port', () => {
    log.byHand(() => node.snd(port('bob'), 'time', 'me#r'));
    node.snd(port('bob'), 'time', 'me#r');
    expect(log.takeRows().map(({ system }) => system)).toEqual([false, true]);
    expect(() => log.byHand(() => node.snd(port('bob'), 'unencodable'))).toThrow();
    node.snd(port('bob'), 'mon1', 'x');
    expect(log.takeRows().at(-1)?.system).toBe(true);
  });

  it('pairs an answer with its request', () => {
    const reply = port('me#p.9');
    node.snd(port('bob#x'), 'unrelated', 'me#p.8');
    log.expectReply(reply);
    clock.advance(10);
    node.snd(port('bob'), 'time', reply);
    clock.advance(25);
    node.receive('bob', reply, 1234);
    node.receive('bob', reply, 'a second answer');
    node.receive('bob', port('me#p.8'), 'x');
    const rows = log.takeRows();
    expect(rows.map(({ replyTo }) => replyTo)).toEqual([
      null,
      null,
      { seq: 2, latency: 25 },
      { seq: 2, latency: 25 },
      null,
    ]);
    expect(rows[1]?.system).toBe(false);
  });

  it('forgets reply ports that are long gone', () => {
    log.expectReply(port('me#first'));
    node.snd(port('bob#x'), 'q', 'me#first');
    for (let i = 0; i < MAX_REPLY_PORTS; i++) log.expectReply(port(`me#r${i}`));
    node.receive('bob', port('me#first'), 'late');
    expect(log.takeRows().at(-1)?.replyTo).toBeNull();
  });

  it('tells a flood in bounded parts, and leaves out what would lag behind', () => {
    flood(MAX_WAITING_ROWS + 700);
    const first = log.takeRows();
    expect(first.length).toBe(MAX_ROWS_PER_CHANGE);
    expect(first[0]?.seq).toBe(701);
    expect(log.dropped).toBe(700);
    let told = first.length;
    for (let rows = log.takeRows(); rows.length > 0; rows = log.takeRows()) told += rows.length;
    expect(told).toBe(MAX_WAITING_ROWS);
  });

  it('begins anew for a window that opens later', () => {
    flood(3);
    log.takeRows();
    log.rewind();
    expect(log.takeRows().map(({ seq }) => seq)).toEqual([1, 2, 3]);
    flood(MAX_WAITING_ROWS);
    log.rewind();
    expect(log.takeRows()[0]?.seq).toBe(4);
    expect(log.dropped).toBe(3);
  });

  it('stops with dispose', () => {
    log.dispose();
    flood(1);
    expect(log.takeRows()).toEqual([]);
  });
});

describe('MessageRing', () => {
  const kept = (seq: number, size: number) => ({
    row: {
      seq,
      at: 0,
      direction: 'in' as const,
      peer: 'bob' as never,
      port: '',
      tag: null,
      size,
      system: false,
      replyTo: null,
    },
    message: [],
  });

  it('drops the oldest beyond its number', () => {
    const ring = new MessageRing(3);
    for (let seq = 1; seq <= 5; seq++) ring.add(kept(seq, 10));
    expect([ring.first, ring.next]).toEqual([3, 6]);
    expect([2, 3, 5, 6].map((seq) => ring.get(seq)?.row.seq)).toEqual([undefined, 3, 5, undefined]);
  });

  it('drops the oldest beyond its memory, and accounts for all of it', () => {
    const ring = new MessageRing(100, 10_000);
    for (let seq = 1; seq <= 50; seq++) ring.add(kept(seq, 600));
    expect(ring.memory).toBeLessThanOrEqual(10_000);
    expect(ring.next - ring.first).toBe(3);
    ring.add(kept(51, 100_000));
    expect([ring.first, ring.memory]).toEqual([52, 0]);
    ring.add(kept(52, 1));
    expect(ring.get(52)?.row.seq).toBe(52);
  });
});
