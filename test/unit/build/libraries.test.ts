import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findProgram } from '../../../build/setup/find-program.mjs';
import { missingIn, packagesFor, usesT64 } from '../../../build/setup/libraries.mjs';
import { temporaryFolder } from '../../helpers/folder.ts';

const LDD = `	linux-vdso.so.1 (0x00007ffd)
	libffmpeg.so => /opt/electron/libffmpeg.so (0x00007f)
	libgtk-3.so.0 => not found
	libasound.so.2 => not found
	libnss3.so => not found
	libnssutil3.so => not found
	libgtk-3.so.0 => not found
	/lib64/ld-linux-x86-64.so.2 (0x00007f)
`;

describe('missing libraries', () => {
  it('reads them from what ldd prints, each once', () => {
    expect(missingIn(LDD)).toEqual([
      'libgtk-3.so.0',
      'libasound.so.2',
      'libnss3.so',
      'libnssutil3.so',
    ]);
    expect(missingIn('	not a dynamic executable\n')).toEqual([]);
  });

  it('maps them to packages, with both names where there are two', () => {
    expect(packagesFor(missingIn(LDD))).toEqual({
      packages: [['libasound2t64', 'libasound2'], ['libgtk-3-0t64', 'libgtk-3-0'], ['libnss3']],
      unknown: [],
    });
  });

  it('names those it knows no package for', () => {
    expect(packagesFor(['libfuture.so.9'])).toEqual({ packages: [], unknown: ['libfuture.so.9'] });
  });

  it.each([
    ['ID=debian\nVERSION_ID="12"\n', false],
    ['ID=debian\nVERSION_ID="13"\n', true],
    ['ID=debian\nVERSION_CODENAME=sid\n', true],
    ['ID=ubuntu\nVERSION_ID="22.04"\n', false],
    ['ID=ubuntu\nVERSION_ID="24.04"\n', true],
    ['ID=fedora\nVERSION_ID=41\n', false],
    ['', false],
  ])('knows from the release who renamed packages: %j', (release, renamed) => {
    expect(usesT64(release)).toBe(renamed);
  });
});

describe('findProgram', () => {
  it('takes the first file of that name, past what is no folder and what is no file', () => {
    const root = temporaryFolder();
    const at = (name: string) => join(root, name);
    for (const folder of ['a/Xvfb', 'b', 'c']) mkdirSync(at(folder), { recursive: true });
    for (const file of ['file', 'b/Xvfb', 'c/Xvfb']) writeFileSync(at(file), '');
    const path = ['none', 'file', 'a', 'b', 'c'].map(at).join(delimiter);
    expect(findProgram('Xvfb', path)).toBe(at('b/Xvfb'));
    expect(findProgram('Xvfb', '')).toBeUndefined();
  });
});
