import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../bundle/stamp.mjs';
import { electronArguments } from '../../start/flags.mjs';
import { BenchProcess } from '../process.mjs';

const FOLDER = join(ROOT, 'test', 'bench', 'ui');

/**
 * @typedef {object} WindowContext
 * @property {string} binary Electron's program
 * @property {NodeJS.ProcessEnv} environment with a display
 * @property {string | null} look a folder for profiles and pictures of what is measured
 */

/** A real window of Meshdeck whose main process takes orders, see test/bench/ui/main.ts. */
export class BenchWindow {
  #process;
  #userData;
  #look;
  #orders = 0;

  /**
   * @param {WindowContext} context
   * @returns {Promise<BenchWindow>} once its page is drawn
   */
  static async open(context) {
    const window = new BenchWindow(context);
    try {
      await window.#process.told('ready');
      return window;
    } catch (error) {
      await window.close();
      throw error;
    }
  }

  constructor({ binary, environment, look }) {
    this.#look = look;
    this.#userData = mkdtempSync(join(tmpdir(), 'meshdeck-bench-window-'));
    const facts = {
      out: join(ROOT, 'out'),
      pages: [join(FOLDER, 'page.js'), join(FOLDER, 'messages', 'page.js')],
      userData: this.#userData,
    };
    const args = electronArguments({
      root: join(FOLDER, 'boot'),
      args: [JSON.stringify(facts)],
      superuser: process.getuid?.() === 0,
      quiet: true,
    });
    this.#process = new BenchProcess([binary, ...args], environment);
  }

  /**
   * Gives an order and waits until it is carried out.
   *
   * @param {string} order
   * @param {object} [facts]
   * @returns {Promise<Record<string, any>>} what it brought
   */
  ask(order, facts = {}) {
    const answer = `answer ${++this.#orders}`;
    this.#process.do(order, { ...facts, answer });
    return this.#process.told(answer);
  }

  /**
   * Gives an order whose answer is a measurement. When somebody wants to look, the time that the page spends
   * with it is noted meanwhile, which makes it slower.
   *
   * @param {string} name of the measurement
   */
  async measure(name, order, facts) {
    if (this.#look === null) return this.ask(order, facts);
    await this.ask('look');
    const result = await this.ask(order, facts);
    await this.ask('look', { file: join(this.#look, name.replaceAll(/\W+/g, '-')) });
    return result;
  }

  async close() {
    await this.#process.stop();
    rmSync(this.#userData, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * Runs `action` with a window, and closes that in any case.
 *
 * @template T
 * @param {WindowContext} context
 * @param {(window: BenchWindow) => Promise<T>} action
 * @returns {Promise<T>}
 */
export async function withWindow(context, action) {
  const window = await BenchWindow.open(context);
  try {
    return await action(window);
  } finally {
    await window.close();
  }
}
