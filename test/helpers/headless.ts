import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What `npm run node` runs, without npm around it. */
const COMMAND = join(ROOT, 'build', 'node.mjs');

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A headless node in a process of its own; it ends with the test. */
export class Headless {
  readonly lines: string[] = [];
  readonly ended: Promise<Ended>;
  readonly #process: ChildProcess;
  #stderr = '';
  #look: (() => boolean)[] = [];

  constructor(args: readonly string[], environment: Record<string, string> = {}) {
    const { MESHDECK_SECRET: _, PERL_ANYEVENT_MP_RC: __, ...inherited } = process.env;
    this.#process = spawn(process.execPath, [COMMAND, ...args], {
      env: { ...inherited, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { stdout, stderr } = this.#process;
    if (stdout) createInterface(stdout).on('line', (line) => this.#take(line));
    stderr?.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text));
    this.ended = new Promise((resolve) => {
      this.#process.on('close', (code) =>
        resolve({ code, stdout: this.lines.join('\n'), stderr: this.#stderr }),
      );
    });
    onTestFinished(async () => {
      await this.kill('SIGKILL');
    });
  }

  async kill(signal: NodeJS.Signals): Promise<Ended> {
    this.#process.kill(signal);
    return this.ended;
  }

  /** Waits for a line of standard output. */
  line(matches: (line: string) => boolean): Promise<string> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = this.lines.find(matches);
        if (found !== undefined) resolve(found);
        return found !== undefined;
      };
      if (look()) return;
      this.#look.push(look);
      void this.ended.then(({ code, stderr }) =>
        reject(new Error(`The node ended with ${code}: ${stderr}`)),
      );
    });
  }

  /** Waits for an event of `--events` with these fields. */
  async event(fields: Record<string, unknown>): Promise<Record<string, unknown>> {
    const matches = (line: string) => {
      const event = JSON.parse(line) as Record<string, unknown>;
      return Object.entries(fields).every(([key, value]) => event[key] === value);
    };
    return JSON.parse(await this.line(matches)) as Record<string, unknown>;
  }

  #take(line: string): void {
    this.lines.push(line);
    this.#look = this.#look.filter((look) => !look());
  }
}
