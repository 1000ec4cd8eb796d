import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseRelaxed } from '../../../electron/mp/config/relaxed.ts';
import { ConfigStore } from '../../../electron/mp/config/store.ts';
import type { StoreState } from '../../../electron/mp/config/store.ts';
import { seededRandom } from '../../../electron/mp/crypto/random.ts';
import { systemClock } from '../../../shared/clock.ts';
import type { Json } from '../../../shared/json.ts';
import { temporaryFolder } from '../../helpers/folder.ts';
import { HastyClock } from '../../helpers/hasty-clock.ts';
import { Program } from '../../helpers/program.ts';
import { buildScript } from '../../helpers/script.ts';

const PROCESSES = 20;
const CHANGES = 5;
const KILLS = 25;
const LONG = 120_000;
const START = '{\n   # the file of a person\n   "secret" : "s",\n   "note" : "n",\n}\n';

let built = '';
let script = '';
beforeAll(async () => {
  built = mkdtempSync(join(tmpdir(), 'meshdeck-writer-'));
  script = await buildScript('test/integration/config/writer.ts', built);
});
afterAll(() => rmSync(built, { recursive: true, force: true }));

function start(): string {
  const path = join(temporaryFolder(), 'rc');
  writeFileSync(path, START, { mode: 0o600 });
  return path;
}

const valuesOf = (path: string): { [key: string]: Json } =>
  parseRelaxed(readFileSync(path, 'utf8')) as { [key: string]: Json };

describe('processes that write at the same time', () => {
  it(
    `lose nothing: ${PROCESSES} of them, ${CHANGES} changes each`,
    async () => {
      const path = start();
      const writers = Array.from(
        { length: PROCESSES },
        (_, index) => new Program([script, path, `w${index}-`, `${CHANGES}`]),
      );
      const ends = await Promise.all(writers.map(({ ended }) => ended));
      expect(ends.map(({ code, stderr }) => `${code}${stderr}`)).toEqual(
        new Array(PROCESSES).fill('0'),
      );
      const keys = Object.keys(valuesOf(path)).filter((key) => key.startsWith('w'));
      expect(keys.length).toBe(PROCESSES * CHANGES);
      expect(readFileSync(path, 'utf8').startsWith(START.replace(/}\n$/, ''))).toBe(true);
      expect(Object.keys(valuesOf(`${path}~`)).length).toBe(keys.length + 1);
      expect(readdirSync(join(path, '..'))).toEqual(['rc', 'rc~']);
      if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
    },
    LONG,
  );

  it(
    `that are killed leave the file whole, and nobody waits for them: ${KILLS} kills`,
    async () => {
      const path = start();
      const random = seededRandom(4040);
      // Its time passes only while somebody waits.
      const clock = new HastyClock();
      const began = clock.now();
      const store = new ConfigStore(path, { clock });
      for (let round = 0; round < KILLS; round += 1) {
        const writer = new Program([script, path, `r${round}-`, 'forever']);
        await writer.line((line) => line === 'ready');
        await writer.line((line) => line === '1');
        await new Promise<void>((resolve) => void systemClock.after(random.float() * 40, resolve));
        await writer.kill('SIGKILL');
        const told = Number(writer.lines.at(-1));
        const values = valuesOf(path);
        // What was printed is written; one more may be, unsaid.
        expect([told, told + 1]).toContain(values[`r${round}-`]);
        expect(values).toMatchObject({ secret: 's', note: 'n' });
        valuesOf(`${path}~`);
        await store.apply([{ kind: 'set', profile: null, key: 'last', value: round }]);
        expect(clock.now() - began).toBe(0);
      }
      expect(Object.keys(valuesOf(path)).length).toBe(KILLS + 3);
      const left = readdirSync(join(path, '..')).filter(
        (name) => !/^rc(~|~new~\d+-[0-9a-f]+~?|~lock~[0-9a-f]{12}~)?$/.test(name),
      );
      expect(left).toEqual([]);
    },
    LONG,
  );

  it('are noticed by one that watches, each once, but for its own', async () => {
    const path = start();
    const store = new ConfigStore(path);
    await store.read();
    const told: StoreState[] = [];
    let wake = (): void => undefined;
    const guard = store.watch((state) => {
      told.push(state);
      wake();
    });
    try {
      const writes = [
        () => new ConfigStore(path).apply([{ kind: 'set', profile: null, key: 'a', value: 1 }]),
        async () => writeFileSync(path, await Promise.resolve('{"secret": "in place"}')),
        async () => rmSync(path, await Promise.resolve({})),
        async () => writeFileSync(path, await Promise.resolve('{"secret": "back"}')),
        async () => {
          await store.apply([{ kind: 'set', profile: null, key: 'own', value: 1 }]);
          await new ConfigStore(path).apply([{ kind: 'set', profile: null, key: 'b', value: 1 }]);
        },
      ];
      for (const [index, write] of writes.entries()) {
        await write();
        await store.apply([]);
        if (told.length <= index) await new Promise<void>((resolve) => void (wake = resolve));
        expect(told.length).toBe(index + 1);
      }
    } finally {
      guard.dispose();
    }
  });
});
