import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../bundle/stamp.mjs';

const WORKER = join(ROOT, 'out', 'bench', 'worker.mjs');
const PROGRAMS = join(ROOT, 'test', 'bench');

/** The secret of the networks that are made here; long enough not to be warned of. */
export const SECRET = 'only-for-measuring-Yx7mP2qLw9Zt4RkV8sBn3HdJ';

/** @returns {string[]} command of a program of test/bench/worker.ts */
export function worker(program, options = {}, flags = []) {
  return [
    process.execPath,
    ...flags,
    WORKER,
    program,
    JSON.stringify({ secret: SECRET, ...options }),
  ];
}

/** @returns {string[]} command of a Node.js process with nothing in it */
export function emptyProcess(flags = []) {
  return [process.execPath, ...flags, join(PROGRAMS, 'empty.mjs')];
}

/** @returns {string[]} command of a program of the reference implementation */
export function perl(program, options = {}) {
  const file = join(PROGRAMS, 'perl', `${program}.pl`);
  return ['perl', file, JSON.stringify({ secret: SECRET, ...options })];
}

/** Without the configuration file of whoever runs this: its values would win over ours. */
export const PERL_ENVIRONMENT = { ...process.env, PERL_ANYEVENT_MP_RC: '/dev/null' };

/** @returns {boolean} whether the reference implementation is installed */
export function hasReference() {
  return spawnSync('perl', ['-MAnyEvent::MP', '-e1'], { stdio: 'ignore' }).status === 0;
}

/**
 * What to put before a command so that it stays on one core; two processes there measure each other, not
 * how fast the machine wakes up.
 *
 * @returns {string[] | null} `null` where that can't be done
 */
export function pinning() {
  const { status, stdout } = spawnSync('taskset', ['-cp', String(process.pid)]);
  const core = status === 0 ? /(\d+)\s*$/.exec(String(stdout))?.[1] : undefined;
  return core === undefined ? null : ['taskset', '-c', core];
}

/**
 * Makes a certificate, and a configuration file with it.
 *
 * @param {string} folder where the files go
 * @returns {{ pem: string, rc: string } | null} `null` without openssl
 */
export function makeCertificate(folder) {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const request = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=bench',
  ];
  try {
    execFileSync('openssl', [...request, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  } catch {
    return null;
  }
  const text = `${readFileSync(cert, 'utf8')}${readFileSync(key, 'utf8')}`;
  const [pem, rc] = [join(folder, 'both.pem'), join(folder, 'rc')];
  writeFileSync(pem, text, { mode: 0o600 });
  writeFileSync(rc, JSON.stringify({ version: '1.0', cert: text }), { mode: 0o600 });
  return { pem, rc };
}
