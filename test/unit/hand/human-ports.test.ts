import { beforeEach, describe, expect, it } from 'vitest';
import {
  ANSWER_BURST,
  ANSWERS_PER_SECOND,
  WARNING_INTERVAL,
} from '../../../electron/hand/human-port.ts';
import { MAX_HUMAN_PORTS, MAX_UNANSWERED } from '../../../shared/hand.ts';
import type { PortId } from '../../../shared/ids.ts';
import { promisesSettled } from '../../helpers/fake-clock.ts';
import { Stage } from '../../helpers/hands.ts';

const reply = 'bob#r' as PortId;

describe('human ports', () => {
  let stage: Stage;
  let port: PortId;
  const ports = () => stage.hand.humanPorts;
  const view = () => ports().views()[0]!;
  const waiting = () => view().unanswered.map(({ tag }) => tag);
  const seqOf = (index: number) => view().unanswered[index]!.seq;

  beforeEach(() => {
    stage = new Stage();
    port = ports().open('help desk').port;
  });

  it('keep requests until they are answered', async () => {
    stage.clock.advance(10);
    stage.node.receive('bob', port, 'ask', { a: 1 }, reply);
    stage.node.receive('bob', port, 'hello');
    const seq = seqOf(0);
    expect(view()).toEqual({
      port,
      name: 'help desk',
      groups: [],
      rules: [],
      unanswered: [
        { seq, at: stage.clock.now(), peer: 'bob', tag: 'ask', preview: '{"a":1}, "bob#r"', replyPort: reply, problem: null, sentAt: null },
      ],
      received: 2,
      answered: 0,
      dropped: 0,
    }); // prettier-ignore
    expect(stage.observation.messages.get(seq)?.tag).toBe('ask');
    const answered = ports().get(port).answer(seq, ['done', 1]);
    stage.confirm();
    expect(await answered).toMatchObject({ outcome: 'accepted' });
    expect(stage.lastTo(reply)).toEqual(['done', 1]);
    expect(view()).toMatchObject({ unanswered: [], answered: 1 });
    await expect(ports().get(port).answer(seq, ['again'])).rejects.toMatchObject({ code: 'request-gone' }); // prettier-ignore
    expect(stage.observation.messages.get(seq)?.answeredBy).not.toBeNull();
  });

  it('answer the one that is meant when several wait at the same reply port', async () => {
    for (const tag of ['a', 'b', 'c']) stage.node.receive('bob', port, tag, reply);
    const answered = ports().get(port).answer(seqOf(1), ['ok']);
    stage.confirm();
    await answered;
    expect(waiting()).toEqual(['a', 'c']);
    expect(view()).toMatchObject({ answered: 1, unanswered: [{ sentAt: null }, { sentAt: null }] });
  });

  it('send an answer once, however often it is asked for', async () => {
    stage.node.receive('bob', port, 'a', reply);
    const first = ports().get(port).answer(seqOf(0), ['ok']);
    await expect(ports().get(port).answer(seqOf(0), ['ok'])).rejects.toMatchObject({
      code: 'request-gone',
    });
    stage.confirm();
    await first;
    expect(stage.node.sentTo(reply)).toEqual([['ok']]);
    expect(view()).toMatchObject({ answered: 1, unanswered: [] });
  });

  it('keep a request whose answer can not be sent', async () => {
    stage.node.receive('bob', port, 'a', reply);
    await expect(ports().get(port).answer(seqOf(0), ['unencodable'])).rejects.toThrow();
    stage.node.disconnect('bob');
    await expect(ports().get(port).answer(seqOf(0), ['ok'])).rejects.toMatchObject({
      code: 'destination-unknown',
    });
    expect(waiting()).toEqual(['a']);
  });

  it('forget a requester that is gone, and what is dismissed', async () => {
    stage.node.receive('bob', port, 'a', reply);
    const answered = ports().get(port).answer(seqOf(0), ['ok']);
    stage.node.die(reply, 'no_such_port');
    expect(await answered).toEqual({ outcome: 'no-such-port' });
    stage.node.receive('bob', port, 'b', reply);
    ports().get(port).dismiss(seqOf(0));
    expect(waiting()).toEqual([]);
  });

  it('know who sent what when messages from inside and outside cross', () => {
    const mine = stage.node.port();
    stage.node.snd(port, 'inside', mine);
    stage.node.receive('bob', port, 'outside', reply);
    stage.node.deliver(port, 'inside', mine);
    const requests = view().unanswered.map(({ peer, tag }) => [peer, tag]);
    expect(requests).toEqual([['bob', 'outside'], ['me', 'inside']]); // prettier-ignore
  });

  it('drop the oldest of a flood', () => {
    for (let i = 0; i < 3 * MAX_UNANSWERED; i++) stage.node.receive('bob', port, `t${i}`, reply);
    expect(view()).toMatchObject({ received: 3 * MAX_UNANSWERED, dropped: 2 * MAX_UNANSWERED });
    expect(view().unanswered.length).toBe(MAX_UNANSWERED);
    expect(waiting()[0]).toBe(`t${2 * MAX_UNANSWERED}`);
  });

  it('answer by rules', () => {
    stage.variables['name'] = 'Ada';
    ports().get(port).setRules([
      { tag: 'ping', answer: '"pong", {{arg.0}}, "{{name}} at {{peer}}"' },
      { tag: '*', answer: '"what?", "{{tag}}", {{args}}' },
    ]); // prettier-ignore
    stage.node.receive('bob', port, 'ping', { n: 1 }, reply);
    expect(stage.lastTo(reply)).toEqual(['pong', { n: 1 }, 'Ada at bob']);
    stage.node.receive('bob', port, 'else', '"', reply);
    expect(stage.lastTo(reply)).toEqual(['what?', 'else', ['"', reply]]);
    stage.node.receive('bob', port, 'ping', 'without a reply port');
    expect(view()).toMatchObject({ received: 3, answered: 2, unanswered: [] });
    expect(stage.node.sentTo(reply).length).toBe(2);
  });

  it('leave to the person what a rule can not answer, and say so now and then', () => {
    ports()
      .get(port)
      .setRules([{ tag: 'ping', answer: '{{arg.5}}' }]);
    for (let i = 0; i < 10; i++) stage.node.receive('bob', port, 'ping', reply);
    expect(waiting().length).toBe(10);
    for (const { problem } of view().unanswered) {
      expect(problem).toMatch(/^The rule for "ping" can't answer: .*\{\{arg\.5\}\}.* has no value/);
    }
    expect(stage.logged.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^The port "help desk": the rule for "ping" can't answer: .*arg\.5/),
    ]);
    stage.clock.advance(WARNING_INTERVAL);
    stage.node.receive('bob', port, 'ping', reply);
    expect(stage.logged.length).toBe(2);
  });

  it('never answer each other without end', () => {
    const other = ports().open('other').port;
    for (const one of [port, other]) {
      ports()
        .get(one)
        .setRules([{ tag: '*', answer: `"again", "${one}"` }]);
    }
    // Both sides are on this node: each answer names the other as the reply port.
    stage.node.deliverInside = true;
    stage.node.snd(port, 'begin', other);
    stage.node.runInside(10_000);
    const { received } = view();
    expect(received).toBeGreaterThan(ANSWER_BURST / 2);
    expect(received).toBeLessThan(ANSWER_BURST * 2);
    stage.clock.advance(1000);
    expect(
      ports()
        .views()
        .some(({ unanswered }) => unanswered.length > 0),
    ).toBe(true);
    expect(ANSWERS_PER_SECOND).toBeLessThan(ANSWER_BURST);
  });

  it('join groups and leave them', () => {
    const desk = ports().get(port);
    desk.join('g', true);
    desk.join('g', true);
    desk.join('h', true);
    expect(view().groups).toEqual(['g', 'h']);
    expect(stage.node.grpGet('g')).toEqual([port]);
    desk.join('g', false);
    expect([stage.node.grpGet('g'), view().groups]).toEqual([[], ['h']]);
    ports().close(port);
    expect(stage.node.grpGet('h')).toEqual([]);
    expect(stage.node.killed).toEqual([port]);
    expect(() => ports().get(port)).toThrow(expect.objectContaining({ code: 'port-unknown' }));
  });

  it('disappear when somebody kills them', async () => {
    stage.node.die(port, 'kill', 'by bob');
    await promisesSettled();
    expect(ports().views()).toEqual([]);
    expect(stage.logged).toEqual([
      { level: 'warning', text: 'The port "help desk" was killed: kill, by bob' },
    ]);
  });

  it('are so many and no more, and cost nothing when there are none', () => {
    const before = stage.node.listenerCount;
    for (let i = 1; i < MAX_HUMAN_PORTS; i++) ports().open('p');
    expect(() => ports().open('p')).toThrow(`${MAX_HUMAN_PORTS} ports`);
    expect(stage.node.listenerCount).toBe(before);
    ports().dispose();
    expect(stage.node.listenerCount).toBe(before - 1);
  });
});
