import type { AnswerRule, HumanPort, MessageDraft } from '../../shared/hand.ts';
import type { PortId } from '../../shared/ids.ts';
import { request } from './client.ts';
import { Task } from './task.svelte.ts';

export type Request = HumanPort['unanswered'][number];

/** What a person writes as an answer. */
export interface AnswerDraft {
  tag: string;
  arguments: string;
}

/** Own ports that a person answers for, with the answers that are being written. */
export class HumanPortsState {
  readonly task = new Task();
  #list = $state.raw<readonly HumanPort[]>([]);
  #selected = $state.raw<PortId | null>(null);
  #asked = $state.raw<{ port: PortId; seq: number } | null>(null);
  #drafts = $state.raw<ReadonlyMap<string, AnswerDraft>>(new Map());
  /** The last answer to each tag: mostly the next one is similar. */
  #lastAnswers = new Map<string, AnswerDraft>();

  get list(): readonly HumanPort[] {
    return this.#list;
  }
  /** The port that is looked at: the chosen one, else the first. */
  get selected(): HumanPort | null {
    return this.#list.find(({ port }) => port === this.#selected) ?? this.#list[0] ?? null;
  }
  /** Requests that wait for an answer, at all ports. */
  get waiting(): number {
    return this.#list.reduce((sum, { unanswered }) => sum + unanswered.length, 0);
  }
  /** The request that is being answered: the chosen one, else the oldest. */
  get request(): Request | null {
    const { selected } = this;
    const chosen = this.#asked?.port === selected?.port ? this.#asked?.seq : undefined;
    return (
      selected?.unanswered.find(({ seq }) => seq === chosen) ?? selected?.unanswered[0] ?? null
    );
  }

  apply(list: readonly HumanPort[]): void {
    this.#list = list;
    const open = new Set(
      list.flatMap((port) => port.unanswered.map((asked) => keyOf(port, asked))),
    );
    const kept = [...this.#drafts].filter(([key]) => open.has(key));
    if (kept.length < this.#drafts.size) this.#drafts = new Map(kept);
  }

  select(port: PortId): void {
    this.#selected = port;
  }

  choose(port: HumanPort, { seq }: Request): void {
    this.#selected = port.port;
    this.#asked = { port: port.port, seq };
  }

  /** The answer as far as it is written; at first the last one to that tag. */
  draft(port: HumanPort, asked: Request): AnswerDraft {
    const written = this.#drafts.get(keyOf(port, asked));
    return written ?? this.#lastAnswers.get(asked.tag ?? '') ?? { tag: '', arguments: '' };
  }

  edit(port: HumanPort, asked: Request, change: Partial<AnswerDraft>): void {
    const next = { ...this.draft(port, asked), ...change };
    this.#drafts = new Map(this.#drafts).set(keyOf(port, asked), next);
  }

  /** @returns true when it is open */
  async open(name: string): Promise<boolean> {
    return this.task.run(async () => {
      this.#selected = (await request('human.open', { name })).port;
    });
  }

  async close(port: PortId): Promise<boolean> {
    return this.task.run(() => request('human.close', { port }));
  }

  async join(port: PortId, group: string, member: boolean): Promise<boolean> {
    return this.task.run(() => request('human.join', { port, group, member }));
  }

  async setRules(port: PortId, rules: readonly AnswerRule[]): Promise<boolean> {
    return this.task.run(() => request('human.rules', { port, rules }));
  }

  /** Sends the answer that is written; variables are filled in. */
  async answer(port: HumanPort, asked: Request): Promise<boolean> {
    const answer = this.draft(port, asked);
    return this.task.run(async () => {
      const destination = { kind: 'port', port: asked.replyPort } as const;
      const draft: MessageDraft = { destination, ...answer };
      const { message } = await request('draft.resolve', { draft, take: true });
      await request('human.answer', { port: port.port, seq: asked.seq, message });
      this.#lastAnswers.set(asked.tag ?? '', answer);
    });
  }

  async dismiss(port: PortId, seq: number): Promise<boolean> {
    return this.task.run(() => request('human.dismiss', { port, seq }));
  }
}

function keyOf({ port }: HumanPort, { seq }: Request): string {
  return `${seq} ${port}`;
}

export const humanPorts = new HumanPortsState();
