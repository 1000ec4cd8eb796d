import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockIsSatisfied } from '../../../build/setup/dependencies.mjs';
import { findRuntime, reasonIn } from '../../../build/setup/electron-runtime.mjs';
import { evaluationRuntimeFolder, runtimePath } from '../../../build/setup/evaluation-runtime.mjs';
import { npmEnvironment } from '../../../build/setup/run.mjs';
import { temporaryFolder } from '../../helpers/folder.ts';

describe('lockIsSatisfied', () => {
  const wanted = {
    '': {},
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/peer-only': { version: '3.0.0', integrity: 'sha512-p', peer: true },
    'node_modules/other-platform': { version: '2.0.0', integrity: 'sha512-o', optional: true },
  };
  const installed = { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } };

  it('holds when all but optional packages and peers are there', () => {
    expect(lockIsSatisfied(wanted, installed)).toBe(true);
  });

  it('fails for a missing, another, a changed and a surplus package', () => {
    const changed = (entry: object) => ({ 'node_modules/a': entry });
    expect(lockIsSatisfied(wanted, {})).toBe(false);
    expect(lockIsSatisfied(wanted, changed({ version: '1.0.1', integrity: 'sha512-a' }))).toBe(
      false,
    );
    expect(lockIsSatisfied(wanted, changed({ version: '1.0.0', integrity: 'sha512-b' }))).toBe(
      false,
    );
    expect(lockIsSatisfied(wanted, { ...installed, 'node_modules/b': { version: '1' } })).toBe(
      false,
    );
  });
});

describe('npmEnvironment', () => {
  it("drops what would bend another npm and keeps the registry's settings", () => {
    const environment = npmEnvironment({
      PATH: '/bin',
      NODE_ENV: 'production',
      npm_config_local_prefix: '/elsewhere',
      npm_config_omit: 'dev',
      NPM_CONFIG_IGNORE_SCRIPTS: 'true',
      npm_config_registry: 'https://registry.example',
      npm_config_userconfig: '/home/me/.npmrc',
      npm_package_name: 'meshdeck',
      npm_lifecycle_event: 'prestart',
      npm_execpath: '/lib/npm-cli.js',
    });
    expect(environment).toEqual({
      PATH: '/bin',
      npm_config_registry: 'https://registry.example',
      npm_config_userconfig: '/home/me/.npmrc',
      npm_execpath: '/lib/npm-cli.js',
    });
  });
});

describe('the evaluation runtime', () => {
  it('takes what makes up Electron and leaves the app that it was made for', () => {
    expect(runtimePath('Cypress/Cypress')).toBe('electron');
    expect(runtimePath('Cypress/locales/de.pak')).toBe('locales/de.pak');
    expect(runtimePath('Cypress/resources/app/index.js')).toBeUndefined();
    expect(runtimePath('Cypress/browser_v8_context_snapshot.bin')).toBeUndefined();
    expect(runtimePath('elsewhere')).toBeUndefined();
  });

  it('lives in the cache of the user', () => {
    expect(evaluationRuntimeFolder({ XDG_CACHE_HOME: '/cache' })).toBe(
      join('/cache', 'meshdeck', 'electron-33.2.1-linux-x64'),
    );
  });
});

describe('reasonIn', () => {
  it('finds the sentence in what a failed download printed', () => {
    const stack = 'progress: 3 of 9 MB\nError: getaddrinfo ENOTFOUND host\n    at x (y.js:1:2)';
    expect(reasonIn(stack)).toBe('getaddrinfo ENOTFOUND host');
    expect(reasonIn('')).toBe('');
  });
});

describe('findRuntime', () => {
  function projectWithout() {
    const root = temporaryFolder();
    const folder = join(root, 'node_modules', 'electron');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"version":"45.0.0"}');
    return { root, folder };
  }

  it('prefers the override, and says so when there is nothing in it', async () => {
    const { root } = projectWithout();
    const dist = temporaryFolder();
    writeFileSync(join(dist, 'electron'), '');
    writeFileSync(join(dist, 'version'), 'v40.1.2\n');
    const environment = { ELECTRON_OVERRIDE_DIST_PATH: dist };
    const { runtime } = await findRuntime(root, { tryDownload: false, environment });
    expect(runtime).toMatchObject({ version: '40.1.2', evaluation: false, source: 'override' });
    const empty = { ELECTRON_OVERRIDE_DIST_PATH: temporaryFolder() };
    await expect(findRuntime(root, { tryDownload: false, environment: empty })).rejects.toThrow(
      'ELECTRON_OVERRIDE_DIST_PATH is set to',
    );
  });

  it('takes a finished download', async () => {
    const { root, folder } = projectWithout();
    mkdirSync(join(folder, 'dist'));
    writeFileSync(join(folder, 'dist', 'electron'), '');
    writeFileSync(join(folder, 'dist', 'version'), '45.0.0');
    const { runtime } = await findRuntime(root, { tryDownload: false, environment: {} });
    expect(runtime).toMatchObject({ version: '45.0.0', evaluation: false, source: 'download' });
  });

  it('stops when the evaluation runtime is refused', async () => {
    const { root } = projectWithout();
    const environment = { MESHDECK_NO_EVALUATION_RUNTIME: '1' };
    const found = findRuntime(root, { tryDownload: false, environment });
    await expect(found).rejects.toMatchObject({ name: 'SetupFailure' });
    await expect(found).rejects.toThrow('refuses the evaluation runtime');
  });
});
