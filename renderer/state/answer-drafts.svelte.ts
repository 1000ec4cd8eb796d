import type { HumanPort } from '../../shared/hand.ts';
import type { PortId } from '../../shared/ids.ts';

export type Request = HumanPort['unanswered'][number];

/** What a person writes as an answer. */
export interface AnswerDraft {
  tag: string;
  arguments: string;
}

/** A request, with the port that it came to as it was when it was last looked at. */
export interface Asked {
  port: HumanPort;
  asked: Request;
}

const NOTHING: AnswerDraft = { tag: '', arguments: '' };

/**
 * Answers that are being written. They stay when their request is no longer open, be it answered in another
 * way or dropped, or its port closed: text is never taken away while somebody writes it.
 */
export class AnswerDrafts {
  #written = $state.raw<ReadonlyMap<string, Asked & { answer: AnswerDraft }>>(new Map());
  /** What has the focus, though nothing may be written yet. */
  #held = $state.raw<Asked | null>(null);
  /** The last answer to each tag: mostly the next one is similar. */
  readonly #last = new Map<string, AnswerDraft>();

  /** Requests that something is written for, or that have the focus. */
  get kept(): readonly Asked[] {
    const held = this.#held;
    const kept: Asked[] = [...this.#written.values()].filter(({ answer }) => !isEmpty(answer));
    const more = held && !kept.some(({ port, asked }) => isSame(held, { port, asked }));
    return more ? [...kept, held] : kept;
  }

  /** The answer as far as it is written; at first the last one to that tag. */
  of(port: HumanPort, asked: Request): AnswerDraft {
    const written = this.#written.get(keyOf(port, asked))?.answer;
    return written ?? this.#last.get(asked.tag ?? '') ?? NOTHING;
  }

  edit(port: HumanPort, asked: Request, change: Partial<AnswerDraft>): void {
    const answer = { ...this.of(port, asked), ...change };
    this.#written = new Map(this.#written).set(keyOf(port, asked), { port, asked, answer });
  }

  /** The answer to it has the focus. */
  hold(held: Asked): void {
    this.#held = held;
  }

  /** The answer to it no longer has the focus. */
  release(held: Asked): void {
    if (this.#held && isSame(this.#held, held)) this.#held = null;
  }

  /** The answer was sent: it is offered for the next request with that tag. */
  sent(port: HumanPort, asked: Request, answer: AnswerDraft): void {
    // What was changed meanwhile was not sent.
    if (this.of(port, asked) === answer) this.discard(port, asked);
    this.#last.set(asked.tag ?? '', answer);
  }

  discard(port: HumanPort, asked: Request): void {
    this.release({ port, asked });
    this.#keep((each) => !isSame(each, { port, asked }));
  }

  discardPort(port: PortId): void {
    if (this.#held?.port.port === port) this.#held = null;
    this.#keep((each) => each.port.port !== port);
  }

  /** Forgets answers that were emptied, to requests that are no longer open. */
  prune(isOpen: (asked: Asked) => boolean): void {
    this.#keep((each) => !isEmpty(each.answer) || isOpen(each));
  }

  #keep(passes: (each: Asked & { answer: AnswerDraft }) => boolean): void {
    const kept = [...this.#written].filter(([, each]) => passes(each));
    if (kept.length < this.#written.size) this.#written = new Map(kept);
  }
}

/** Whether both are the same request, however often news of it came. */
export function isSame(x: Asked, y: Asked): boolean {
  return x.port.port === y.port.port && x.asked.seq === y.asked.seq;
}

function isEmpty({ tag, arguments: args }: AnswerDraft): boolean {
  return tag === '' && args.trim() === '';
}

function keyOf({ port }: HumanPort, { seq }: Request): string {
  return `${seq} ${port}`;
}
