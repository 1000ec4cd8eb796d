import { beforeEach, describe, expect, it } from 'vitest';
import { MAX_STEPS } from '../../../shared/hand.ts';
import type { PortId } from '../../../shared/ids.ts';
import type { Json } from '../../../shared/json.ts';
import { bob, Stage } from '../../helpers/hands.ts';

describe('recorded sequences', () => {
  let stage: Stage;
  const record = (...seqs: number[]) =>
    stage.hand.record(stage.observation.messages, { seqs, name: 'recorded' });
  const last = () => stage.observation.messages.ring.next - 1;
  /** A call by hand and its answer; returns the number of the call. */
  const ask = (message: Json[], answer: Json[], to = bob): number => {
    stage.hand.startCall({ to, message, timeout: 1000, many: false, draft: null });
    const seq = last();
    stage.clock.advance(12);
    stage.node.receive('bob', stage.replyPort(to), ...answer);
    return seq;
  };

  beforeEach(() => void (stage = new Stage()));

  it('send what was sent, and expect what came back', () => {
    const call = ask(['add', 1, { a: '{{b}}' }], ['sum', 3, '{{c}}']);
    stage.clock.advance(333);
    void stage.hand.deliveries.send(['bob#y' as PortId], ['{{bye}}']);
    const { steps, ...about } = record(last() - 1, call, call);
    expect(about).toEqual({ id: 'hand-2', name: 'recorded', folder: '' });
    expect(steps).toEqual([
      {
        message: {
          destination: { kind: 'port', port: bob },
          tag: 'add',
          arguments: '1, {"a":"\\u007b{b}}"}',
        },
        wait: 0,
        expect: { filter: '', message: ['sum', 3, '{{open}}c}}'], timeout: 5000 },
      },
      {
        message: {
          destination: { kind: 'port', port: 'bob#y' },
          tag: '{{open}}bye}}',
          arguments: '',
        },
        wait: 330,
        expect: null,
      },
    ]);
  });

  it('know what is new each time', () => {
    const uuid = '123e4567-e89b-12d3-a456-426614174000';
    const now = stage.clock.now();
    const request = ['open', uuid, 17];
    const answer = ['ok', uuid, 'bob#session', { at: now / 1000, iso: new Date(now).toISOString() }, '12', 17, `${now}`]; // prettier-ignore
    const opened = ask(request, answer);
    const used = ask(['use', ['bob#session']], []);
    const [first, second] = record(opened, used).steps;
    const any = '{{any}}';
    expect(first?.expect?.message).toEqual(['ok', uuid, any, { at: any, iso: any }, '12', 17, any]);
    expect(second?.message.arguments).toBe('["{{reply.1}}"]');
  });

  it('name the reply port where it is not the last element', () => {
    stage.hand.startRepeat({
      draft: { destination: { kind: 'port', port: bob }, tag: 'snd', arguments: '"{{replyPort}}", 7' },
      count: 1,
      interval: 1,
      jitter: 0,
      call: true,
    }); // prettier-ignore
    const seq = last();
    stage.node.receive('bob', stage.lastTo(bob)[1] as PortId, 7);
    const [step] = record(seq).steps;
    expect(step?.message.arguments).toBe('"{{replyPort}}", 7');
    expect(step?.expect?.message).toEqual([7]);
  });

  it('pass when they are run again', async () => {
    const seq = ask(['time', { '{{x}}': ['"', '\\'] }], ['at', stage.clock.now(), '{{y}}']);
    const sequence = record(seq);
    stage.clock.advance(1_000_000);
    stage.hand.runSequence(sequence);
    await stage.clock.pass(0);
    expect(stage.lastTo(bob).slice(0, -1)).toEqual(['time', { '{{x}}': ['"', '\\'] }]);
    stage.node.receive('bob', stage.replyPort(), 'at', stage.clock.now(), '{{y}}');
    await stage.clock.pass(0);
    expect(stage.job('sequence').state).toBe('passed');
  });

  it('leave out what was received, answered and said by machines', () => {
    stage.node.receive('bob', 'me#p' as PortId, 'hello', 'bob#r');
    stage.node.snd('bob#r' as PortId, 'answer');
    stage.node.snd('bob' as PortId, 'up_nodes');
    expect(() => record(1, 2, 3, 999)).toThrow('None of these messages was sent by this node.');
  });

  it('have so many steps and no more', () => {
    for (let i = 0; i <= MAX_STEPS; i++) stage.node.snd(bob, i);
    const seqs = Array.from({ length: MAX_STEPS + 1 }, (_, i) => i + 1);
    expect(record(...seqs.slice(1)).steps.length).toBe(MAX_STEPS);
    expect(() => record(...seqs)).toThrow(`at most ${MAX_STEPS} steps`);
  });
});
