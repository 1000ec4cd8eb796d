import { describe, expect, test } from 'vitest';
import type { JobView } from '../../../shared/hand.ts';
import { jobWords, lastWords } from '../../../renderer/state/job-words.ts';
import { isRunning, JobsState } from '../../../renderer/state/jobs.svelte.ts';
import { installBridge } from '../fake-bridge.ts';
import { JOBS } from '../hand-samples.ts';

type Kind<Name> = Extract<JobView, { kind: Name }>;
const [CALL, REPEAT, SEQUENCE] = JOBS as readonly [Kind<'call'>, Kind<'repeat'>, Kind<'sequence'>];

describe('calls', () => {
  test.each([
    [{ state: 'waiting', replies: [], received: 0 }, 'open', 'Waiting for the reply …'],
    [{ state: 'waiting' }, 'open', '2 replies, waiting for more …'],
    [
      { state: 'answered', replies: [CALL.replies[0]!], received: 1 },
      'good',
      'Reply after 12.4 ms',
    ],
    [{ state: 'answered' }, 'good', '2 replies'],
    [{ state: 'timeout', replies: [], received: 0 }, 'open', 'No reply within 5.00 s'],
    [
      { state: 'timeout', replies: [CALL.replies[1]!], received: 1 },
      'open',
      'No reply within 5.00 s; 1 reply came late',
    ],
    [{ state: 'stopped' }, 'open', 'Stopped'],
    [{ state: { died: ['no_such_port'] } }, 'bad', 'The destination died: no_such_port'],
  ] as const)('%o', (change, tone, text) => {
    expect(jobWords({ ...CALL, ...change })).toEqual({ tone, text });
  });
});

describe('repetitions', () => {
  const error = { code: 'not-running', message: 'No node runs.', next: '' } as const;
  test.each([
    [{}, 'open', '36 of 100 sent, 35 accepted, 1 failed'],
    [{ count: null, failed: 0, call: true }, 'open', '36 sent, 35 answered'],
    [{ state: 'done', failed: 0 }, 'good', '36 of 100 sent, 35 accepted'],
    [{ state: 'done' }, 'bad', '36 of 100 sent, 35 accepted, 1 failed'],
    [{ state: 'stopped' }, 'open', 'Stopped: 36 of 100 sent, 35 accepted, 1 failed'],
    [
      { state: { failed: error } },
      'bad',
      'Ended: No node runs. (36 of 100 sent, 35 accepted, 1 failed)',
    ],
  ] as const)('%o', (change, tone, text) => {
    expect(jobWords({ ...REPEAT, ...change })).toEqual({ tone, text });
  });

  test('the last outcome, whatever it is', () => {
    expect(lastWords(error).tone).toBe('bad');
    expect(lastWords({ outcome: 'accepted', latency: 1 }).text).toBe('Accepted after 1.0 ms');
    expect(lastWords({ outcome: 'timeout', waited: 100 }).tone).toBe('open');
  });
});

test.each([
  ['running', 'open', '2 of 3 steps …'],
  ['passed', 'good', 'Passed: 2 of 3 steps'],
  ['failed', 'bad', 'Failed after 2 of 3 steps'],
  ['stopped', 'open', 'Stopped after 2 of 3 steps'],
] as const)('a sequence that is %s', (state, tone, text) => {
  expect(jobWords({ ...SEQUENCE, state })).toEqual({ tone, text });
});

test('what ended can be forgotten at once', async () => {
  const bridge = installBridge({ 'job.forget': () => null });
  const jobs = new JobsState();
  jobs.apply(JOBS);
  expect(jobs.running).toBe(1);
  expect(JOBS.filter(isRunning)).toEqual([REPEAT]);
  await jobs.forgetEnded();
  expect(bridge.argsOf('job.forget').map(({ job }) => job)).toEqual([4, 2]);
});
