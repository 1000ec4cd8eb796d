import { execFile } from 'node:child_process';
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EMPTY_CONTENT } from '../../../../electron/mp/config/content.ts';
import { configText, createConfig } from '../../../../electron/mp/config/create.ts';
import { fileError } from '../../../../electron/mp/config/file-error.ts';
import { contentOf, MAX_FILE_OCTETS, readConfig } from '../../../../electron/mp/config/rc.ts';
import type { ConfigFile } from '../../../../electron/mp/config/rc.ts';
import { MeshError } from '../../../../shared/errors.ts';
import type { Json } from '../../../../shared/json.ts';

let folder = '';
let path = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meshdeck-config-'));
  path = join(folder, 'rc');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function failure(promise: Promise<unknown>): Promise<MeshError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof MeshError) return error;
    throw error;
  }
  throw new Error('no error was thrown');
}

function loaded(file: ConfigFile): Extract<ConfigFile, { state: 'loaded' }> {
  if (file.state === 'loaded') return file;
  throw new Error('the file is missing');
}

const onUnix = process.platform !== 'win32';
const NEW = {
  globals: { secret: 'S3cret', seeds: ['10.0.0.1:4040'] },
  profiles: new Map([['desk', { nodeid: 'désk', binds: [] }]]),
};

describe('readConfig', () => {
  it.each([
    ['a file', () => path],
    ['a folder above it', () => join(folder, 'no', 'rc')],
  ])('takes %s that is missing for the first start', async (_, missing) => {
    const file = await readConfig(missing());
    expect(file).toEqual({ state: 'missing', path: missing() });
    expect(contentOf(file)).toBe(EMPTY_CONTENT);
  });

  it('takes the null device for no file', async () => {
    expect((await readConfig(devNull)).state).toBe('missing');
  });

  it('reads relaxed JSON and keeps the octets', async () => {
    const text = '{ # comment\n "secret": "s", "profile": {"p": {},},\n}\n';
    await writeFile(path, text, { mode: 0o600 });
    const file = loaded(await readConfig(path));
    expect(contentOf(file).globals['secret']).toBe('s');
    expect([...file.content.profiles.keys()]).toEqual(['p']);
    expect(Buffer.from(file.octets).toString()).toBe(text);
    expect(file.warnings).toEqual([]);
  });

  it.runIf(onUnix).each([0o644, 0o640, 0o604, 0o601])('warns of mode %o', async (mode) => {
    await writeFile(path, '{}');
    await chmod(path, mode);
    const { warnings } = loaded(await readConfig(path));
    expect(warnings.map(({ kind }) => kind)).toEqual(['mode']);
    expect(warnings[0]?.text).toContain(`mode 0${mode.toString(8)}`);
  });

  it('says where a broken file is broken', async () => {
    await writeFile(path, '{\n  "secret": "s"\n  "nodeid": "n"\n}');
    const error = await failure(readConfig(path));
    expect(error.code).toBe('config-broken');
    expect(error.message).toContain(`${path} is broken at line 3, column 3: `);
  });

  it('says so when it is a folder, too large, or under a file', async () => {
    await writeFile(path, Buffer.alloc(MAX_FILE_OCTETS + 1, ' '));
    const errors = await Promise.all(
      [folder, path, join(path, 'rc')].map((place) => failure(readConfig(place))),
    );
    expect(errors.map(({ code }) => code)).toEqual(new Array(3).fill('config-unreadable'));
    expect(errors.map(({ message }) => message.replace(/^.*read: /, ''))).toEqual([
      'it is a folder.',
      `it is larger than ${MAX_FILE_OCTETS} octets.`,
      'a part of its path is not a folder.',
    ]);
  });

  it.runIf(onUnix)('does not wait at a named pipe, and notices a circle of links', async () => {
    await promisify(execFile)('mkfifo', [path]);
    expect((await failure(readConfig(path))).message).toContain('not a regular file');
    const circle = join(folder, 'circle');
    await symlink(circle, circle);
    expect((await failure(readConfig(circle))).message).toContain('form a circle');
  });

  it('says when permission is missing', () => {
    const cause = Object.assign(new Error('EACCES: text'), { code: 'EACCES' });
    const error = fileError('config-unreadable', '/f', 'read', cause);
    expect(error.message).toBe("The configuration file /f can't be read: permission denied.");
    expect(error.detail).toEqual({ path: '/f', reason: 'EACCES' });
  });

  it.runIf(onUnix && process.getuid?.() !== 0)('meets a missing permission', async () => {
    await writeFile(path, '{}', { mode: 0o200 });
    expect((await failure(readConfig(path))).detail?.['reason']).toBe('EACCES');
  });
});

describe('createConfig', () => {
  it("lays the text out like the reference's utility", async () => {
    const fixture = new URL('../../../fixtures/vectors/config/aemp-rc.json', import.meta.url);
    const text = await readFile(fixture, 'utf8');
    await writeFile(path, text, { mode: 0o600 });
    const { content } = loaded(await readConfig(path));
    expect(configText(content)).toBe(`${text}\n`);
  });

  it('writes a file that reads back the same, for the owner only, and nothing beside it', async () => {
    await createConfig(path, NEW);
    const { content, warnings } = loaded(await readConfig(path));
    expect(configText(content)).toBe(configText(NEW));
    expect(content.profiles.get('desk')?.['nodeid']).toBe('désk');
    expect(content.globals['version']).toBe(1);
    expect(warnings).toEqual([]);
    expect(await readdir(folder)).toEqual(['rc']);
    if (onUnix) expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it.runIf(onUnix)('makes the mode 0600 under any umask', async () => {
    const before = process.umask(0o777);
    try {
      await createConfig(path, NEW);
    } finally {
      process.umask(before);
    }
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('makes no folder: one that is not there is a mistake in the path', async () => {
    const deep = join(folder, 'a', 'b', 'rc');
    const error = await failure(createConfig(deep, NEW));
    expect(error.toView()).toEqual({
      code: 'config-unwritable',
      message: `The configuration file ${deep} can't be written: there is no folder ${dirname(deep)}.`,
      next: 'Make that folder, or correct the path that --rc or PERL_ANYEVENT_MP_RC names.',
      detail: { path: deep, reason: 'ENOENT' },
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it.each(['', 'not JSON', '{}'])('never touches what is there: %j', async (text) => {
    await writeFile(path, text);
    const error = await failure(createConfig(path, NEW));
    expect(error.code).toBe('config-exists');
    expect(error.message).toContain(path);
    expect(await readFile(path, 'utf8')).toBe(text);
    expect(await readdir(folder)).toEqual(['rc']);
  });

  it('lets one of many win, whole', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) => createConfig(path, { globals: { nodeid: `n${i}` } })),
    );
    const winners = results.flatMap((result, i) => (result.status === 'fulfilled' ? [i] : []));
    expect(winners.length).toBe(1);
    expect(contentOf(await readConfig(path)).globals['nodeid']).toBe(`n${winners[0]}`);
    const losers = results.filter((result) => result.status === 'rejected');
    for (const { reason } of losers) expect((reason as MeshError).code).toBe('config-exists');
    expect(await readdir(folder)).toEqual(['rc']);
  });

  it.runIf(onUnix)('follows a symbolic link to where there is nothing yet', async () => {
    const target = join(folder, 'dots', 'rc');
    await symlink(join('dots', 'rc'), path);
    expect((await failure(createConfig(path, NEW))).message).toContain(dirname(target));
    await mkdir(dirname(target));
    await createConfig(path, NEW);
    expect((await readConfig(target)).state).toBe('loaded');
    expect((await readConfig(path)).state).toBe('loaded');
    expect((await failure(createConfig(path, NEW))).code).toBe('config-exists');
  });

  describe('on a disk without hard links', () => {
    const link = (): Promise<void> =>
      Promise.reject(Object.assign(new Error('EPERM'), { code: 'EPERM' }));

    it('still writes, never over something, and leaves nothing beside it', async () => {
      await createConfig(path, NEW, { link });
      const before = await readFile(path, 'utf8');
      const error = await failure(createConfig(path, { globals: { secret: 'x' } }, { link }));
      expect(error.code).toBe('config-exists');
      expect(await readFile(path, 'utf8')).toBe(before);
      expect(await readdir(folder)).toEqual(['rc']);
    });
  });

  it('leaves nothing behind when the disk fails', async () => {
    const link = (): Promise<void> =>
      Promise.reject(Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' }));
    const error = await failure(createConfig(path, NEW, { link }));
    expect(error.code).toBe('config-unwritable');
    expect(error.message).toBe(
      `The configuration file ${path} can't be written: the disk is full.`,
    );
    expect(await readdir(folder)).toEqual([]);
  });

  it('says why it cannot write', async () => {
    await writeFile(path, '');
    await mkdir(join(folder, 'd'));
    const under = await failure(createConfig(join(path, 'rc'), NEW));
    const tooLong = await failure(createConfig(join(folder, 'x'.repeat(300)), NEW));
    const taken = await failure(createConfig(join(folder, 'd'), NEW));
    expect([under.code, tooLong.code, taken.code]).toEqual([
      'config-unwritable',
      'config-unwritable',
      'config-exists',
    ]);
  });

  it('refuses values that could not be read back', async () => {
    const deep = JSON.parse('['.repeat(600) + ']'.repeat(600)) as Json;
    for (const globals of [{ secret: '\ud800' }, { deep }]) {
      expect((await failure(createConfig(path, { globals }))).code).toBe('value-invalid');
    }
    expect(await readdir(folder)).toEqual([]);
  });

  it('gives back any values', async () => {
    const values = fc.dictionary(
      fc.string({ unit: 'grapheme' }),
      fc.jsonValue({ stringUnit: 'grapheme' }),
      {
        maxKeys: 4,
      },
    ) as fc.Arbitrary<Record<string, Json>>;
    let count = 0;
    await fc.assert(
      fc.asyncProperty(values, values, async (globals, profile) => {
        count += 1;
        const place = join(folder, String(count));
        const config = { globals, profiles: new Map([['p', profile]]) };
        await createConfig(place, config);
        expect(configText(loaded(await readConfig(place)).content)).toBe(configText(config));
      }),
      { numRuns: 40 },
    );
  });
});
