import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFuses, setFuses } from '../../../build/setup/fuses.mjs';
import { temporaryFolder } from '../../helpers/folder.ts';

const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
/** The search reads this much at a time. */
const CHUNK = 1 << 22;

function binary(before: number, wire = '\x01\x0810100011'): string {
  const file = join(temporaryFolder(), 'electron');
  writeFileSync(
    file,
    Buffer.concat([Buffer.alloc(before, 0x2e), Buffer.from(`${SENTINEL}${wire}rest`, 'latin1')]),
  );
  return file;
}

describe('fuses', () => {
  it('reads them', async () => {
    const fuses = await readFuses(binary(10));
    expect(fuses).toMatchObject({ runAsNode: true, nodeCliInspect: false, browserSnapshot: true });
  });

  it('sets the named ones and nothing else', async () => {
    const file = binary(1000);
    await setFuses(file, { nodeCliInspect: true, browserSnapshot: false });
    const after = readFileSync(file, 'latin1');
    expect(after.slice(1000)).toBe(`${SENTINEL}\x01\x0810110001rest`);
    expect(after.slice(0, 1000)).toBe('.'.repeat(1000));
  });

  it.each([CHUNK - 40, CHUNK - 31, CHUNK - 16, CHUNK - 1, CHUNK, 2 * CHUNK - 50])(
    'finds them at %d, next to the seams of the search',
    async (before) => {
      expect((await readFuses(binary(before))).runAsNode).toBe(true);
    },
  );

  it('refuses a file without fuses, with two sets, of a strange version, or lacking one', async () => {
    const none = join(temporaryFolder(), 'x');
    writeFileSync(none, 'nothing');
    await expect(readFuses(none)).rejects.toThrow('found 0 times');
    await expect(readFuses(binary(0, `\x01\x011${SENTINEL}`))).rejects.toThrow('found 2 times');
    await expect(readFuses(binary(0, '\x02\x011'))).rejects.toThrow('version 2');
    const short = setFuses(binary(0, '\x01\x0211'), { nodeCliInspect: true });
    await expect(short).rejects.toThrow('no fuse nodeCliInspect');
  });
});
