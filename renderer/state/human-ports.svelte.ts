import { MeshError } from '../../shared/errors.ts';
import type { AnswerRule, HumanPort, MessageDraft } from '../../shared/hand.ts';
import type { PortId } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';
import type { Delivery } from '../../shared/messages.ts';
import type { AnswerDraft, Asked, Request } from './answer-drafts.svelte.ts';
import { AnswerDrafts } from './answer-drafts.svelte.ts';
import { request } from './client.ts';
import { Task } from './task.svelte.ts';
import { reasonWords } from './words.ts';

export type { AnswerDraft, Asked, Request } from './answer-drafts.svelte.ts';

/** What is written for one port, and not set yet. */
export interface PortForm {
  /** The tag and the template of a rule. */
  tag: string;
  answer: string;
  /** A group to join. */
  group: string;
}

const EMPTY_FORM: PortForm = { tag: '', answer: '', group: '' };

/** Own ports that a person answers for, with the answers that are being written. */
export class HumanPortsState {
  readonly task = new Task();
  /** The name of a port that is to be opened. */
  newName = $state('');
  readonly #drafts = new AnswerDrafts();
  #list = $state.raw<readonly HumanPort[]>([]);
  #selected = $state.raw<PortId | null>(null);
  #asked = $state.raw<{ port: PortId; seq: number } | null>(null);
  #forms = $state.raw<ReadonlyMap<PortId, PortForm>>(new Map());
  /** What this window is answering, or closing (`seq: null`): news of it may come before the outcome. */
  #acting = $state.raw<{ port: PortId; seq: number | null } | null>(null);

  get list(): readonly HumanPort[] {
    return this.#list;
  }
  /** Requests that are no longer open, though an answer to them is being written. */
  get gone(): readonly Asked[] {
    return this.#drafts.kept.filter((each) => !this.isOpen(each) && !this.#isActedOn(each));
  }
  /** Ports that are closed, though an answer of theirs is being written. */
  get closed(): readonly HumanPort[] {
    const ports = new Map(this.gone.map(({ port }) => [port.port, port]));
    return [...ports.values()].filter(({ port }) => !this.has(port));
  }
  /** The port that is looked at: the chosen one, else the first. */
  get selected(): HumanPort | null {
    const all = [...this.#list, ...this.closed];
    return all.find(({ port }) => port === this.#selected) ?? all[0] ?? null;
  }
  /** Requests that wait for an answer, at all ports. */
  get waiting(): number {
    return this.#list.reduce((sum, { unanswered }) => sum + unanswered.length, 0);
  }
  /** The request that is being answered: the chosen one, else the oldest. */
  get request(): Request | null {
    const { selected } = this;
    if (!selected) return null;
    const chosen = this.#asked?.port === selected.port ? this.#asked.seq : undefined;
    const open = this.has(selected.port) ? selected.unanswered : [];
    const all = [...open, ...this.goneOf(selected)];
    return all.find(({ seq }) => seq === chosen) ?? all[0] ?? null;
  }

  /** Whether that port is open. */
  has(port: PortId): boolean {
    return this.#list.some((each) => each.port === port);
  }

  /** Whether that request waits for an answer. */
  isOpen({ port, asked }: Asked): boolean {
    const now = this.#list.find((each) => each.port === port.port);
    return now?.unanswered.some(({ seq }) => seq === asked.seq) ?? false;
  }

  /** Requests of one port that are no longer open, see {@link gone}. */
  goneOf({ port }: HumanPort): readonly Request[] {
    return this.gone.filter((each) => each.port.port === port).map(({ asked }) => asked);
  }

  apply(list: readonly HumanPort[]): void {
    this.#list = list;
    this.#drafts.prune((each) => this.isOpen(each));
    const forms = [...this.#forms].filter(([port]) => this.has(port));
    if (forms.length < this.#forms.size) this.#forms = new Map(forms);
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
    return this.#drafts.of(port, asked);
  }

  /** From now on it is the chosen one, so that no other takes its place. */
  edit(port: HumanPort, asked: Request, change: Partial<AnswerDraft>): void {
    this.choose(port, asked);
    this.#drafts.edit(port, asked, change);
  }

  /** The answer to it has the focus, and stays where it is whatever happens. */
  hold(port: HumanPort, asked: Request): void {
    this.choose(port, asked);
    this.#drafts.hold({ port, asked });
  }

  /** The answer to it no longer has the focus. */
  release(port: HumanPort, asked: Request): void {
    this.#drafts.release({ port, asked });
  }

  /** Throws away what is written. */
  discard(port: HumanPort, asked: Request): void {
    this.#drafts.discard(port, asked);
  }

  /** What is written for that port. */
  form(port: PortId): PortForm {
    return this.#forms.get(port) ?? EMPTY_FORM;
  }

  editForm(port: PortId, change: Partial<PortForm>): void {
    this.#forms = new Map(this.#forms).set(port, { ...this.form(port), ...change });
  }

  /** @returns true when it is open */
  async open(name: string): Promise<boolean> {
    return this.task.run(async () => {
      this.#selected = (await request('human.open', { name })).port;
    });
  }

  /** Closes a port, and throws away what is written for it. */
  async close(port: PortId): Promise<boolean> {
    return this.#act({ port, seq: null }, async () => {
      await request('human.close', { port });
      this.#drafts.discardPort(port);
    });
  }

  async join(port: PortId, group: string, member: boolean): Promise<boolean> {
    return this.task.run(() => request('human.join', { port, group, member }));
  }

  async setRules(port: PortId, rules: readonly AnswerRule[]): Promise<boolean> {
    return this.task.run(() => request('human.rules', { port, rules }));
  }

  /**
   * Sends the answer that is written; variables are filled in. When the request is no longer open, it
   * goes to its reply port all the same.
   */
  async answer(port: HumanPort, asked: Request): Promise<boolean> {
    const answer = this.draft(port, asked);
    return this.#act({ port: port.port, seq: asked.seq }, async () => {
      const destination = { kind: 'port', port: asked.replyPort } as const;
      const draft: MessageDraft = { destination, ...answer };
      const { message } = await request('draft.resolve', { draft, take: true });
      assertArrived(await this.#send({ port, asked }, message));
      this.#drafts.sent(port, asked, answer);
    });
  }

  async dismiss(port: PortId, seq: number): Promise<boolean> {
    return this.task.run(() => request('human.dismiss', { port, seq }));
  }

  async #send(to: Asked, message: readonly Json[]): Promise<Delivery | undefined> {
    const { port, asked } = to;
    if (this.isOpen(to)) {
      return request('human.answer', { port: port.port, seq: asked.seq, message });
    }
    return (await request('message.send', { to: [asked.replyPort], message }))[0];
  }

  async #act(
    on: { port: PortId; seq: number | null },
    action: () => Promise<void>,
  ): Promise<boolean> {
    return this.task.run(async () => {
      this.#acting = on;
      try {
        await action();
      } finally {
        this.#acting = null;
      }
    });
  }

  #isActedOn({ port, asked }: Asked): boolean {
    const acting = this.#acting;
    return acting?.port === port.port && (acting.seq === null || acting.seq === asked.seq);
  }
}

/** @throws MeshError when nobody got the answer: then what was written stays */
function assertArrived(delivery: Delivery | undefined): void {
  if (delivery?.outcome === 'lost') {
    throw new MeshError('connection-lost', `The answer was lost: ${reasonWords(delivery.reason)}`, {
      next: 'Answer again when the node is back, or dismiss the request.',
    });
  }
  if (delivery?.outcome === 'no-such-port') {
    throw new MeshError('port-unknown', 'Nobody got the answer: its reply port is gone.', {
      next: 'Discard the answer, or send it to another port with the composer.',
    });
  }
}

export const humanPorts = new HumanPortsState();
