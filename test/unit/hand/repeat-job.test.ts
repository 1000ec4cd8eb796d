import { beforeEach, describe, expect, it } from 'vitest';
import { MAX_IN_FLIGHT } from '../../../electron/hand/repeat-job.ts';
import type { HandRequests } from '../../../shared/hand.ts';
import type { PortId } from '../../../shared/ids.ts';
import { promisesSettled } from '../../helpers/fake-clock.ts';
import { draftTo, Stage } from '../../helpers/hands.ts';

describe('repetitions', () => {
  let stage: Stage;
  const wanted = { draft: draftTo('{{seq}}'), count: 3, interval: 100, jitter: 0, call: false };
  const start = (more: Partial<HandRequests['repeat.start']['args']> = {}) => {
    return stage.hand.startRepeat({ ...wanted, ...more });
  };
  const view = () => stage.job('repeat');
  const sent = (port = 'bob#x') => stage.node.sentTo(port);

  beforeEach(() => void (stage = new Stage()));

  it('send so often, at that interval, and count what became of it', async () => {
    start();
    expect(sent()).toEqual([['test', 1]]);
    for (const count of [2, 3]) {
      stage.confirm();
      await stage.clock.pass(100);
      expect(sent().length).toBe(count);
    }
    expect(view()).toMatchObject({ state: 'running', sent: 3, accepted: 2, failed: 0 });
    stage.confirm();
    await promisesSettled();
    expect(view()).toMatchObject({ state: 'done', accepted: 3, last: { outcome: 'accepted' } });
    await stage.clock.pass(10_000);
    expect(sent()).toEqual([['test', 1], ['test', 2], ['test', 3]]); // prettier-ignore
  });

  it('vary the interval by the jitter, around it', async () => {
    const at: number[] = [];
    const snd = stage.node.snd.bind(stage.node);
    stage.node.snd = (to, ...message) => {
      if (to === 'bob#x') at.push(stage.clock.now());
      snd(to, ...message);
    };
    start({ count: 200, jitter: 50 });
    await stage.clock.pass(30_000);
    const gaps = at.slice(1).map((time, i) => time - (at[i] as number));
    expect(at.length).toBe(200);
    expect(Math.min(...gaps)).toBeLessThan(60);
    expect(Math.max(...gaps)).toBeGreaterThan(140);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(49);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(151);
  });

  it('go on until they are stopped', async () => {
    const job = start({ count: null });
    await stage.clock.pass(1000);
    expect(view()).toMatchObject({ state: 'running', count: null, sent: 11 });
    stage.hand.jobs.stop(job);
    await stage.clock.pass(10_000);
    expect(view()).toMatchObject({ state: 'stopped', sent: 11 });
  });

  it('end when the destination dies, and say so', async () => {
    start({ count: null });
    await stage.clock.pass(250);
    stage.node.die('bob#x', 'kaputt');
    await promisesSettled();
    expect(view().state).toBe('running');
    await stage.clock.pass(100);
    stage.node.die('bob#x', 'no_such_port');
    await promisesSettled();
    expect(view().state).toMatchObject({
      failed: { code: 'destination-died', message: 'There is no port bob#x.' },
    });
    const count = sent().length;
    await stage.clock.pass(1000);
    expect(sent().length).toBe(count);
  });

  it('look the group up each time', async () => {
    const destination = { kind: 'group', name: 'g', which: 'all' } as const;
    stage.node.setGroup('g', ['bob#1']);
    start({ draft: { ...wanted.draft, destination }, count: 4 });
    stage.node.setGroup('g', ['bob#1', 'bob#2', 'gone#3']);
    await stage.clock.pass(100);
    stage.node.setGroup('g', []);
    await stage.clock.pass(100);
    expect(view()).toMatchObject({
      state: 'running',
      last: { code: 'destination-unknown' },
    });
    stage.node.setGroup('g', ['bob#2']);
    await stage.clock.pass(5000);
    expect([sent('bob#1'), sent('bob#2')]).toEqual([[['test', 1], ['test', 2]], [['test', 2], ['test', 4]]]); // prettier-ignore
    // One lost, one round without ports, four without an echo.
    expect(view()).toMatchObject({ state: 'done', sent: 4, accepted: 0, failed: 6 });
  });

  it('take one member of a group by chance', async () => {
    const destination = { kind: 'group', name: 'g', which: 'any' } as const;
    stage.node.setGroup('g', ['bob#1', 'bob#2']);
    start({ draft: { ...wanted.draft, destination }, count: 50 });
    await stage.clock.pass(10_000);
    const [one, two] = [sent('bob#1').length, sent('bob#2').length];
    expect(one + two).toBe(50);
    expect(Math.min(one, two)).toBeGreaterThan(10);
  });

  it('never have more under way than the destination keeps up with', async () => {
    start({ count: null, interval: 1 });
    await stage.clock.pass(2_000);
    expect(sent().length).toBe(MAX_IN_FLIGHT);
    stage.confirm();
    await promisesSettled();
    expect(sent().length).toBe(MAX_IN_FLIGHT + 1);
  });

  it('call, and count replies', async () => {
    start({ call: true, count: 2 });
    stage.node.receive('bob', stage.replyPort(), 'pong', 'x'.repeat(100_000));
    await stage.clock.pass(100);
    await stage.clock.pass(10_000);
    expect(view()).toMatchObject({ state: 'done', accepted: 1, failed: 1, call: true });
    const { last } = view();
    expect(last).toEqual({ outcome: 'timeout', waited: 10_000 });
  });

  it('put the reply port where the draft names it', () => {
    start({ call: true, draft: draftTo('"{{replyPort}}", 1') });
    expect(sent()[0]).toEqual(['test', expect.stringMatching(/^me#p/), 1]);
  });

  it('fill in variables anew, and end when one is gone', async () => {
    stage.variables['name'] = '{"a": 1}';
    start({ draft: draftTo('{{name}}, "{{uuid}}"'), count: null });
    stage.variables['name'] = 'text';
    await stage.clock.pass(100);
    delete stage.variables['name'];
    await stage.clock.pass(100);
    const [first, second] = sent();
    expect([first?.[1], second?.[1]]).toEqual([{ a: 1 }, 'text']);
    expect(first?.[2]).not.toBe(second?.[2]);
    expect(sent().length).toBe(2);
    expect(view().state).toMatchObject({ failed: { code: 'variable-missing' } });
  });

  it('are refused when not even the first message can be sent', () => {
    const gone = 'gone#x' as PortId;
    const codeOf = (draft: HandRequests['repeat.start']['args']['draft']) => {
      try {
        start({ draft });
      } catch (error) {
        return (error as { code: string }).code;
      }
      return null;
    };
    expect(codeOf(draftTo('{{nothing}}'))).toBe('variable-missing');
    expect(codeOf(draftTo('1 2'))).toBe('json-invalid');
    expect(codeOf(draftTo('', 'test', gone))).toBe('destination-unknown');
    const group = { kind: 'group', name: 'none', which: 'any' } as const;
    expect(codeOf({ ...draftTo(), destination: group })).toBe('destination-unknown');
    expect(stage.node.sent.filter(({ to }) => to !== 'bob')).toEqual([]);
    expect(stage.hand.jobs.views()).toEqual([]);
  });
});
