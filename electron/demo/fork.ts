import { utilityProcess } from 'electron';
import type { UtilityProcess } from 'electron';
import type { DemoChild, ForkNode } from './network.ts';

/** Characters of stderr kept per child. */
const COMPLAINT_LENGTH = 2_000;

/** Variables that children get: what Node.js itself needs, and nothing that would steer the node. */
const PASSED_ON = [
  'PATH',
  'HOME',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'TEMP',
  'SystemRoot',
  'NODE_ENV',
];

/**
 * Starts headless nodes as utility processes of Electron. They need no second program, work in packages
 * where ELECTRON_RUN_AS_NODE is off, and end with the main process however it ends.
 * @param script path of the headless node's bundle
 */
export function forkWith(script: string): ForkNode {
  return (id, args, secret) => {
    const process = utilityProcess.fork(script, [...args], {
      env: environment(secret),
      stdio: ['ignore', 'pipe', 'pipe'],
      serviceName: `Meshdeck demo node ${id}`,
    });
    return new ForkedNode(process);
  };
}

function environment(secret: string): Record<string, string> {
  const env: Record<string, string> = { MESHDECK_SECRET: secret };
  for (const name of PASSED_ON) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return env;
}

class ForkedNode implements DemoChild {
  readonly #process: UtilityProcess;
  #complaint = '';

  constructor(process: UtilityProcess) {
    this.#process = process;
    process.stderr?.on('data', (chunk: Buffer) => {
      this.#complaint = (this.#complaint + chunk.toString()).slice(-COMPLAINT_LENGTH);
    });
  }

  onLine(listener: (line: string) => void): void {
    let rest = '';
    this.#process.stdout?.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) listener(line);
    });
  }

  onExit(listener: (code: number, complaint: string) => void): void {
    this.#process.once('exit', (code) => listener(code, this.#complaint));
  }

  kill(): void {
    this.#process.kill();
  }
}
