import { spawn } from 'node:child_process';
import { basename } from 'node:path';

/** As much of a failed command's output as helps; npm repeats itself above that. */
const TAIL_LINES = 30;

/**
 * Settings of the npm that called us which would bend the npm that we call: another folder, another set
 * of packages, another output. Registry, proxy, certificates, cache and credentials stay.
 */
const NPM_SETTINGS_NOT_PASSED_ON = [
  'local_prefix',
  'global',
  'location',
  'dry_run',
  'json',
  'loglevel',
  'package_lock',
  'package_lock_only',
  'workspace',
  'workspaces',
  'include_workspace_root',
  'omit',
  'include',
  'production',
  'only',
  'optional',
  'dev',
  'ignore_scripts',
  'pack_destination',
  'engine_strict',
  'legacy_peer_deps',
  'strict_peer_deps',
  'force',
  'install_strategy',
];

/**
 * @typedef {object} Result
 * @property {number} code exit code; 128 when a signal ended the command
 * @property {string} stdout
 * @property {string} tail the last lines of both outputs, in the order they came
 */

/**
 * Runs a command to its end without a shell.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions & { onLine?: (line: string) => void }} [options]
 * @returns {Promise<Result>} rejects only when the command can't be started (`error.code` is `ENOENT`
 *   when it isn't installed)
 */
export function run(command, args, { onLine, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const lines = [];
    let stdout = '';
    const collect = (chunk) => {
      for (const line of String(chunk).split(/\r?\n/)) {
        if (!line.trim()) continue;
        lines.push(line);
        onLine?.(line);
      }
      lines.splice(0, Math.max(0, lines.length - TAIL_LINES));
    };
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
      collect(chunk);
    });
    child.stderr.on('data', collect);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 128, stdout, tail: lines.join('\n') }));
  });
}

/**
 * Runs npm: the very one that called us where there is one, else the one on the path.
 *
 * @param {string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 * @returns {Promise<Result>}
 */
export function runNpm(args, options = {}) {
  const environment = npmEnvironment(options.env ?? process.env);
  const caller = environment.npm_execpath ?? '';
  if (basename(caller) === 'npm-cli.js') {
    return run(process.execPath, [caller, ...args], { ...options, env: environment });
  }
  const windows = process.platform === 'win32';
  return run(windows ? 'npm.cmd' : 'npm', args, { ...options, env: environment, shell: windows });
}

/**
 * The environment for an npm that is called from within an npm script.
 *
 * @param {NodeJS.ProcessEnv} environment
 * @returns {NodeJS.ProcessEnv}
 */
export function npmEnvironment(environment) {
  const dropped = new Set(NPM_SETTINGS_NOT_PASSED_ON.map((name) => `npm_config_${name}`));
  const kept = Object.entries(environment).filter(([name]) => {
    const lower = name.toLowerCase();
    return !dropped.has(lower) && !/^npm_(package|lifecycle)_/.test(lower) && lower !== 'node_env';
  });
  return Object.fromEntries(kept);
}
