import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemFiles } from '../../../../electron/mp/config/file-system.ts';
import { takeLock } from '../../../../electron/mp/config/lock.ts';
import type { LockTools } from '../../../../electron/mp/config/lock.ts';
import { systemClock } from '../../../../shared/clock.ts';
import { temporaryFolder } from '../../../helpers/folder.ts';
import { HastyClock } from '../../../helpers/hasty-clock.ts';
import { MemoryFiles } from '../../../helpers/memory-files.ts';

const nonce = (): string => randomBytes(6).toString('hex');
const real: LockTools = { files: systemFiles, clock: systemClock, nonce };
/** The number of a process that has ended. */
const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid;

function hasty(least: number): { tools: LockTools; clock: HastyClock; start: number } {
  const clock = new HastyClock(least);
  return { tools: { ...real, clock }, clock, start: clock.now() };
}

describe('a lock', () => {
  it('is held by one at a time, and leaves nothing', async () => {
    const folder = temporaryFolder();
    let [inside, most, done] = [0, 0, 0];
    const work = async (): Promise<void> => {
      const lock = await takeLock(join(folder, 'lock'), real);
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => void setImmediate(resolve));
      inside -= 1;
      done += 1;
      await lock.release();
    };
    await Promise.all(Array.from({ length: 20 }, work));
    expect([most, done, readdirSync(folder)]).toEqual([1, 20, []]);
  });

  it.runIf(process.platform === 'linux').each([
    ['of a process that ended', () => `${deadPid()} abc - ${hostname()}\n`],
    ['of a process whose number another one has now', () => `${process.pid} abc 1 ${hostname()}\n`],
  ])('%s is taken away by one of many, at once', async (_, owner) => {
    const folder = temporaryFolder();
    const path = join(folder, 'lock');
    writeFileSync(path, owner());
    let [inside, most] = [0, 0];
    const { tools, clock, start } = hasty(1);
    await Promise.all(
      Array.from({ length: 10 }, async () => {
        const lock = await takeLock(path, tools);
        inside += 1;
        most = Math.max(most, inside);
        await new Promise((resolve) => void setImmediate(resolve));
        inside -= 1;
        await lock.release();
      }),
    );
    expect([most, readdirSync(folder)]).toEqual([1, []]);
    expect(clock.now() - start).toBeLessThan(29_000);
  });

  it.each([
    ['on another machine', '1 abc - elsewhere\n', 30_000],
    ['without a name', '', 2_000],
  ])('that stays %s is taken after a while', async (_, owner, after) => {
    const path = join(temporaryFolder(), 'lock');
    writeFileSync(path, owner);
    const { tools, clock, start } = hasty(500);
    const lock = await takeLock(path, tools);
    expect(clock.now() - start).toBeGreaterThan(after);
    expect(clock.now() - start).toBeLessThan(after + 2_000);
    expect(await lock.isHeld()).toBe(true);
    await lock.release();
  });

  it('has its name in it from the first moment, wherever its process is killed', async () => {
    for (let step = 1, ended = false; !ended; step += 1) {
      const files = new MemoryFiles(() => 0);
      files.octetsAStep = 5;
      files.stopAt = step;
      const taken = takeLock('/d/lock', { ...real, files });
      ended = await taken.then(
        () => true,
        () => false,
      );
      files.restart();
      expect(files.text('/d/lock') ?? hostname()).toContain(hostname());
    }
  });

  it.each(['EPERM', 'ENOTSUP', 'ENOSYS'])('is made where links are answered %s', async (code) => {
    const folder = temporaryFolder();
    const link = () => Promise.reject(Object.assign(new Error('no links here'), { code }));
    const tools = { ...real, files: { ...systemFiles, link } };
    const lock = await takeLock(join(folder, 'lock'), tools);
    expect(await lock.isHeld()).toBe(true);
    await lock.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is known for ours when the answer to its making was lost', async () => {
    const path = join(temporaryFolder(), 'lock');
    const link = async (from: string, to: string) => {
      await systemFiles.link(from, to);
      throw Object.assign(new Error('sent again by the network'), { code: 'EEXIST' });
    };
    const { tools, clock, start } = hasty(1);
    const lock = await takeLock(path, { ...tools, files: { ...systemFiles, link } });
    expect([await lock.isHeld(), clock.now() - start]).toEqual([true, 0]);
  });

  it('whose taking away was interrupted is taken all the same', async () => {
    const folder = temporaryFolder();
    const dead = `${deadPid()} abc - ${hostname()}\n`;
    const right = createHash('sha256').update(dead).digest('hex').slice(0, 12);
    writeFileSync(join(folder, 'lock'), dead);
    writeFileSync(join(folder, `lock${right}~`), `${deadPid()} def - ${hostname()}\n`);
    const { tools, clock, start } = hasty(1);
    const lock = await takeLock(join(folder, 'lock'), tools);
    expect(clock.now() - start).toBeLessThan(1_000);
    await lock.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('that another one made in the place of a stale one is respected', async () => {
    const path = join(temporaryFolder(), 'lock');
    const theirs = `${process.pid} theirs - ${hostname()}\n`;
    writeFileSync(path, `${deadPid()} abc - ${hostname()}\n`);
    let tries = 0;
    const open = (name: string, flags: string | number, mode?: number) => {
      // We have seen the stale lock and ask for the right to remove it; another one was quicker.
      if (flags === 'wx' && (tries += 1) === 1) writeFileSync(path, theirs);
      return systemFiles.open(name, flags, mode);
    };
    const found: string[] = [];
    const after = (delay: number, action: () => void) => {
      found.push(readFileSync(path, 'utf8'));
      unlinkSync(path);
      return systemClock.after(delay, action);
    };
    const clock = { now: () => systemClock.now(), after };
    const lock = await takeLock(path, { ...real, clock, files: { ...systemFiles, open } });
    expect(found).toEqual([theirs]);
    await lock.release();
  });

  it('is not released by who has lost it', async () => {
    const path = join(temporaryFolder(), 'lock');
    const lock = await takeLock(path, real);
    writeFileSync(path, 'of another');
    expect(await lock.isHeld()).toBe(false);
    await lock.release();
    expect(readFileSync(path, 'utf8')).toBe('of another');
  });

  it('that others hold all the time is given up after a minute', async () => {
    const path = join(temporaryFolder(), 'lock');
    let count = 0;
    const { tools } = hasty(1_000);
    const files = {
      ...systemFiles,
      open: (name: string, flags: string | number, mode?: number) => {
        // Another one each time.
        if (flags === 'wx') writeFileSync(path, `1 ${(count += 1)} - elsewhere\n`);
        return systemFiles.open(name, flags, mode);
      },
    };
    await expect(takeLock(path, { ...tools, files })).rejects.toMatchObject({
      code: 'config-unwritable',
    });
    expect(existsSync(path)).toBe(true);
  });
});
