import type { JobView, Reply } from '../../shared/hand.ts';
import type { CallResult, Delivery } from '../../shared/messages.ts';
import type { ErrorView } from '../../shared/errors.ts';
import { count, counted, duration } from './format.ts';
import { shown } from './text.ts';
import { callWords, deliveryWords, reasonWords } from './words.ts';
import type { Verdict } from './words.ts';

/** What has become of a job, in one line. */
export function jobWords(job: JobView): Verdict {
  if (job.kind === 'call') return callJobWords(job);
  return job.kind === 'repeat' ? repeatWords(job) : sequenceWords(job);
}

function callJobWords(job: Extract<JobView, { kind: 'call' }>): Verdict {
  const { state, replies, received, timeout } = job;
  const late = replies.filter((reply) => reply.late).length;
  const note = late > 0 ? `; ${counted(late, 'reply', 'replies')} came late` : '';
  if (state === 'waiting') {
    const so =
      received > 0
        ? `${counted(received, 'reply', 'replies')}, waiting for more`
        : 'Waiting for the reply';
    return { tone: 'open', text: `${so} …` };
  }
  if (state === 'timeout') {
    return { tone: 'open', text: `No reply within ${duration(timeout)}${note}` };
  }
  if (state === 'stopped') return { tone: 'open', text: 'Stopped' };
  if (state === 'answered') return answeredWords(replies, received);
  return { tone: 'bad', text: `The destination died: ${reasonWords(state.died)}` };
}

function answeredWords(replies: readonly Reply[], received: number): Verdict {
  const [first] = replies;
  if (received === 1 && first) {
    return { tone: 'good', text: `Reply after ${duration(first.latency)}` };
  }
  return { tone: 'good', text: counted(received, 'reply', 'replies') };
}

function repeatWords(job: Extract<JobView, { kind: 'repeat' }>): Verdict {
  const { sent, accepted, failed, call, state } = job;
  const of = job.count === null ? '' : ` of ${count(job.count)}`;
  const parts = [
    `${count(sent)}${of} sent`,
    `${count(accepted)} ${call ? 'answered' : 'accepted'}`,
  ];
  if (failed > 0) parts.push(`${count(failed)} failed`);
  const text = parts.join(', ');
  if (typeof state === 'object') {
    return { tone: 'bad', text: `Ended: ${shown(state.failed.message, 500)} (${text})` };
  }
  if (state === 'running') return { tone: 'open', text };
  if (state === 'stopped') return { tone: 'open', text: `Stopped: ${text}` };
  return { tone: failed > 0 ? 'bad' : 'good', text };
}

function sequenceWords({ steps, state }: Extract<JobView, { kind: 'sequence' }>): Verdict {
  const done = steps.filter((step) => step.state === 'passed' || step.state === 'sent').length;
  const text = `${count(done)} of ${counted(steps.length, 'step')}`;
  if (state === 'running') return { tone: 'open', text: `${text} …` };
  if (state === 'passed') return { tone: 'good', text: `Passed: ${text}` };
  return {
    tone: state === 'failed' ? 'bad' : 'open',
    text: `${state === 'failed' ? 'Failed' : 'Stopped'} after ${text}`,
  };
}

/** The last outcome of a repetition. */
export function lastWords(last: Delivery | CallResult | ErrorView): Verdict {
  if ('code' in last) return { tone: 'bad', text: shown(last.message, 500) };
  if (last.outcome === 'reply' || last.outcome === 'timeout' || last.outcome === 'died') {
    return callWords(last);
  }
  return deliveryWords(last);
}
