import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A program in a process of its own; what it prints is looked at line by line. It ends with the test. */
export class Program {
  readonly lines: string[] = [];
  readonly ended: Promise<Ended>;
  readonly #process: ChildProcess;
  #stderr = '';
  #look: (() => boolean)[] = [];

  /** @param args of Node.js: the script first */
  constructor(args: readonly string[], environment: Record<string, string> = {}) {
    const {
      MESHDECK_SECRET: _,
      PERL_ANYEVENT_MP_RC: __,
      INIT_CWD: ___,
      ...inherited
    } = process.env;
    this.#process = spawn(process.execPath, args, {
      env: { ...inherited, ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
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

  /** Types a line. */
  type(text: string): void {
    this.#process.stdin?.write(`${text}\n`);
  }

  /** Waits for a line of standard output, one that is there or one to come. */
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
        reject(new Error(`The program ended with ${code}: ${stderr}`)),
      );
    });
  }

  #take(line: string): void {
    this.lines.push(line);
    this.#look = this.#look.filter((look) => !look());
  }
}
