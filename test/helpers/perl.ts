import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Json } from '../../shared/json.ts';
import { SECRET } from './nodes.ts';

const PROGRAM = fileURLToPath(new URL('../integration/perl/peer.pl', import.meta.url));

/** Whether the reference implementation is installed. */
export function hasReference(): boolean {
  return spawnSync('perl', ['-MAnyEvent::MP', '-e1'], { stdio: 'ignore' }).status === 0;
}

/** A node of the reference implementation, in a process of its own; see `peer.pl`. */
export class PerlNode {
  readonly told: Json[][] = [];
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  #waiting: (() => boolean)[] = [];

  /** @param more further configuration values, by their names in the file */
  constructor(nodeId: string, bind: string, seed: string, more: Record<string, Json> = {}) {
    // Without the file of whoever runs the test: its values would win over ours.
    const env = { ...process.env, PERL_ANYEVENT_MP_RC: '/dev/null' };
    this.#process = spawn('perl', [PROGRAM, nodeId, bind, seed, SECRET, JSON.stringify(more)], {
      env,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    createInterface(this.#process.stdout).on('line', (line) => {
      this.told.push(JSON.parse(line) as Json[]);
      this.#waiting = this.#waiting.filter((look) => !look());
    });
    onTestFinished(() => void this.#process.kill('SIGKILL'));
  }

  /** Waits for something told, now or before, that begins with these elements. */
  tells(...start: Json[]): Promise<Json[]> {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.told.find((told) =>
          start.every((part, index) => JSON.stringify(part) === JSON.stringify(told[index])),
        );
        if (found) resolve(found);
        return found !== undefined;
      };
      if (!look()) this.#waiting.push(look);
    });
  }

  do(...request: Json[]): void {
    this.#process.stdin.write(`${JSON.stringify(request)}\n`);
  }

  kill(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  /** Its first listener, once it is ready. */
  async address(): Promise<string> {
    const [, address] = await this.tells('ready');
    return address as string;
  }
}
