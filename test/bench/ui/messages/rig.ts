import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Handlers } from '../../../../electron/ipc/bridge.ts';
import { messageHandlers } from '../../../../electron/ipc/handlers/message.ts';
import type { PushPart } from '../../../../electron/ipc/publisher.ts';
import type { SessionControl } from '../../../../electron/ipc/services.ts';
import { Log } from '../../../../electron/log.ts';
import { configure } from '../../../../electron/mp/mp.ts';
import { Inspector } from '../../../../electron/observe/inspect/inspector.ts';
import type { MessageLimits } from '../../../../electron/observe/message-ring.ts';
import { endRun, RunStarter } from '../../../../electron/run.ts';
import { SessionPart } from '../../../../electron/session-state.ts';
import type { Run } from '../../../../electron/session-state.ts';
import { systemClock } from '../../../../shared/clock.ts';
import type { LibraryView } from '../../../../shared/hand.ts';
import type { PortId } from '../../../../shared/ids.ts';
import type { MessageRequests } from '../../../../shared/messages.ts';

export interface RigOptions {
  secret: string;
  limits: MessageLimits;
  /** Without it nobody looks at the messages. */
  tap: boolean;
}

/** Between two looks whether everything has arrived, ms. */
const LOOK_INTERVAL = 10;
const EMPTY_LIBRARY: LibraryView = {
  messages: [],
  sequences: [],
  variables: {},
  filters: [],
  history: [],
  problem: null,
};

/** A real node behind the window, with all that the program has between its messages and the page. */
export class MessagesRig {
  readonly handlers: Pick<Handlers, keyof MessageRequests | 'library.get'>;
  readonly #inspector: Inspector;
  readonly #onChange: () => void;
  #limits: MessageLimits = { messages: 0, octets: 0 };
  #run: Run | null = null;
  #part: SessionPart | null = null;
  #received = 0;

  /** @param onChange called when there is something to take from {@link parts} */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
    this.#inspector = new Inspector({
      live: () => this.#run && { log: this.#run.observation.messages, profile: 'bench' },
      clock: systemClock,
      files: { chooseSave: refuse, chooseOpen: refuse },
      limits: { get: () => this.#limits, set: (limits) => (this.#limits = limits) },
      version: '0.0.0',
      onChange,
    });
    const session = { hand: refuse } as unknown as SessionControl;
    this.handlers = {
      ...messageHandlers(session, this.#inspector, { remember: () => undefined }),
      'library.get': () => EMPTY_LIBRARY,
    };
  }

  /** What tells of the node; `null` while there is none. */
  parts(): PushPart[] | null {
    return this.#part && [this.#part, this.#inspector];
  }

  /** Messages that have reached the port. */
  get received(): number {
    return this.#received;
  }

  /** Starts a node in the place of the one before; the page must be loaded anew after that. */
  async open({ secret, limits, tap }: RigOptions): Promise<{ address: string; port: PortId }> {
    await this.close();
    this.#limits = limits;
    const run = await this.#start(secret);
    if (!tap) run.observation.messages.dispose();
    const { node } = run;
    this.#received = 0;
    const port = node.port(() => void (this.#received += 1));
    this.#run = run;
    this.#part = new SessionPart({ phase: 'running', run }, '');
    return { address: node.listeners[0] ?? '', port };
  }

  /** Waits until so many messages have reached the port. */
  async arrived(count: number): Promise<void> {
    while (this.#received < count) await delay(LOOK_INTERVAL);
  }

  async close(): Promise<void> {
    const run = this.#run;
    this.#run = null;
    this.#part = null;
    if (run) await endRun(run);
  }

  #start(secret: string): Promise<Run> {
    const overrides = { nodeId: 'watched', secret, binds: ['127.0.0.1:*'], seeds: [] };
    const say = (line: string): void => void process.stderr.write(`${line}\n`);
    const starter = new RunStarter({
      profile: 'bench',
      clock: systemClock,
      log: new Log(systemClock, say, () => undefined),
      configure: (options) => configure({ ...options, rc: null, overrides }),
      startDemo: refuse,
      newToken: () => randomUUID(),
      limits: () => this.#limits,
      onObserved: this.#onChange,
    });
    return starter.configured('', this.#onChange);
  }
}

function refuse(): never {
  throw new Error('Nobody asks for that while something is measured');
}
