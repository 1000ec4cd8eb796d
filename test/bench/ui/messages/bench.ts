import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { BrowserWindow } from 'electron';
import type { Bench } from '../bench.ts';
import { countPresented } from '../presented.ts';
import { watchLoop } from './loop.ts';
import type { MessagesRig, RigOptions } from './rig.ts';
import { spinWheel } from './wheel.ts';

/** What orders carry besides their names. */
type Facts = Readonly<Record<string, unknown>>;
type Answer = Readonly<Record<string, unknown>>;

/** Octets that the ring may take: its number of messages is what bounds it here. */
const ENOUGH_OCTETS = 1024 * 1024 * 1024;

/** Drives the window while it shows the messages of a real node. */
export class MessagesBench {
  readonly #window: BrowserWindow;
  readonly #bench: Bench;
  readonly #rig: MessagesRig;

  constructor(window: BrowserWindow, bench: Bench, rig: MessagesRig) {
    this.#window = window;
    this.#bench = bench;
    this.#rig = rig;
  }

  /** Starts a node, and shows its messages in a page that is loaded anew. */
  async open({ secret, messages, tap }: Facts): Promise<Answer> {
    const limits = { messages: messages as number, octets: ENOUGH_OCTETS };
    const options = { secret, tap, limits } as RigOptions;
    const where = await this.#rig.open(options);
    await this.#bench.reload();
    await this.#bench.press({ text: 'Messages' });
    return where;
  }

  /** Ends the node; what other figures measure has none. */
  async close(): Promise<void> {
    await this.#rig.close();
    await this.#bench.reload();
  }

  /** Waits until so many messages have reached the port. */
  async arrived({ count }: Facts): Promise<void> {
    await this.#rig.arrived(count as number);
  }

  /** While messages come by themselves: how many a second, and the longest gaps of page and main process, ms. */
  async traffic({ duration }: Facts): Promise<Answer> {
    const before = this.#rig.received;
    const beganAt = performance.now();
    const { page, main } = await this.#gaps(() => delay(duration as number), duration as number);
    const seconds = (performance.now() - beganAt) / 1000;
    return { value: (this.#rig.received - before) / seconds, page, main };
  }

  /** Octets in use without garbage: the heap of this process, and all that the page's alone has. */
  async heap(): Promise<Answer> {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    collect();
    const { heapUsed, external } = process.memoryUsage();
    const { value } = await this.#bench.memory();
    return { main: heapUsed + external, page: value };
  }

  /** Sets a filter as a person does. @returns ms to a screen full of its rows, and until all are counted */
  async filter({ text, shows }: Facts): Promise<Answer> {
    return (await this.#page('filter', text, shows)) as Answer;
  }

  /** Opens the newest message. @returns ms until its content is there, and the longest gaps afterwards */
  async openNewest({ tag, duration }: Facts): Promise<Answer> {
    let value: unknown;
    const gaps = await this.#gaps(async () => {
      value = await this.#page('openNewest', tag);
    }, duration as number);
    return { value, ...gaps };
  }

  /** Pictures a second that reach the screen while the wheel is spun over the list. */
  async scroll({ warmUp, duration }: Facts): Promise<Answer> {
    await this.#page('toMiddle');
    const stop = spinWheel(this.#window);
    await delay(warmUp as number);
    const { result, presented } = await countPresented(() => {
      return this.#page('frames', duration);
    });
    stop();
    return { ...(result as Answer), presented };
  }

  async #gaps(
    action: () => Promise<unknown>,
    duration: number,
  ): Promise<{ page: number; main: number }> {
    const end = watchLoop();
    const watching = this.#window.webContents.executeJavaScript(
      `meshdeckBench.longestGap(${duration})`,
    ) as Promise<{ value: number }>;
    await action();
    const { value: page } = await watching;
    return { page, main: end() };
  }

  #page(name: string, ...args: readonly unknown[]): Promise<unknown> {
    const list = args.map((arg) => JSON.stringify(arg)).join(', ');
    return this.#window.webContents.executeJavaScript(`meshdeckMessages.${name}(${list})`);
  }
}
