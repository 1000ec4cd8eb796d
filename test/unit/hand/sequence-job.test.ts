import { beforeEach, describe, expect, it } from 'vitest';
import type { Expectation, Sequence, SequenceStep } from '../../../shared/hand.ts';
import type { PortId } from '../../../shared/ids.ts';
import { promisesSettled } from '../../helpers/fake-clock.ts';
import { bob, draftTo, Stage } from '../../helpers/hands.ts';

const expectation = (more: Partial<Expectation> = {}): Expectation => {
  return { filter: '', message: null, timeout: 1000, ...more };
};
const step = (args: string, expect: Expectation | null = null, wait = 0): SequenceStep => {
  return { message: draftTo(args), wait, expect };
};

describe('sequences', () => {
  let stage: Stage;
  const run = async (...steps: SequenceStep[]) => {
    const sequence: Sequence = { id: 's', name: 'demo', folder: '', steps };
    const job = stage.hand.runSequence(sequence);
    await stage.clock.pass(0);
    return job;
  };
  const view = () => stage.job('sequence');
  const states = () => view().steps.map(({ state }) => state);
  const answer = async (...message: Parameters<Stage['node']['receive']>[2][]) => {
    stage.node.receive('bob', stage.replyPort(), ...message);
    await stage.clock.pass(0);
  };

  beforeEach(() => void (stage = new Stage()));

  it('go on when the expected answer is there', async () => {
    await run(step('1', expectation({ message: ['pong', 1] })), step('2'));
    expect(states()).toEqual(['waiting', 'pending']);
    stage.clock.advance(20);
    await answer('pong', 1);
    stage.confirm();
    await promisesSettled();
    expect(view()).toMatchObject({
      name: 'demo',
      state: 'passed',
      steps: [{ title: 'test to bob#x', state: 'passed', latency: 20 }, { state: 'sent' }],
    });
    expect(stage.node.sentTo(bob)).toEqual([['test', 1, expect.stringMatching(/^me#/)], ['test', 2]]); // prettier-ignore
  });

  it('wait before they send', async () => {
    await run(step('1', null, 500));
    await stage.clock.pass(499);
    expect(stage.node.sentTo(bob)).toEqual([]);
    await stage.clock.pass(1);
    expect(stage.node.sentTo(bob).length).toBe(1);
  });

  it('look only at replies that pass the filter', async () => {
    await run(step('1', expectation({ filter: 'tag = done and peer = bob and arg[0] > 5' })));
    await answer('progress', 7);
    await answer('done', 3);
    expect(states()).toEqual(['waiting']);
    await answer('done', 7);
    expect(view().state).toBe('passed');
  });

  it('show the difference when another answer comes', async () => {
    const message = ['pong', { n: 1, id: '{{any}}', list: [1, 2] }];
    await run(step('1', expectation({ message })), step('2'));
    await answer('pong', { n: 2, id: 'xyz', list: [1] });
    const [first, second] = view().steps;
    expect([view().state, second?.state]).toEqual(['failed', 'skipped']);
    expect(first).toMatchObject({ state: 'failed', error: { code: 'reply-differs' } });
    expect(JSON.parse(first?.received ?? '')).toEqual(['pong', { n: 2, id: 'xyz', list: [1] }]);
    // What may be anything is no difference.
    expect(JSON.parse(first?.expected ?? '')).toEqual(['pong', { n: 1, id: 'xyz', list: [1, 2] }]);
    expect(stage.node.sentTo(bob).length).toBe(1);
  });

  it('fail when no answer comes, and show what came instead', async () => {
    await run(step('1', expectation({ filter: 'tag = done', timeout: 2000 })));
    await answer('other');
    await stage.clock.pass(2000);
    expect(view().steps[0]).toMatchObject({
      state: 'failed',
      error: { code: 'reply-missing', message: 'No reply passed the filter within 2 s.' },
      received: '[\n  "other"\n]',
    });
  });

  it('fail when the destination dies, or is not there', async () => {
    await run(step('1', expectation()));
    stage.node.die(bob, 'die', 'oops');
    await stage.clock.pass(0);
    expect(view().steps[0]).toMatchObject({
      error: { code: 'destination-died', message: 'bob#x is gone: die, oops.' },
    });
    await run(step('1'));
    stage.node.die(bob, 'no_such_port');
    await stage.clock.pass(0);
    expect(view().steps[0]?.error?.code).toBe('destination-died');
    await run({ ...step('1'), message: draftTo('', 'q', 'gone#x' as PortId) });
    expect(view().steps[0]?.error?.code).toBe('destination-unknown');
  });

  it('use the same values in a message and its expectation, and those of the last reply', async () => {
    stage.variables['name'] = 'Ada';
    await run(
      step('"{{uuid}}"', expectation({ message: ['for', '{{uuid}}', '{{name}}', '{{seq}}'] })),
      step('"{{reply.0}}", {{reply.2}}'),
    );
    const [, uuid] = stage.lastTo(bob);
    await answer('for', uuid as string, 'Ada', '1');
    expect(states()[0]).toBe('passed');
    expect(stage.lastTo(bob)).toEqual(['test', uuid, '1']);
  });

  it('put the reply port where it is named', async () => {
    await run(step('{"reply": "{{replyPort}}"}', expectation({ message: ['{{replyPort}}'] })));
    const port = (stage.lastTo(bob)[1] as { reply: PortId }).reply;
    stage.node.receive('bob', port, port);
    await stage.clock.pass(0);
    expect(view().state).toBe('passed');
    expect(stage.node.killed).toContain(port);
  });

  it('stop wherever they are', async () => {
    const job = await run(step('1', expectation({ timeout: 1234 })), step('2'));
    stage.hand.jobs.stop(job);
    await promisesSettled();
    expect([view().state, ...states()]).toEqual(['stopped', 'skipped', 'skipped']);
    expect(stage.clock.delays).not.toContain(1234);
    const waiting = await run(step('1', null, 4321));
    stage.hand.jobs.stop(waiting);
    await promisesSettled();
    expect(stage.clock.delays).not.toContain(4321);
    expect(states()).toEqual(['skipped']);
  });

  it('are refused as a whole when a step can never work', () => {
    const refused = (bad: SequenceStep, code: string) => {
      const sequence = { id: 's', name: 'n', folder: '', steps: [step('1'), bad] };
      expect(() => stage.hand.runSequence(sequence)).toThrow(expect.objectContaining({ code }));
    };
    refused(step('1 2'), 'json-invalid');
    refused(step('"{{"'), 'variable-invalid');
    refused(step('1', expectation({ filter: 'tag =' })), 'filter-invalid');
    expect(stage.node.sentTo(bob)).toEqual([]);
  });

  it('fail at the step whose variable has no value', async () => {
    await run(step('1'), step('{{gone}}'));
    stage.confirm();
    await stage.clock.pass(0);
    expect(states()).toEqual(['sent', 'failed']);
    expect(view().steps[1]?.error?.code).toBe('variable-missing');
    await run(step('1', expectation({ message: ['{{gone}}'] })));
    expect(view().steps[0]?.error?.code).toBe('variable-missing');
  });
});
