import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  MAX_TEXT_OCTETS,
  octetsOf,
  readTextFile,
  writeOwnFile,
} from '../../../electron/text-files.ts';
import { temporaryFolder } from '../../helpers/folder.ts';

describe('text files', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = temporaryFolder();
    file = join(folder, 'file');
  });

  it.skipIf(process.platform === 'win32')('are written for their owner alone', async () => {
    await writeOwnFile(file, 'hush');
    chmodSync(file, 0o644);
    await writeOwnFile(file, 'grüße');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toBe('grüße');
    expect(await readTextFile(file)).toBe('grüße');
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('that can’t be written are an error with the reason, and leave nothing', async () => {
    mkdirSync(file);
    const none = join(folder, 'none', 'file');
    for (const [path, why] of [
      [file, 'it is a folder'],
      [none, 'its folder is not there'],
    ] as const) {
      await expect(writeOwnFile(path, 'x')).rejects.toMatchObject({
        code: 'file-unwritable',
        message: `${path} can't be written: ${why}.`,
      });
    }
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('that are none are refused', async () => {
    const bad: [string, string | Buffer][] = [
      ['too large', 'x'.repeat(MAX_TEXT_OCTETS + 1)],
      ['not text', Buffer.from([0x66, 0xff, 0xfe])],
    ];
    for (const [why, content] of bad) {
      writeFileSync(file, content);
      await expect(readTextFile(file)).rejects.toMatchObject({
        code: 'file-unreadable',
        message: expect.stringContaining(why) as string,
      });
    }
    for (const [path, why] of [
      [folder, 'it is not a regular file'],
      [join(folder, 'none'), 'there is no such file'],
      [join(file, 'below'), 'a part of its path is not a folder'],
    ] as const) {
      await expect(readTextFile(path)).rejects.toMatchObject({
        code: 'file-unreadable',
        message: `${path} can't be read: ${why}.`,
      });
    }
    writeFileSync(file, 'x'.repeat(MAX_TEXT_OCTETS));
    expect(await readTextFile(file)).toHaveLength(MAX_TEXT_OCTETS);
  });

  it('of octets are written as they are', async () => {
    const octets = Uint8Array.from({ length: 256 }, (_, index) => index);
    await writeOwnFile(file, octetsOf(Buffer.from(octets).toString('base64'), 'base64'));
    expect(new Uint8Array(readFileSync(file))).toEqual(octets);
    expect(Buffer.from(octetsOf('grüße', 'utf8')).toString()).toBe('grüße');
  });

  it.each(['AA', 'A*==', 'AAAA AAAA', 'data:image/png;base64,AAAA'])(
    'that are said to be base64 and are not are refused: %s',
    (text) => {
      expect(() => octetsOf(text, 'base64')).toThrow(
        expect.objectContaining({ code: 'ipc-invalid' }) as Error,
      );
    },
  );
});
