import type { Clock } from '../../shared/clock.ts';
import type { Push } from '../../shared/contract.ts';
import { portNameOf } from '../../shared/ids.ts';
import type { Node } from '../mp/mp.ts';
import { Calls } from './calls.ts';
import { Deliveries } from './deliveries.ts';
import { MessageLog } from './messages.ts';
import { NetworkObserver } from './network.ts';
import { Rates } from './rates.ts';
import { Survey } from './survey.ts';

export interface ObservationOptions {
  node: Node;
  clock: Clock;
  /** A new text that nobody can guess. */
  newToken: () => string;
  /** Called when {@link Observation.takeChange} has something to tell; often, so keep it cheap. */
  onChange: () => void;
}

/** All that the dashboard learns from one node, from its first moment on. */
export class Observation {
  readonly node: Node;
  readonly network: NetworkObserver;
  readonly messages: MessageLog;
  readonly survey: Survey;
  readonly deliveries: Deliveries;
  readonly calls: Calls;
  readonly #rates: Rates;
  #droppedTold = 0;

  /** Begin before the node has connections: what passed before is not seen. */
  constructor(options: ObservationOptions) {
    const { node, clock, newToken, onChange } = options;
    this.node = node;
    this.network = new NetworkObserver(node, clock, onChange);
    this.#rates = new Rates(clock, onChange);
    const onTraffic = (direction: 'in' | 'out'): void => this.#rates.count(direction);
    const messages = new MessageLog({ node, clock, onTraffic, onChange });
    this.messages = messages;
    this.survey = new Survey({
      node,
      clock,
      newToken,
      onAnswer: (from, claimed, roundTrip) => {
        this.network.report(from, claimed);
        this.network.measured(from, roundTrip);
      },
    });
    messages.addSystemPort(portNameOf(this.survey.port));
    this.deliveries = new Deliveries({ node, clock, messages, newToken });
    this.calls = new Calls({ node, clock, messages });
  }

  /** Everything; later rows follow with {@link takeChange}. */
  takeAll(): Push {
    this.messages.rewind();
    this.#droppedTold = this.messages.dropped;
    return {
      network: this.network.takeAll(),
      messages: this.messages.takeRows(),
      messagesDropped: this.#droppedTold,
      rates: this.#rates.takeAll(),
    };
  }

  /** What changed since it was last told. Empty when nothing did. */
  takeChange(): Push {
    const push: Push = {};
    const network = this.network.takeChange();
    if (network) push.network = network;
    const messages = this.messages.takeRows();
    if (messages.length > 0) push.messages = messages;
    const rates = this.#rates.takeChange();
    if (rates) push.rates = rates;
    if (this.messages.dropped !== this.#droppedTold) {
      this.#droppedTold = this.messages.dropped;
      push.messagesDropped = this.#droppedTold;
    }
    return push;
  }

  /** Stops listening. Call it before the node is closed; open calls and deliveries end. */
  dispose(): void {
    for (const part of [this.deliveries, this.calls, this.survey, this.messages]) part.dispose();
    this.network.dispose();
    this.#rates.dispose();
  }
}
