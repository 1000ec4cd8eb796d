import { SECRET, worker } from '../commands.mjs';
import { withProcesses } from '../process.mjs';
import { withWindow } from './window.mjs';

/** Messages a second of a whole stock: faster than they are read, and never too many under way. */
const STOCK_PER_SECOND = 40_000;

/** A window that shows the messages of a node, and another node that sends some. */
export class MessagesWindow {
  #window;
  #start;
  #source = null;
  /** Times that it was told to send. */
  #paces = 0;
  /** Messages that it sent: so many a second, and long ones. */
  #paced = 0;
  #long = 0;

  constructor(window, start) {
    this.#window = window;
    this.#start = start;
  }

  ask(order, facts) {
    return this.#window.ask(order, facts);
  }

  measure(name, order, facts) {
    return this.#window.measure(name, order, facts);
  }

  /**
   * Starts both nodes anew.
   *
   * @param {object} facts
   * @param {number} facts.messages how many are kept
   * @param {boolean} [facts.tap] whether they are looked at at all
   */
  async open({ messages, tap = true }) {
    await this.#source?.stop();
    const where = await this.#window.ask('messages-open', { secret: SECRET, messages, tap });
    this.#source = this.#start(worker('message-source', where));
    [this.#paces, this.#paced, this.#long] = [0, 0, 0];
    await this.#source.told('up');
  }

  /** Has messages come until {@link rest}. */
  pace(perSecond) {
    this.#source.do('pace', { perSecond, answer: this.#nextAnswer() });
  }

  /** Ends that, and waits until the last one has arrived. */
  async rest() {
    this.#source.do('rest');
    await this.#arrived();
  }

  /** Sends so many, and waits until they have arrived. */
  async stock(count) {
    const answer = this.#nextAnswer();
    this.#source.do('pace', { perSecond: STOCK_PER_SECOND, count, answer });
    await this.#arrived();
  }

  /** Sends one long message, and waits until it has arrived. */
  async long(octets) {
    this.#source.do('long', { octets });
    this.#long += 1;
    await this.#window.ask('arrived', { count: this.#paced + this.#long });
  }

  #nextAnswer() {
    return `rested ${++this.#paces}`;
  }

  async #arrived() {
    const { sent } = await this.#source.told(`rested ${this.#paces}`);
    this.#paced = sent;
    await this.#window.ask('arrived', { count: this.#paced + this.#long });
  }
}

/**
 * Runs `action` with such a window, and closes everything in any case.
 *
 * @template T
 * @param {import('./window.mjs').WindowContext} context
 * @param {(window: MessagesWindow) => Promise<T>} action
 * @returns {Promise<T>}
 */
export function withMessages(context, action) {
  return withProcesses((start) =>
    withWindow(context, (window) => action(new MessagesWindow(window, start))),
  );
}
