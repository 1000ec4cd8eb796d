import type { Clock } from '../../shared/clock.ts';
import type { Push } from '../../shared/contract.ts';
import type { Node } from '../mp/mp.ts';
import { Chronicle } from './chronicle.ts';
import { LinkCounters } from './link-traffic.ts';
import { Measuring } from './measuring.ts';
import type { ObservationMemory } from './memory.ts';
import { NO_MEMORY } from './memory.ts';
import type { MessageLimits } from './message-ring.ts';
import { MessageLog } from './messages.ts';
import { NetworkObserver } from './network.ts';
import { Passing } from './passing.ts';
import { Rates } from './rates.ts';

export interface ObservationOptions {
  node: Node;
  clock: Clock;
  /** A new text that nobody can guess. */
  newToken: () => string;
  /** Called when {@link Observation.takeChange} has something to tell; often, so keep it cheap. */
  onChange: () => void;
  /** What outlives the observation; default: nothing. */
  memory?: ObservationMemory;
  /** How many messages are kept. */
  limits?: MessageLimits | undefined;
}

/** All that the dashboard learns from one node, from its first moment on. */
export class Observation {
  readonly node: Node;
  readonly network: NetworkObserver;
  readonly messages: MessageLog;
  readonly measuring: Measuring;
  /** What is wrong with the mesh, and what happened to it. */
  readonly chronicle: Chronicle;
  readonly #links: LinkCounters;
  readonly #rates: Rates;
  readonly #passing = new Passing();
  readonly #memory: ObservationMemory;
  readonly #onChange: () => void;
  #probingTold: boolean | null = null;

  /** Begin before the node has connections: what passed before is not seen. */
  constructor(options: ObservationOptions) {
    const { node, clock, newToken, onChange, memory = NO_MEMORY, limits } = options;
    this.node = node;
    this.#memory = memory;
    this.#onChange = onChange;
    let chronicle: Chronicle | null = null;
    const onMesh = (): void => {
      onChange();
      chronicle?.touch();
    };
    this.network = new NetworkObserver(node, clock, onMesh, {
      expected: memory.expected,
      onExpected: (nodes) => memory.keepExpected(nodes),
      far: memory.far,
      onFar: (nodes) => memory.keepFar(nodes),
    });
    this.chronicle = chronicle = new Chronicle({
      node,
      clock,
      network: this.network,
      measuredAt: (one, other) => this.measuring.measuredAt(one, other),
      onSlow: (links) => this.measuring.recheck(links),
      onChange,
    });
    this.#rates = new Rates(clock, onChange);
    this.#links = new LinkCounters(node, clock, onChange);
    this.measuring = new Measuring({ node, clock, newToken, network: this.network });
    this.measuring.probing = memory.probing;
    this.messages = new MessageLog({
      node,
      clock,
      onTraffic: (direction, peer) => {
        this.#rates.count(direction);
        this.#passing.count(direction, peer);
      },
      onChange,
      limits,
      isMeasuring: (message) => this.measuring.isOwn(message),
    });
  }

  /** Switches the measuring between other nodes on or off, also for later observations. */
  setProbing(on: boolean): void {
    this.measuring.probing = on;
    this.#memory.keepProbing(on);
    this.#onChange();
  }

  /** Everything but messages: those are looked at through lists. */
  takeAll(): Push {
    this.#probingTold = this.measuring.probing;
    this.#passing.clear();
    return {
      network: this.network.takeAll(),
      ...this.chronicle.takeAll(),
      traffic: this.#links.takeAll(),
      probing: this.#probingTold,
      rates: this.#rates.takeAll(),
    };
  }

  /** What changed since it was last told. Empty when nothing did. */
  takeChange(): Push {
    const push: Push = this.chronicle.takeChange();
    const network = this.network.takeChange();
    if (network) push.network = network;
    const traffic = this.#links.takeChange();
    if (traffic) push.traffic = traffic;
    const { probing } = this.measuring;
    if (probing !== this.#probingTold) push.probing = this.#probingTold = probing;
    const passed = this.#passing.takeChange();
    if (passed) push.passed = passed;
    const rates = this.#rates.takeChange();
    if (rates) push.rates = rates;
    return push;
  }

  /** Stops listening. Call it before the node is closed. */
  dispose(): void {
    for (const part of [this.measuring, this.messages]) part.dispose();
    for (const part of [this.chronicle, this.network, this.#links, this.#rates]) part.dispose();
  }
}
