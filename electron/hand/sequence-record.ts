import { MeshError } from '../../shared/errors.ts';
import type { Expectation, Sequence, SequenceStep } from '../../shared/hand.ts';
import { MAX_DRAFT_LENGTH, MAX_STEPS, TIMEOUT_RANGE } from '../../shared/hand.ts';
import type { NodeId } from '../../shared/ids.ts';
import { portIdOf, tagOf } from '../../shared/ids.ts';
import type { Message } from '../../shared/json.ts';
import { templateOf, templateText } from '../../shared/template.ts';
import type { KeptMessage } from '../observe/inspect/kept.ts';
import { messageOf } from '../observe/inspect/kept.ts';
import type { MessageStore } from '../observe/inspect/store.ts';
import { REPLY_PORT } from './drafts.ts';
import { expectationOf, portsIn } from './volatile.ts';

/** Longest wait between two steps, ms: a person's pauses are no part of what was said. */
const MAX_WAIT = 5_000;
/** Waits are told in steps of so many ms. */
const WAIT_STEP = 10;
/** How long a recorded reply is waited for, ms; and how many times as long as it took then. */
const LEAST_TIMEOUT = 5_000;
const TIMEOUT_FACTOR = 10;

/** A message that was sent, with the answer to it, as far as both are kept. */
interface Sent {
  kept: KeptMessage;
  message: Message;
  answer: { kept: KeptMessage; message: Message } | null;
}

/**
 * Makes a sequence of messages that went by: what was sent becomes steps, the answers to it are
 * expected. The reply port, ports from the reply before, and values that are new each time become
 * variables.
 * @param seqs numbers of messages; what was received, answers and system traffic are left out
 * @throws MeshError `value-invalid` when nothing is left; `limit-reached`
 */
export function recordSequence(
  store: MessageStore,
  seqs: readonly number[],
  about: { id: string; name: string },
): Sequence {
  const sent = [...new Set(seqs)].sort((a, b) => a - b).flatMap((seq) => sentMessage(store, seq));
  if (sent.length === 0) {
    throw new MeshError('value-invalid', 'None of these messages was sent by this node.', {
      next: 'Choose messages that this node sent; the answers to them are found by themselves.',
    });
  }
  if (sent.length > MAX_STEPS) {
    throw new MeshError('limit-reached', `A sequence has at most ${MAX_STEPS} steps.`, {
      next: 'Choose fewer messages.',
    });
  }
  const steps = sent.map((each, i) => stepOf(each, sent.slice(0, i), store.self));
  return { ...about, folder: '', steps };
}

function sentMessage({ ring }: MessageStore, seq: number): Sent[] {
  const kept = ring.get(seq);
  if (!kept || kept.direction !== 'out' || kept.system || kept.replyTo) return [];
  const answer = kept.answeredBy && ring.get(kept.answeredBy.seq);
  return [
    {
      kept,
      message: messageOf(kept),
      answer: answer && { kept: answer, message: messageOf(answer) },
    },
  ];
}

function stepOf(sent: Sent, before: readonly Sent[], self: NodeId): SequenceStep {
  const { kept, answer } = sent;
  const last = before.at(-1);
  const reply = before.findLast((each) => each.answer)?.answer?.message ?? [];
  const { tag, args } = partsOf(sent, self);
  const text = withReply(templateOf(args), reply);
  const written = withReplyPort(text, sent, self);
  if (written.length > MAX_DRAFT_LENGTH) {
    throw new MeshError('limit-reached', `Message ${kept.seq} is too long for a sequence.`, {
      next: 'Leave it out.',
    });
  }
  const destination = { kind: 'port', port: portIdOf(kept.peer, kept.port) } as const;
  return {
    message: { destination, tag: templateText(tag), arguments: written },
    wait: last ? waitBetween(last, kept) : 0,
    expect: answer && expectationFor(sent, answer),
  };
}

/** A reply port at the end is appended anew by itself. */
function partsOf({ message, answer }: Sent, self: NodeId): { tag: string; args: Message } {
  const replyPort = answer && portIdOf(self, answer.kept.port);
  const whole = replyPort !== null && message.at(-1) === replyPort ? message.slice(0, -1) : message;
  const tag = tagOf(whole);
  return tag === null ? { tag: '', args: whole } : { tag, args: whole.slice(1) };
}

/** `"me#r.1"` as a whole string; inside of another its quotes would be escaped. */
function withReplyPort(text: string, { answer }: Sent, self: NodeId): string {
  if (!answer) return text;
  const port = JSON.stringify(portIdOf(self, answer.kept.port));
  return text.replaceAll(port, `"{{${REPLY_PORT}}}"`);
}

/** Ports that the last reply told: the next time it tells others. */
function withReply(text: string, reply: Message): string {
  let written = text;
  for (const [port, path] of portsIn(reply)) {
    written = written.replaceAll(JSON.stringify(port), `"{{reply.${path}}}"`);
  }
  return written;
}

function expectationFor(
  { message }: Sent,
  answer: { kept: KeptMessage; message: Message },
): Expectation {
  const took = answer.kept.replyTo?.latency ?? 0;
  const timeout = Math.ceil((took * TIMEOUT_FACTOR) / 1000) * 1000;
  return {
    filter: '',
    message: expectationOf(answer.message, { request: message, at: answer.kept.at }),
    timeout: Math.min(Math.max(timeout, LEAST_TIMEOUT), TIMEOUT_RANGE[1]),
  };
}

function waitBetween({ kept, answer }: Sent, next: KeptMessage): number {
  const pause = next.at - (answer?.kept.at ?? kept.at);
  const rounded = Math.round(pause / WAIT_STEP) * WAIT_STEP;
  return Math.min(Math.max(rounded, 0), MAX_WAIT);
}
