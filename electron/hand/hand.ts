import { randomUUID } from 'node:crypto';
import type { Clock } from '../../shared/clock.ts';
import type { LogLevel, Push } from '../../shared/contract.ts';
import { MeshError } from '../../shared/errors.ts';
import type { HandRequests, MessageDraft, Sequence, Variables } from '../../shared/hand.ts';
import type { NodeId, PortId } from '../../shared/ids.ts';
import { nodeOf, portNameOf } from '../../shared/ids.ts';
import type { Json, Reason } from '../../shared/json.ts';
import type { Delivery, MessageRequests } from '../../shared/messages.ts';
import type { Random } from '../mp/crypto/random.ts';
import { systemRandom } from '../mp/crypto/random.ts';
import type { Node } from '../mp/mp.ts';
import type { MessageStore } from '../observe/inspect/store.ts';
import type { Observation } from '../observe/observation.ts';
import { CallJob } from './call-job.ts';
import { Calls } from './calls.ts';
import { Deliveries } from './deliveries.ts';
import { Drafts } from './drafts.ts';
import { HumanPorts } from './human-ports.ts';
import { Jobs } from './jobs.ts';
import { Paced } from './paced.ts';
import { RepeatJob } from './repeat-job.ts';
import type { SendingOptions } from './sending.ts';
import { canonical, isKnownNode, unknownDestination } from './sending.ts';
import { SequenceJob } from './sequence-job.ts';
import { recordSequence } from './sequence-record.ts';
import type { Notify } from './watches.ts';
import { Watches } from './watches.ts';

type Args<Name extends keyof HandRequests> = HandRequests[Name]['args'];
type List = 'jobs' | 'humanPorts' | 'watches';

/** What the hand has from the program around it; the same for every node that runs. */
export interface HandServices {
  /** The person's own variables. */
  variables: () => Variables;
  notify: Notify;
  log: (
    level: LogLevel,
    text: string,
    about: { peer?: NodeId | null; error?: MeshError | null },
  ) => void;
  random?: Random;
  newUuid?: () => string;
}

export interface HandOptions extends HandServices {
  observation: Observation;
  clock: Clock;
  /** A new text that nobody can guess. */
  newToken: () => string;
  /** Called when {@link Hand.takeChange} has something to tell. */
  onChange: () => void;
}

/**
 * The hand of the person at one node: what is sent, asked, repeated, answered and watched. It lives with
 * the node, not with the window.
 */
export class Hand {
  readonly deliveries: Deliveries;
  readonly calls: Calls;
  readonly jobs: Jobs;
  readonly humanPorts: HumanPorts;
  readonly watches: Watches;
  readonly #options: HandOptions;
  readonly #node: Node;
  readonly #sending: SendingOptions;
  readonly #random: Random;
  readonly #drafts: Drafts;
  readonly #changes: Paced<List>;

  constructor(options: HandOptions) {
    const { clock, newToken, newUuid = randomUUID, random = systemRandom, variables } = options;
    const { node, messages } = options.observation;
    this.#options = options;
    this.#node = node;
    this.#random = random;
    this.#sending = { node, clock, messages };
    this.#changes = new Paced(clock, options.onChange);
    this.#drafts = new Drafts({ node, clock, random, newUuid, variables });
    this.deliveries = new Deliveries({ ...this.#sending, newToken });
    this.calls = new Calls(this.#sending);
    this.jobs = new Jobs(clock, () => this.#changes.touch('jobs'));
    this.humanPorts = this.#createHumanPorts();
    this.watches = this.#createWatches();
  }

  /**
   * Sends what the person wrote; to just one port, it answers the request that waits there.
   * @returns and throws as {@link Deliveries.send}
   */
  async send({ to, message, draft }: MessageRequests['message.send']['args']): Promise<Delivery[]> {
    const answered = this.#answering(draft ?? null, to[0]);
    const deliveries = await this.deliveries.send(to, message);
    if (deliveries[0]?.outcome !== 'lost') answered();
    return deliveries;
  }

  /** @throws MeshError `destination-unknown`, `limit-reached`, or why the message can't be sent */
  startCall({ draft, ...wanted }: Args<'call.start'>): number {
    const answered = this.#answering(draft, wanted.to);
    const job = this.jobs.start(draft, (changed) => new CallJob(this.#sending, wanted, changed));
    answered();
    return job;
  }

  /** @throws MeshError as {@link resolve}, `destination-unknown`, `limit-reached` */
  startRepeat(wanted: Args<'repeat.start'>): number {
    const { deliveries, calls } = this;
    const drafts = this.#drafts;
    const options = { ...this.#sending, random: this.#random, drafts, deliveries, calls };
    return this.jobs.start(wanted.draft, (changed) => new RepeatJob(options, wanted, changed));
  }

  /** @throws MeshError `filter-invalid`, `json-invalid`, `variable-invalid`, `limit-reached` */
  runSequence(sequence: Sequence): number {
    const options = { ...this.#sending, drafts: this.#drafts, deliveries: this.deliveries };
    return this.jobs.start(null, (changed) => new SequenceJob(options, sequence, changed));
  }

  /**
   * @param store where the messages are
   * @throws MeshError `value-invalid`, `limit-reached`
   */
  record(store: MessageStore, { seqs, name }: Omit<Args<'sequence.record'>, 'source'>): Sequence {
    return recordSequence(store, seqs, { id: this.#options.newToken(), name });
  }

  /**
   * What a draft would send now.
   * @param take it is going to be sent: `{{seq}}` counts on
   * @throws MeshError `variable-missing`, `variable-invalid`, `json-invalid`, `destination-unknown`
   */
  resolve(draft: MessageDraft, take: boolean): { to: PortId[]; message: Json[] } {
    const to = this.#drafts.destinations(draft.destination);
    const message = this.#drafts.message(draft, this.#drafts.lookup(this.#drafts.seq(false)));
    if (take) this.#drafts.seq(true);
    return { to, message };
  }

  /**
   * Kills a port anywhere in the network.
   * @throws MeshError `destination-invalid` for node ports and the ports that this program works with,
   *   `destination-unknown`, `message-unencodable`
   */
  kill(wanted: PortId, reason: Reason): void {
    const port = canonical(wanted);
    if (portNameOf(port) === '') {
      throw new MeshError(
        'destination-invalid',
        `${nodeOf(port)} is a node, and can't be killed.`,
        {
          next: 'Choose one of its ports.',
        },
      );
    }
    const { measuring } = this.#options.observation;
    if (port === measuring.surveyPort || port === this.deliveries.port) {
      throw new MeshError('destination-invalid', `Meshdeck itself works with the port ${port}.`, {
        next: 'Leave it alone; it ends with the program.',
      });
    }
    if (!isKnownNode(this.#node, port)) throw unknownDestination(port);
    this.#sending.messages.byHand(() => this.#node.kil(port, ...reason));
  }

  takeAll(): Push {
    this.#changes.clear();
    return { jobs: this.jobs.views(), ...this.#views('humanPorts'), ...this.#views('watches') };
  }

  /** What changed since it was last told. Empty when nothing did. */
  takeChange(): Push {
    return Object.assign({}, ...this.#changes.take().map((list) => this.#views(list))) as Push;
  }

  /** Ends all of it. Call it before the node is closed. */
  dispose(): void {
    for (const part of [this.jobs, this.humanPorts, this.watches]) part.dispose();
    for (const part of [this.calls, this.deliveries]) part.dispose();
    this.#changes.dispose();
  }

  /** What is sent to a group is meant for no single one of its ports. */
  #answering(draft: MessageDraft | null, to: PortId | undefined): () => void {
    const meant = draft?.destination.kind === 'port' && to !== undefined;
    return meant ? this.humanPorts.sendingTo(to) : () => undefined;
  }

  #views(list: List): Push {
    return { [list]: this[list].views() };
  }

  #createHumanPorts(): HumanPorts {
    const { log, observation } = this.#options;
    return new HumanPorts({
      ...this.#sending,
      messages: observation.messages,
      drafts: this.#drafts,
      deliveries: this.deliveries,
      warn: (text, error) => log('warning', text, { error }),
      onChange: () => this.#changes.touch('humanPorts'),
    });
  }

  #createWatches(): Watches {
    const { clock, notify, log } = this.#options;
    return new Watches({
      node: this.#node,
      clock,
      notify,
      log: (level, text, peer) => log(level, text, { peer }),
      onChange: () => this.#changes.touch('watches'),
    });
  }
}

/** What the window is told while no node runs. */
export const NOTHING_IN_HAND = { jobs: [], humanPorts: [], watches: [] } as const satisfies Push;
