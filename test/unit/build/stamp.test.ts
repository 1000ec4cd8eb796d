import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isCurrent, remember } from '../../../build/bundle/stamp.mjs';
import { temporaryFolder } from '../../helpers/folder.ts';

const PART = { sources: ['src', 'shared'], output: 'part.js' };

function builtProject() {
  const root = temporaryFolder();
  for (const folder of ['src/deep', 'shared', 'out', 'build/vite']) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  for (const file of ['package-lock.json', 'src/a.ts', 'src/deep/b.ts', 'build/vite/x.mjs']) {
    writeFileSync(join(root, file), 'one');
  }
  const record = remember('part', PART, root);
  writeFileSync(join(root, 'out', 'part.js'), 'built');
  record();
  return root;
}

describe('isCurrent', () => {
  it('holds after building and until something changes', () => {
    expect(isCurrent('part', PART, builtProject())).toBe(true);
  });

  it.each<[string, (root: string) => void]>([
    ['a source grows', (root) => writeFileSync(join(root, 'src/deep/b.ts'), 'longer')],
    ['a source is touched', (root) => utimesSync(join(root, 'src/a.ts'), 5, 5)],
    ['a source comes', (root) => writeFileSync(join(root, 'shared/new.ts'), '')],
    ['a source goes', (root) => rmSync(join(root, 'src/a.ts'))],
    ['the lock file changes', (root) => writeFileSync(join(root, 'package-lock.json'), 'other')],
    ['a configuration changes', (root) => writeFileSync(join(root, 'build/vite/x.mjs'), 'other')],
    ['the output is gone', (root) => rmSync(join(root, 'out/part.js'))],
  ])('ends when %s', (_what, change) => {
    const root = builtProject();
    change(root);
    expect(isCurrent('part', PART, root)).toBe(false);
  });

  it('ends when a source changes while it is built', () => {
    const root = builtProject();
    const record = remember('part', PART, root);
    writeFileSync(join(root, 'src/a.ts'), 'changed meanwhile');
    record();
    expect(isCurrent('part', PART, root)).toBe(false);
  });
});
