import { execFileSync } from 'node:child_process';
import { expect } from '@playwright/test';
import { runToEnd, test } from './launch.ts';

/** All processes below `root`, as process IDs. */
function descendantsOf(root: number): number[] {
  const table = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' });
  const pairs = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] => {
    const children = pairs.filter(([, ppid]) => ppid === parent).map(([pid = 0]) => pid);
    return [...children, ...children.flatMap(below)];
  };
  return below(root);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test.skip(process.platform === 'win32', 'there is no ps and no SIGKILL on Windows');

for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
  test(`demo nodes end with the window, also by ${signal}`, async ({ folder }) => {
    let family: number[] = [];
    let output = '';
    await runToEnd(folder, ['--demo=3'], (child, text) => {
      output += text;
      if (
        family.length > 0 ||
        !['fra-1', 'nyc-1', 'laptop-1'].every((id) => output.includes(`${id} is up`))
      ) {
        return;
      }
      family = descendantsOf(child.pid ?? 0);
      child.kill(signal);
    });
    // The nodes, and Electron's own helpers.
    expect(family.length).toBeGreaterThanOrEqual(3);
    await expect.poll(() => family.filter(isAlive), { timeout: 5_000 }).toEqual([]);
  });
}
