import { beforeEach, describe, expect, it, vi } from 'vitest';
import { messageOf } from '../../../electron/observe/inspect/kept.ts';
import { MAX_ANSWERED, MessageLog } from '../../../electron/observe/messages.ts';
import { MAX_ANSWER_AGE, MAX_REPLY_PORTS } from '../../../electron/observe/reply-pairs.ts';
import type { PortId } from '../../../shared/ids.ts';
import { PREVIEW_LENGTH } from '../../../shared/messages.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';
import { FakeNode } from '../../helpers/fake-node.ts';
import { rowsOf } from '../../helpers/kept-messages.ts';

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
    expect(rowsOf(log)).toMatchObject([{ seq: 1, port: 'other' }]);
    expect(onTraffic).toHaveBeenCalledTimes(1);
  });

  it('keeps what is sent and received, as rows', () => {
    node.snd(port('bob#x'), 'hello', 1, { a: 'b' });
    node.receive('bob', port('me#y'), ['no tag'], 2);
    expect(rowsOf(log)).toEqual([
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
        answeredBy: null,
        marked: false,
      },
      expect.objectContaining({
        seq: 2,
        direction: 'in',
        port: 'y',
        tag: null,
        preview: '["no tag"], 2',
      }),
    ]);
    expect(onChange).toHaveBeenCalledTimes(2);
    expect(onTraffic.mock.calls).toEqual([
      ['out', 'bob'],
      ['in', 'bob'],
    ]);
  });

  it('counts what stays here as no traffic, and measures its JSON', () => {
    node.snd(port('me#y'), 'é');
    expect(rowsOf(log)).toMatchObject([{ peer: 'me', size: Buffer.byteLength('["y","é"]') }]);
    expect(onTraffic).not.toHaveBeenCalled();
  });

  it('bounds what a row shows', () => {
    const long = 'x'.repeat(1_000_000);
    node.receive('bob', port(`me#${long}`), long, long);
    const [row] = rowsOf(log);
    expect(row?.tag?.length).toBe(PREVIEW_LENGTH);
    expect(row?.preview.length).toBe(PREVIEW_LENGTH);
    expect(row?.port.length).toBeLessThan(1000);
  });

  it('keeps short messages as text, so that later changes to their data don’t show', () => {
    const data = { a: 1 };
    node.snd(port('bob#x'), 'short', data);
    data.a = 2;
    expect(log.get(1)?.content).toBe('["short",{"a":1}]');
    const long = ['long', 'x'.repeat(10_000)];
    node.receive('bob', port('me#y'), ...long);
    const kept = log.get(2);
    expect(typeof kept?.content).toBe('object');
    expect(kept && messageOf(kept)).toEqual(long);
    expect([log.get(0), log.get(3)]).toEqual([null, null]);
  });

  it('marks node-port and global-service traffic and that of own machinery', () => {
    const systemOf = (send: () => void) => {
      send();
      return rowsOf(log).at(-1)?.system;
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
    expect(rowsOf(log).map(({ system }) => system)).toEqual([false, true]);
    expect(() => log.byHand(() => node.snd(port('bob'), 'unencodable'))).toThrow();
    node.snd(port('bob'), 'mon1', 'x');
    expect(rowsOf(log).at(-1)?.system).toBe(true);
  });

  const pairs = () => rowsOf(log).map(({ replyTo }) => replyTo?.seq ?? null);

  it('pairs all that arrives at a port where a person waits with the one request', () => {
    const reply = port('me#p.9');
    log.expectReply(reply);
    clock.advance(10);
    node.snd(port('bob'), 'time', reply);
    clock.advance(25);
    node.receive('bob', reply, 1234);
    node.receive('bob', reply, 'a second answer');
    const rows = rowsOf(log);
    expect(rows.map(({ replyTo }) => replyTo)).toEqual([
      null,
      { seq: 1, latency: 25 },
      { seq: 1, latency: 25 },
    ]);
    expect(rows[0]).toMatchObject({ system: false, answeredBy: { seq: 2, latency: 25 } });
    expect(log.takeAnswered()).toEqual([{ seq: 1, by: 2, latency: 25 }]);
    expect(log.takeAnswered()).toEqual([]);
  });

  it('pairs requests of others, in both directions, with the first answer', () => {
    node.receive('bob', port('me#srv'), 'add', 1, 2, 'bob#r.1');
    clock.advance(3);
    node.snd(port('bob#r.1'), 3);
    node.snd(port('bob#r.1'), 'no answer any more');
    node.snd(port('bob'), 'up_nodes', 'me#s', 'token');
    node.receive('bob', port('me#s'), 'token', 'me');
    expect(pairs()).toEqual([null, 1, null, null, 4]);
    expect(rowsOf(log)[0]?.answeredBy).toEqual({ seq: 2, latency: 3 });
    expect(rowsOf(log)[3]?.system).toBe(true);
  });

  it('pairs requests that wait at the same port in their order, by who was asked', () => {
    node.snd(port('bob#x'), 'q', 1, 'me#r');
    node.snd(port('bob#x'), 'q', 2, 'me#r');
    node.snd(port('eve#x'), 'q', 3, 'me#r');
    node.receive('eve', port('me#r'), 'of eve');
    node.receive('bob', port('me#r'), 'first');
    node.receive('dan', port('me#r'), 'on behalf of bob');
    expect(pairs()).toEqual([null, null, null, 3, 1, 2]);
  });

  it('takes ports of others, node IDs and old mentions for no request', () => {
    node.snd(port('bob#x'), 'q', 'eve#r');
    node.receive('eve', port('me#r'), 'x');
    node.snd(port('bob#x'), 'q', 'me');
    node.receive('bob', port('me'), 'info');
    node.snd(port('bob#x'), 'hello, write to', 'me#chat');
    clock.advance(MAX_ANSWER_AGE + 1);
    node.receive('bob', port('me#chat'), 'hi');
    node.snd(port('bob#x'), 'me#early', 1, 2, 3);
    node.receive('bob', port('me#early'), 'x');
    expect(pairs().every((pair) => pair === null)).toBe(true);
  });

  it('forgets reply ports that are long gone', () => {
    log.expectReply(port('me#first'));
    node.snd(port('bob#x'), 'q', 'me#first');
    for (let i = 0; i < MAX_REPLY_PORTS; i++) log.expectReply(port(`me#r${i}`));
    node.receive('bob', port('me#first'), 'late');
    expect(rowsOf(log).at(-1)?.replyTo).toBeNull();
  });

  it('tells of answers, a bounded number at a time', () => {
    const heard: number[] = [];
    const guard = log.onAnswer((seq) => heard.push(seq));
    for (let i = 0; i <= MAX_ANSWERED; i++) {
      node.snd(port('bob#x'), 'q', `me#r${i}`);
      node.receive('bob', port(`me#r${i}`), 'a');
    }
    const answered = log.takeAnswered();
    expect([answered.length, answered.at(-1)?.seq]).toEqual([MAX_ANSWERED, 2 * MAX_ANSWERED + 1]);
    expect(heard.length).toBe(MAX_ANSWERED + 1);
    guard.dispose();
    node.snd(port('bob#x'), 'q', 'me#z');
    node.receive('bob', port('me#z'), 'a');
    expect(heard.length).toBe(MAX_ANSWERED + 1);
  });

  it('stops with dispose', () => {
    const ended = vi.fn();
    log.onEnd(ended);
    log.dispose();
    flood(1);
    expect(rowsOf(log)).toEqual([]);
    expect(ended).toHaveBeenCalledOnce();
  });
});
