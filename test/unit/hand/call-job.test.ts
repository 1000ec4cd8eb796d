import { beforeEach, describe, expect, it } from 'vitest';
import { LATE_TIME } from '../../../electron/hand/call-job.ts';
import { MAX_JOBS, MAX_REPLIES, MAX_REPLY_LENGTH } from '../../../shared/hand.ts';
import type { PortId } from '../../../shared/ids.ts';
import { rowsOf } from '../../helpers/kept-messages.ts';
import { bob, draftTo, Stage } from '../../helpers/hands.ts';

describe('calls', () => {
  let stage: Stage;
  const start = (more: object = {}) => {
    const draft = draftTo();
    return stage.hand.startCall({ to: bob, message: ['q'], timeout: 1000, many: false, draft, ...more }); // prettier-ignore
  };
  const view = () => stage.job('call');

  beforeEach(() => void (stage = new Stage()));

  it('take the first reply, and show the next ones too', () => {
    start();
    expect(view()).toMatchObject({ state: 'waiting', to: bob, timeout: 1000, draft: draftTo() });
    const port = stage.replyPort();
    stage.clock.advance(30);
    stage.node.receive('bob', port, 'pong', 1);
    stage.clock.advance(10);
    stage.node.receive('bob', port, 'more');
    expect(view()).toMatchObject({
      state: 'answered',
      received: 2,
      replies: [
        { message: ['pong', 1], latency: 30, late: false, cut: false },
        { message: ['more'], latency: 40, late: false },
      ],
    });
    expect(rowsOf(stage.observation.messages).map(({ system }) => system)).toEqual([false, false, false]); // prettier-ignore
  });

  it('wait for many until the time-out', () => {
    start({ many: true });
    for (const i of [1, 2]) stage.node.receive('bob', stage.replyPort(), i);
    expect(view().state).toBe('waiting');
    stage.clock.advance(1000);
    expect(view()).toMatchObject({ state: 'answered', received: 2 });
  });

  it('show what comes late as late, for a while', () => {
    start();
    const port = stage.replyPort();
    stage.clock.advance(1000);
    expect(view().state).toBe('timeout');
    stage.clock.advance(500);
    stage.node.receive('bob', port, 'sorry');
    expect(view()).toMatchObject({
      state: 'timeout',
      replies: [{ message: ['sorry'], latency: 1500, late: true }],
    });
    expect(stage.node.killed).not.toContain(port);
    stage.clock.advance(LATE_TIME);
    expect(stage.node.killed).toContain(port);
  });

  it('end with the destination, and say why', () => {
    start();
    stage.node.die('bob#x', 'no_such_port', 'x'.repeat(5000));
    const { state } = view();
    expect(state).toMatchObject({ died: ['no_such_port', expect.any(String)] });
    expect(JSON.stringify(state).length).toBeLessThan(1000);
  });

  it('stop, and are forgotten', () => {
    const job = start({ timeout: 1234 });
    stage.hand.jobs.stop(job);
    expect(view().state).toBe('stopped');
    expect(stage.node.killed).toContain(stage.replyPort());
    expect(stage.clock.delays).not.toContain(1234);
    stage.hand.jobs.forget(job);
    stage.hand.jobs.stop(job);
    expect(stage.hand.jobs.views()).toEqual([]);
  });

  it('keep little of long and of many replies', () => {
    start({ many: true });
    stage.node.receive('bob', stage.replyPort(), 'x'.repeat(MAX_REPLY_LENGTH));
    for (let i = 0; i < 2 * MAX_REPLIES; i++) {
      stage.node.receive('bob', stage.replyPort(), 'y'.repeat(5000));
    }
    const { replies, received } = view();
    expect(received).toBe(2 * MAX_REPLIES + 1);
    expect(replies.length).toBe(MAX_REPLIES);
    expect(replies.map(({ cut }) => cut).slice(0, 3)).toEqual([true, false, false]);
    expect(replies.at(-1)?.cut).toBe(true);
    expect(JSON.stringify(replies).length).toBeLessThan(150_000);
  });

  it('are refused when they go nowhere or mean nothing', () => {
    expect(() => start({ to: 'gone#x' as PortId })).toThrow('not known');
    expect(() => start({ message: ['unencodable'] })).toThrow();
    expect(stage.hand.jobs.views()).toEqual([]);
    expect(stage.node.killed.length).toBe(1);
  });

  it('make room by forgetting what has ended', () => {
    const first = start();
    stage.hand.jobs.stop(first);
    for (let i = 1; i < MAX_JOBS; i++) start();
    const last = start();
    const jobs = stage.hand.jobs.views().map(({ job }) => job);
    expect(jobs.length).toBe(MAX_JOBS);
    expect(jobs[0]).toBe(last);
    expect(jobs).not.toContain(first);
    expect(() => start()).toThrow(`${MAX_JOBS} jobs are running`);
  });

  it('are told at once, then not more often than ten times a second', () => {
    stage.hand.takeAll();
    stage.clock.advance(100);
    start({ many: true });
    expect(stage.changes).toBe(1);
    expect(stage.hand.takeChange()).toMatchObject({ jobs: [{ received: 0 }] });
    for (let i = 0; i < 50; i++) stage.node.receive('bob', stage.replyPort(), i);
    expect(stage.hand.takeChange()).toEqual({});
    stage.clock.advance(100);
    expect(stage.changes).toBe(2);
    expect(stage.hand.takeChange()).toMatchObject({ jobs: [{ received: 50 }] });
    expect(stage.hand.takeChange()).toEqual({});
  });

  it('leave nothing behind when the node ends', () => {
    start();
    stage.hand.dispose();
    stage.observation.dispose();
    expect(stage.node.listenerCount).toBe(0);
    expect(stage.clock.waiting).toBe(0);
  });
});
