import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SCREEN = '1600x1000x24';
const READY_WITHIN_MS = 15_000;
const COOKIE_NAME = 'MIT-MAGIC-COOKIE-1';
const FAMILY_WILD = 0xffff;

/**
 * @typedef {object} VirtualDisplay
 * @property {number} pid of Xvfb, which leads its own process group
 * @property {string} folder with its access cookie
 * @property {Promise<Record<string, string>>} environment what its clients need; rejects when Xvfb
 *   doesn't start
 * @property {() => void} stop
 */

/**
 * Starts Xvfb on a free display number; only who has its cookie may connect.
 *
 * @returns {VirtualDisplay}
 */
export function startVirtualDisplay() {
  const folder = mkdtempSync(join(tmpdir(), 'meshdeck-display-'));
  const cookieFile = join(folder, 'Xauthority');
  writeFileSync(cookieFile, cookieEntry(randomBytes(16)), { mode: 0o600 });
  const args = ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp', '-auth', cookieFile];
  // A group of its own: Ctrl-C must not take the display away from a window that is closing.
  const child = spawn('Xvfb', [...args, '-noreset'], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const environment = displayNumber(child).then((number) => ({
    DISPLAY: `:${number}`,
    XAUTHORITY: cookieFile,
  }));
  // Whoever awaits it gets the error; until then it must not end the program.
  environment.catch(() => {});
  const stop = () => {
    child.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  };
  child.unref();
  child.stdio[2].unref();
  child.stdio[3].unref();
  return { pid: child.pid, folder, environment, stop };
}

function displayNumber(child) {
  return new Promise((resolve, reject) => {
    let number = '';
    let complaint = '';
    const timer = setTimeout(() => fail('it did not get ready in time'), READY_WITHIN_MS);
    const fail = (reason) => {
      clearTimeout(timer);
      reject(new Error(`Xvfb can't be started: ${reason}`));
    };
    child.on('error', (error) => fail(error.message));
    child.on('exit', (code) => fail(`it ended with code ${code}. ${complaint.trim()}`));
    child.stderr.on('data', (chunk) => (complaint = `${complaint}${chunk}`.slice(-2000)));
    child.stdio[3].on('data', (chunk) => {
      number += chunk;
      if (!number.includes('\n')) return;
      clearTimeout(timer);
      resolve(number.trim());
    });
  });
}

/**
 * One entry of an X authority file, valid for any display.
 *
 * @param {Buffer} cookie
 * @returns {Buffer}
 */
export function cookieEntry(cookie) {
  const counted = (data) => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(data.length);
    return Buffer.concat([length, data]);
  };
  const family = Buffer.alloc(2);
  family.writeUInt16BE(FAMILY_WILD);
  const anywhere = Buffer.alloc(0);
  return Buffer.concat([
    family,
    counted(anywhere),
    counted(anywhere),
    counted(Buffer.from(COOKIE_NAME)),
    counted(cookie),
  ]);
}
