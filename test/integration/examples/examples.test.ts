import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../helpers/folder.ts';
import { freeAddresses, SECRET } from '../../helpers/nodes.ts';
import { Program } from '../../helpers/program.ts';

const RUN = fileURLToPath(new URL('../../../build/example.mjs', import.meta.url));

/** Runs an example with a configuration file that has these profiles. */
function example(rc: string, ...args: string[]): Program {
  return new Program([RUN, ...args], { PERL_ANYEVENT_MP_RC: rc });
}

/** A file in which the first profile is the seed of all, on a free port. */
async function configuration(...profiles: string[]): Promise<string> {
  const [seed = ''] = await freeAddresses(1);
  const binds = (index: number) => (index === 0 ? [seed] : ['127.0.0.1:*']);
  const entries = profiles.map((name, index) => [name, { binds: binds(index) }]);
  const file = join(temporaryFolder(), 'rc');
  const content = { secret: SECRET, seeds: [seed], profile: Object.fromEntries(entries) as object };
  writeFileSync(file, JSON.stringify(content), { mode: 0o600 });
  return file;
}

const begins = (start: string) => (line: string) => line.startsWith(start);

describe('the programs of the tutorial', () => {
  it('pass the first message', async () => {
    const { code, stdout } = await example('', 'first-message').ended;
    expect([code, stdout]).toEqual([0, 'Ending with: 123']);
  });

  it('send and receive', async () => {
    const rc = await configuration('receiver', 'sender');
    const receiver = example(rc, 'receiver');
    example(rc, 'sender');
    expect(await receiver.line(begins('Received data: '))).toMatch(/^Received data: \d+$/);
  });

  it('chat, see who went away, and outlive their server', async () => {
    const rc = await configuration('chat-server', 'alice', 'bob');
    const server = example(rc, 'chat-server');
    await server.line(begins('server ready.'));
    const alice = example(rc, 'chat-client', 'alice');
    await alice.line(begins('alice (joins)'));
    const bob = example(rc, 'chat-client', 'bob');
    await alice.line(begins('bob (joins)'));
    bob.type('hello, alice');
    await alice.line(begins('bob: hello, alice'));
    await bob.kill('SIGKILL');
    await alice.line(begins('bob (quits, transport_error bob'));
    await server.kill('SIGKILL');
    await alice.line(begins('server is gone'));
    const again = example(rc, 'chat-server');
    await again.line(begins('relaying: alice (joins)'));
  });
});
