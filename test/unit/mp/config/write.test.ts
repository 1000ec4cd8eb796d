import { describe, expect, it } from 'vitest';
import { parseRelaxed } from '../../../../electron/mp/config/relaxed.ts';
import { ConfigStore } from '../../../../electron/mp/config/store.ts';
import type { Change } from '../../../../electron/mp/config/store.ts';
import { MeshError } from '../../../../shared/errors.ts';
import { HastyClock } from '../../../helpers/hasty-clock.ts';
import { MemoryFiles, systemError } from '../../../helpers/memory-files.ts';

const RC = '/d/rc';
const BACKUP = `${RC}~`;
const LOCK = `${RC}~lock~`;
const OLD = `{\n   "secret" : "old", # kept\n   "note" : "${'x'.repeat(1000)}"\n}\n`;
const NEW = OLD.replace('"old"', '"new"');
const OLDER = '{"secret": "older"}';
const CHANGE: Change = { kind: 'set', profile: null, key: 'secret', value: 'new' };
const LATER: Change = { kind: 'set', profile: null, key: 'later', value: 1 };
/** After this what was left behind by a crash is removed. */
const MINUTES = 120_000;
/** Ms that a wait takes at least: a lock that is held for half a minute is waited for in a few tries. */
const WAIT = 5_000;
const POINT_TIMEOUT = 60_000;

interface Scene {
  files: MemoryFiles;
  clock: HastyClock;
  store: ConfigStore;
}

let nonces = 0;

function scene(text?: string, { mode = 0o600, octetsAStep = 100 } = {}): Scene {
  const clock = new HastyClock(WAIT);
  const files = new MemoryFiles(() => clock.now());
  files.octetsAStep = octetsAStep;
  if (text !== undefined) files.put(RC, text, mode);
  return { files, clock, store: storeOn(files, clock) };
}

function storeOn(files: MemoryFiles, clock: HastyClock): ConfigStore {
  const nonce = (): string => (nonces++).toString(16).padStart(12, '0');
  return new ConfigStore(RC, { files, clock, nonce });
}

async function failure(promise: Promise<unknown>): Promise<MeshError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof MeshError) return error;
  throw new Error('no coded error was thrown', { cause: error });
}

/** What was there before a change that is interrupted, and what interrupts it. */
interface Interruption {
  before: string | undefined;
  octetsAStep: number;
  interrupt: (files: MemoryFiles) => void;
}

const killed: Interruption = {
  before: OLD,
  octetsAStep: 1,
  interrupt: (files) => files.restart(),
};
const switchedOff = (forgetful: boolean): Interruption => ({
  before: OLD,
  octetsAStep: 100,
  interrupt: (files) => files.failPower(forgetful),
});

/** Interrupts a change at every step in turn; returns what was found in the file, in that order. */
async function atEveryStep(how: Interruption): Promise<(string | undefined)[]> {
  const { before, octetsAStep } = how;
  const undisturbed = scene(before, { octetsAStep });
  undisturbed.files.put(BACKUP, OLDER);
  await undisturbed.store.apply([CHANGE]);
  const found: (string | undefined)[] = [];
  for (let step = 0; step <= undisturbed.files.steps; step += 1) {
    const all = scene(before, { octetsAStep });
    all.files.put(BACKUP, OLDER);
    all.files.stopAt = step;
    await all.store.apply([CHANGE]).catch(() => undefined);
    how.interrupt(all.files);
    found.push(all.files.text(RC));
    await expectSound(all);
  }
  return found;
}

/** A backup is there, and the next program can write, and cleans up. */
async function expectSound({ files, clock }: Scene): Promise<void> {
  files.octetsAStep = Number.POSITIVE_INFINITY;
  const now = files.text(RC);
  expect([OLDER, OLD]).toContain(files.text(BACKUP));
  clock.advance(MINUTES);
  await storeOn(files, clock).apply([LATER]);
  expect(parseRelaxed(files.text(RC) ?? '')).toMatchObject({ later: 1 });
  expect(files.text(BACKUP)).toBe(now ?? OLDER);
  expect(files.names).toEqual(['rc', 'rc~']);
  expect([files.modeOf(RC), files.modeOf(BACKUP)]).toEqual([0o600, 0o600]);
}

/** All steps up to one leave the old content, those behind it the new one. */
function expectOneTurn(found: readonly (string | undefined)[], old: string | undefined): void {
  const turn = found.findIndex((text) => text !== old);
  const changed = found.slice(turn);
  expect(turn).toBeGreaterThan(0);
  expect(changed.length).toBeGreaterThan(1);
  expect(new Set(changed).size).toBe(1);
  expect(parseRelaxed(changed[0] ?? '')).toMatchObject({ secret: 'new' });
}

describe('interrupted at any step', () => {
  it(
    'by a kill, a change leaves the old file or the new one: more than 1,000 points',
    async () => {
      const found = await atEveryStep(killed);
      expect(found.length).toBeGreaterThan(1000);
      expectOneTurn(found, OLD);
      expect(found.at(-1)).toBe(NEW);
    },
    POINT_TIMEOUT,
  );

  it.each([true, false])('by a power failure (names forgotten: %s)', async (forgetful) => {
    expectOneTurn(await atEveryStep(switchedOff(forgetful)), OLD);
  });

  it('the first change leaves no file or all of it', async () => {
    expectOneTurn(await atEveryStep({ ...killed, before: undefined }), undefined);
    expectOneTurn(await atEveryStep({ ...switchedOff(true), before: undefined }), undefined);
  });
});

describe('a change', () => {
  it('is flushed before it gets the name, and the folder after that', async () => {
    const { files, store } = scene(OLD);
    await store.apply([CHANGE]);
    const order = files.log
      .filter((line) => /^(sync|rename|link)/.test(line))
      .filter((line) => !line.includes('~lock~'));
    const temporary = order[0]?.replace('sync ', '') ?? '';
    expect(temporary).toMatch(/^\/d\/rc~new~\d+-[0-9a-f]+$/);
    expect(order).toEqual([
      `sync ${temporary}`,
      `link ${RC} ${temporary}~`,
      `rename ${temporary}~ ${BACKUP}`,
      `rename ${temporary} ${RC}`,
      'sync /d',
    ]);
  });

  it('that changes nothing writes nothing', async () => {
    const { files, store } = scene(OLD);
    await store.apply([{ ...CHANGE, value: 'old' }]);
    await store.apply([{ kind: 'set', profile: null, key: 'absent', value: undefined }]);
    expect([files.text(RC), files.names]).toEqual([OLD, ['rc']]);
    expect(store.undoable).toBe(0);
  });

  it.each([0o644, 0o640, 0o666])('narrows mode %o, that of the backup too', async (mode) => {
    const { files, store } = scene(OLD, { mode });
    await store.apply([CHANGE]);
    expect([files.modeOf(RC), files.modeOf(BACKUP)]).toEqual([0o600, 0o600]);
    expect(files.text(BACKUP)).toBe(OLD);
  });

  it('keeps a byte order mark', async () => {
    const { files, store } = scene(`\ufeff${OLD}`);
    await store.apply([CHANGE]);
    expect(files.text(RC)).toBe(`\ufeff${NEW}`);
  });

  it('copies the previous version where there are no hard links', async () => {
    const { files, store } = scene(OLD);
    files.before = (operation) => {
      if (operation.startsWith('link')) throw systemError('EPERM');
    };
    await store.apply([CHANGE]);
    expect([files.text(RC), files.text(BACKUP)]).toEqual([NEW, OLD]);
    expect(files.names).toEqual(['rc', 'rc~']);
  });

  it.each(['ENOSPC', 'EROFS', 'EDQUOT'])(
    'that meets %s leaves everything as it was',
    async (code) => {
      const { files, store } = scene(OLD);
      files.before = (operation) => {
        if (operation.startsWith('write') && operation.includes('~new~')) throw systemError(code);
      };
      const error = await failure(store.apply([CHANGE]));
      expect([error.code, error.detail?.['reason']]).toEqual(['config-unwritable', code]);
      expect([files.text(RC), files.names]).toEqual([OLD, ['rc']]);
    },
  );

  it.each(['{"secret": ', '', '[]', '{"a": 1 "b": 2}'])(
    'never touches a broken file: %j',
    async (text) => {
      const { files, store } = scene(text);
      files.put(BACKUP, OLDER);
      const changes: Promise<unknown>[] = [
        store.apply([CHANGE]),
        store.preview([CHANGE]),
        store.apply([{ kind: 'create-profile', profile: 'p', values: {} }]),
      ];
      const errors = await Promise.all(changes.map(failure));
      expect(errors.map(({ code }) => code)).toEqual(new Array(3).fill('config-broken'));
      expect(errors[0]?.detail).toMatchObject({ path: RC });
      expect([files.text(RC), files.text(BACKUP)]).toEqual([text, OLDER]);
      expect(files.names).toEqual(['rc', 'rc~']);
    },
  );
});

describe('another program that writes at the same time', () => {
  const THEIRS = '{"secret": "old", "theirs": 1}';

  /** Lets the other program act once, before the operation that begins so. */
  function interfere(files: MemoryFiles, operation: RegExp, act: () => void): void {
    let done = false;
    files.before = (next) => {
      if (done || !operation.test(next)) return;
      done = true;
      act();
    };
  }

  it.each([
    ['before the temporary file is written', /^open .*~new~/],
    ['while that is written', /^write .*~new~/],
    ['before the previous version is kept', /^link/],
    ['before the last look', /^fstat .*rc$/],
  ])('%s: both changes are in the file', async (_, operation) => {
    const { files, store } = scene(OLD);
    interfere(files, operation, () => files.put(RC, THEIRS));
    await store.apply([CHANGE]);
    expect(files.text(RC)).toBe(THEIRS.replace('old', 'new'));
    expect(files.text(BACKUP)).toBe(THEIRS);
    expect(files.names).toEqual(['rc', 'rc~']);
  });

  it('right after us with what it had read before: our change is made again', async () => {
    const { files, store } = scene(OLD);
    interfere(files, /^sync .d$/, () => files.put(RC, THEIRS));
    await store.apply([CHANGE]);
    expect(files.text(RC)).toBe(THEIRS.replace('old', 'new'));
  });

  it('right after us with our change in it: nothing more is written', async () => {
    const { files, store } = scene(OLD);
    const both = THEIRS.replace('old', 'new');
    interfere(files, /^sync .d$/, () => files.put(RC, both));
    await store.apply([CHANGE]);
    expect([files.text(RC), files.text(BACKUP)]).toEqual([both, OLD]);
  });

  it('to the same value: a conflict, and theirs stays', async () => {
    const { files, store } = scene(OLD);
    const theirs = THEIRS.replace('old', 'foreign');
    interfere(files, /^link/, () => files.put(RC, theirs));
    const error = await failure(store.apply([{ ...CHANGE, seen: { value: 'old' } }]));
    expect(error.code).toBe('config-conflict');
    expect(error.message).not.toContain('foreign');
    expect([files.text(RC), files.names]).toEqual([theirs, ['rc']]);
  });

  it('leaving a broken file: that stays', async () => {
    const { files, store } = scene(OLD);
    interfere(files, /^link/, () => files.put(RC, '{"half'));
    expect((await failure(store.apply([CHANGE]))).code).toBe('config-broken');
    expect([files.text(RC), files.names]).toEqual(['{"half', ['rc']]);
  });

  it('all the time: we give up, and say so', async () => {
    const { files, store } = scene(OLD);
    let count = 0;
    files.before = (operation) => {
      if (operation.startsWith('link')) files.put(RC, `{"count": ${(count += 1)}}`);
    };
    expect((await failure(store.apply([CHANGE]))).code).toBe('config-unwritable');
    expect(files.names).toEqual(['rc']);
  });

  it('with the lock of a process that sleeps too long: it loses it, and writes nothing', async () => {
    const { files, clock, store } = scene(OLD);
    let other: Promise<unknown> | undefined;
    interfere(files, /^link/, () => {
      files.put(LOCK, `${process.pid} stolen - elsewhere\n`);
      other = storeOn(files, clock).apply([LATER]);
    });
    await store.apply([CHANGE]);
    await other;
    expect(parseRelaxed(files.text(RC) ?? '')).toMatchObject({ secret: 'new', later: 1 });
    expect(files.names).toEqual(['rc', 'rc~']);
  });
});
