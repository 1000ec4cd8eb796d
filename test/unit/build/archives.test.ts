import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packAsar, readAsar } from '../../../build/setup/asar.mjs';
import { extractFromTgz } from '../../../build/setup/unpack-tar.mjs';
import { unpackZip } from '../../../build/setup/unpack-zip.mjs';
import { makeTgz, makeZip } from '../../helpers/archives.ts';
import { temporaryFolder } from '../../helpers/folder.ts';

const everything = ({ name }: { name: string }) => name;

describe('extractFromTgz', () => {
  const big = randomBytes(3_000_001);
  const archive = makeTgz([
    { name: 'package/package.json', content: Buffer.from('{}') },
    { name: 'package/empty.txt', content: Buffer.alloc(0) },
    { name: 'package/big.zip', content: big },
  ]);

  function extract(data: Buffer, wanted: string) {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'in.tgz'), data);
    const target = join(folder, 'out');
    const done = extractFromTgz(join(folder, 'in.tgz'), (name) => name === wanted, target);
    return done.then(() => readFileSync(target));
  }

  it('copies the wanted file, over chunk borders', async () => {
    expect((await extract(archive, 'package/big.zip')).equals(big)).toBe(true);
  });

  it('copies a file without content', async () => {
    expect((await extract(archive, 'package/empty.txt')).length).toBe(0);
  });

  it('rejects an archive without the file, one cut short, and one that is none', async () => {
    await expect(extract(archive, 'package/none')).rejects.toThrow('lacks the wanted file');
    await expect(extract(archive.subarray(0, 100_000), 'package/big.zip')).rejects.toThrow();
    await expect(extract(Buffer.from('not an archive'), 'x')).rejects.toThrow();
    await expect(extractFromTgz('/nowhere/x.tgz', () => true, '/nowhere/y')).rejects.toThrow();
  });
});

describe('unpackZip', () => {
  const files = [
    { name: 'App/', content: Buffer.alloc(0) },
    { name: 'App/program', content: Buffer.from('text '.repeat(500_000)), mode: 0o755 },
    { name: 'App/lib/stored.bin', content: randomBytes(2_500_000) },
    { name: 'App/empty', content: Buffer.alloc(0) },
  ];

  function unpack(data: Buffer, place: (entry: { name: string }) => string | undefined) {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'in.zip'), data);
    const target = join(folder, 'out');
    return unpackZip(join(folder, 'in.zip'), place, target).then((count) => ({ count, target }));
  }

  it('writes contents and permissions', async () => {
    const { count, target } = await unpack(makeZip(files), everything);
    expect(count).toBe(3);
    for (const { name, content } of files.slice(1)) {
      expect(readFileSync(join(target, name)).equals(content)).toBe(true);
    }
    expect(statSync(join(target, 'App/program')).mode & 0o777).toBe(0o755);
    expect(statSync(join(target, 'App/empty')).mode & 0o111).toBe(0);
  });

  it('places and leaves out as it is told', async () => {
    const place = ({ name }: { name: string }) => (name === 'App/program' ? 'electron' : undefined);
    const { count, target } = await unpack(makeZip(files), place);
    expect(count).toBe(1);
    expect(existsSync(join(target, 'electron'))).toBe(true);
  });

  it('refuses a path that leads out of the folder', async () => {
    const zip = makeZip([{ name: '../evil', content: Buffer.from('x') }]);
    await expect(unpack(zip, everything)).rejects.toThrow('leads out of the folder');
  });

  it('notices damage', async () => {
    const zip = makeZip([{ name: 'a', content: Buffer.from('hello world') }]);
    const changed = Buffer.from(zip);
    changed[changed.indexOf('hello')] = 0x48;
    await expect(unpack(changed, everything)).rejects.toThrow('content is damaged');
    await expect(unpack(zip.subarray(0, zip.length - 30), everything)).rejects.toThrow();
    await expect(unpack(Buffer.from('no zip'), everything)).rejects.toThrow('not a zip file');
  });
});

describe('asar', () => {
  it('gives back what was packed, whatever the length of the header', () => {
    for (let length = 1; length < 9; length += 1) {
      const files = { ['n'.repeat(length)]: 'äöü', 'main.js': 'code', empty: '' };
      expect(readAsar(packAsar(files))).toEqual(files);
    }
  });

  it('has the layout that Electron reads', () => {
    const archive = packAsar({ a: 'xy' });
    const json = '{"files":{"a":{"size":2,"offset":"0"}}}';
    expect(archive.readUInt32LE(0)).toBe(4);
    expect(archive.readUInt32LE(12)).toBe(json.length);
    expect(archive.toString('utf8', 16, 16 + json.length)).toBe(json);
    expect(archive.readUInt32LE(4)).toBe(8 + Math.ceil(json.length / 4) * 4);
    expect(archive.toString('utf8', 8 + archive.readUInt32LE(4))).toBe('xy');
  });
});
