import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Program } from './program.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What `npm run node` runs, without npm around it. */
const COMMAND = join(ROOT, 'build', 'node.mjs');

/** A headless node in a process of its own. */
export class Headless extends Program {
  constructor(args: readonly string[], environment: Record<string, string> = {}) {
    super([COMMAND, ...args], environment);
  }

  /** Waits for an event of `--events` with these fields. */
  async event(fields: Record<string, unknown>): Promise<Record<string, unknown>> {
    const matches = (line: string) => {
      const event = JSON.parse(line) as Record<string, unknown>;
      return Object.entries(fields).every(([key, value]) => event[key] === value);
    };
    return JSON.parse(await this.line(matches)) as Record<string, unknown>;
  }
}
