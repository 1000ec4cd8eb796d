import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Nothing that is measured takes longer. */
const LIMIT_MS = 60_000;

const running = new Set();

/**
 * One process of a measurement: tells JSON lines `{"tell": …}` on its standard output, takes orders
 * `{"do": …}` on its standard input, and ends with that.
 */
export class BenchProcess {
  #child;
  #lines = [];
  #waiting = [];
  #errors = '';
  #ended;
  #failure = null;

  /**
   * @param {string[]} command program and arguments
   * @param {NodeJS.ProcessEnv} [environment]
   */
  constructor([program, ...args], environment = process.env) {
    this.#child = spawn(program, args, { env: environment, stdio: ['pipe', 'pipe', 'pipe'] });
    running.add(this);
    const { stdin, stdout, stderr } = this.#child;
    // It may have ended before it read what it was told.
    stdin.on('error', () => {});
    createInterface(stdout).on('line', (line) => this.#take(line));
    stderr.setEncoding('utf8').on('data', (text) => (this.#errors += text));
    this.#child.on('error', (error) => this.#fail(error));
    this.#ended = new Promise((resolve) => this.#child.on('close', resolve)).then((code) => {
      running.delete(this);
      this.#fail(new Error(`${args.join(' ')} ended with ${code}\n${this.#errors}`));
    });
  }

  /**
   * Waits for something told, now or before.
   *
   * @param {string} what e.g. `ready`
   * @param {number} [limit] ms
   * @returns {Promise<Record<string, any>>} the first line that tells it
   * @throws {Error} when the process ends or the time is up
   */
  told(what, limit = LIMIT_MS) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`No "${what}" within ${limit / 1000} s\n${this.#errors}`));
      }, limit);
      const look = () => {
        const line = this.#lines.find(({ tell }) => tell === what);
        if (!line && !this.#failure) return false;
        clearTimeout(timer);
        if (line) resolve(line);
        else reject(this.#failure);
        return true;
      };
      if (!look()) this.#waiting.push(look);
    });
  }

  /** Everything told so far. */
  all(what) {
    return this.#lines.filter(({ tell }) => tell === what);
  }

  do(order, facts = {}) {
    this.#child.stdin.write(`${JSON.stringify({ do: order, ...facts })}\n`);
  }

  /** Ends it, and waits until it is gone. */
  async stop() {
    this.kill();
    await this.#ended;
  }

  kill() {
    this.#child.kill('SIGKILL');
  }

  #take(line) {
    if (!line.startsWith('{')) return void (this.#errors += `${line}\n`);
    this.#lines.push(JSON.parse(line));
    this.#look();
  }

  #fail(error) {
    this.#failure ??= error;
    this.#look();
  }

  #look() {
    this.#waiting = this.#waiting.filter((look) => !look());
  }
}

/**
 * Runs `action` and ends the processes that it started, in any case.
 *
 * @template T
 * @param {(start: (command: string[], environment?: NodeJS.ProcessEnv) => BenchProcess) => Promise<T>} action
 * @returns {Promise<T>}
 */
export async function withProcesses(action) {
  const started = [];
  const start = (...args) => {
    started.push(new BenchProcess(...args));
    return started.at(-1);
  };
  try {
    return await action(start);
  } finally {
    await Promise.all(started.map((each) => each.stop()));
  }
}

/** Ends whatever runs, at once: the benchmark was interrupted. */
export function killAll() {
  for (const each of running) each.kill();
}
