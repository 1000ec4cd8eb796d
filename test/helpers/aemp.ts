import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aemp } from '../../electron/aemp/program.ts';
import type { Json } from '../../shared/json.ts';
import { temporaryFolder } from './folder.ts';

/** The utility in this process, on a configuration file of its own. */
export class Utility {
  readonly path = join(temporaryFolder(), 'rc');
  /** What was said beside the output. */
  said: string[] = [];

  /** @param content of the file; left out: there is none */
  constructor(content?: string) {
    if (content !== undefined) writeFileSync(this.path, content, { mode: 0o600 });
  }

  /** Runs one command line; returns what it printed. */
  async run(...argv: string[]): Promise<string> {
    let printed = '';
    await aemp(
      argv,
      { PERL_ANYEVENT_MP_RC: this.path },
      {
        print: (text) => (printed += text),
        say: (line) => void this.said.push(line),
      },
    );
    return printed;
  }

  /** What the file says; `null` when there is none. */
  get content(): Json {
    return existsSync(this.path) ? (JSON.parse(this.text) as Json) : null;
  }

  get text(): string {
    return readFileSync(this.path, 'utf8');
  }
}

/** Whether the utility of the reference implementation is installed. */
export function hasReferenceUtility(): boolean {
  const { status, stdout } = reference('/dev/null', ['showprofile', 'x']);
  return status === 0 && stdout === '{}\n';
}

/** Runs the reference's utility on a configuration file. */
export function reference(
  path: string,
  argv: readonly string[],
): { status: number | null; stdout: string } {
  const env = { ...process.env, PERL_ANYEVENT_MP_RC: path };
  const { status, stdout } = spawnSync('aemp', argv, { env, encoding: 'utf8' });
  return { status, stdout };
}
