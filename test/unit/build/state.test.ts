import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isReady, readState, writeState } from '../../../build/setup/state.mjs';
import { temporaryFolder } from '../../helpers/folder.ts';

const WINDOW = { electron: true, display: true };

function project() {
  const root = temporaryFolder();
  const dist = join(root, 'electron');
  const binary = join(dist, 'electron');
  mkdirSync(join(root, 'node_modules'));
  mkdirSync(dist);
  writeFileSync(join(root, 'package-lock.json'), '{}');
  writeFileSync(join(root, 'node_modules', '.package-lock.json'), '{}');
  writeFileSync(binary, '');
  writeFileSync(join(dist, 'Xvfb'), '');
  return { root, dist, binary };
}

function setUpProject(source: 'override' | 'download' | 'evaluation' = 'evaluation') {
  const { root, dist, binary } = project();
  const runtime = { dist, binary, version: '33.2.1', evaluation: true, source };
  writeState(root, { dependencies: true, runtime, librariesFor: binary });
  return { root, dist, binary, environment: { PATH: dist } };
}

describe('what set-up remembers', () => {
  it('is nothing at first', () => {
    const { root } = project();
    expect(readState(root)).toEqual({});
    expect(isReady(root, { electron: false, display: false }, {})).toBe(false);
  });

  it('is ready once everything was found', () => {
    const { root, environment } = setUpProject();
    expect(isReady(root, WINDOW, environment)).toBe(true);
  });

  it('adds news and keeps the rest', () => {
    const { root } = project();
    writeState(root, { dependencies: true });
    writeState(root, { downloadFailedAt: 5 });
    expect(readState(root)).toMatchObject({ dependencies: true, downloadFailedAt: 5 });
  });

  it('is void when the lock file changed', () => {
    const { root, environment } = setUpProject();
    writeFileSync(join(root, 'package-lock.json'), '{"changed":true}');
    expect(readState(root)).toEqual({});
    expect(isReady(root, WINDOW, environment)).toBe(false);
  });

  it('is void when it is damaged', () => {
    const { root } = setUpProject();
    writeFileSync(join(root, 'node_modules', '.meshdeck', 'state.json'), '{"lock":');
    expect(readState(root)).toEqual({});
  });

  it('is not ready when the modules, Electron or Xvfb are gone', () => {
    for (const gone of ['node_modules/.package-lock.json', 'electron/electron', 'electron/Xvfb']) {
      const { root, environment } = setUpProject();
      rmSync(join(root, gone));
      expect(isReady(root, WINDOW, environment), gone).toBe(false);
    }
  });

  it('needs neither Electron nor a display when nobody asks for them', () => {
    const { root } = project();
    writeState(root, { dependencies: true });
    expect(isReady(root, { electron: false, display: false }, {})).toBe(true);
    expect(isReady(root, { electron: true, display: false }, {})).toBe(false);
  });

  it('needs no Xvfb with a display', () => {
    const { root } = setUpProject();
    expect(isReady(root, WINDOW, { PATH: '', DISPLAY: ':0' })).toBe(true);
    expect(isReady(root, WINDOW, { PATH: '', WAYLAND_DISPLAY: 'w' })).toBe(true);
  });

  it('is about another Electron when the override changed', () => {
    const { root, dist, environment } = setUpProject('override');
    expect(isReady(root, WINDOW, environment)).toBe(false);
    const same = { ...environment, ELECTRON_OVERRIDE_DIST_PATH: dist };
    expect(isReady(root, WINDOW, same)).toBe(true);
    const other = { ...environment, ELECTRON_OVERRIDE_DIST_PATH: '/elsewhere' };
    expect(isReady(root, WINDOW, other)).toBe(false);
  });

  it('refuses the evaluation runtime to whoever refuses it', () => {
    const { root, environment } = setUpProject('evaluation');
    const refusing = { ...environment, MESHDECK_NO_EVALUATION_RUNTIME: '1' };
    expect(isReady(root, WINDOW, refusing)).toBe(false);
  });
});
