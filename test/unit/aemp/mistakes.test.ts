import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aemp } from '../../../electron/aemp/program.ts';
import { Utility } from '../../helpers/aemp.ts';
import { failure } from '../../helpers/config-store.ts';
import { temporaryFolder } from '../../helpers/folder.ts';

/** What Node.js says of the system's errors, and nobody should have to read. */
const RAW = /\bE[A-Z]{3,}\b|, (open|read|stat|scandir)\b/;

describe('what stands among the profiles and is none', () => {
  it.each(['null', '""', '0'])('gives way as in the reference: %s', async (odd) => {
    const utility = new Utility(`{"profile":{"b":${odd}}}`);
    await utility.run('profile', 'b', 'nodeid', 'x');
    expect(utility.content).toEqual({ profile: { b: { nodeid: 'x' } } });
  });

  it('is left alone when there is something to lose', async () => {
    const utility = new Utility('{"profile":{"b":["x"]}}');
    const error = await failure(utility.run('profile', 'b', 'nodeid', 'x'));
    expect(error.message).toBe(
      'What stands as "b" among the profiles is none, and isn\'t replaced.',
    );
    expect(utility.text).toBe('{"profile":{"b":["x"]}}');
  });

  it('is deleted by name, and those whose parent it was are told of', async () => {
    const utility = new Utility('{"profile":{"b":null,"a":{"parent":"b"},"Ã¼":[2]}}');
    await utility.run('delprofile', 'b', 'delprofile', 'ü');
    expect(utility.content).toEqual({ profile: { a: {} } });
    expect(utility.said).toEqual(['The profile "a" has no parent any more: "b" is deleted.']);
  });

  it('can be deleted and made in one line', async () => {
    const utility = new Utility('{"profile":{"b":[1],"a":{"parent":"b"}}}');
    await utility.run('delprofile', 'b', 'profile', 'b', 'nodeid', 'x');
    expect(utility.content).toEqual({ profile: { b: { nodeid: 'x' }, a: { parent: 'b' } } });
    expect(utility.said).toEqual([]);
  });

  it('shows nothing', async () => {
    const utility = new Utility('{"profile":{"b":null}}');
    expect(await utility.run('showprofile', 'b')).toBe('{}\n');
  });
});

describe('a parent of the global values', () => {
  it('must exist', async () => {
    const utility = new Utility('{"profile":{"a":{}}}');
    expect((await failure(utility.run('parent', 'nix'))).code).toBe('parent-unknown');
    expect(utility.content).toEqual({ profile: { a: {} } });
    await utility.run('parent', 'b', 'profile', 'b');
    expect(utility.content).toEqual({ parent: 'b', profile: { a: {}, b: {} } });
    expect(utility.said).toEqual(['A parent of the global values has no effect.']);
  });
});

describe('errors of the system', () => {
  it('are told in words', async () => {
    const folder = temporaryFolder();
    const utility = new Utility('{}');
    const missing = join(folder, 'none.pem');
    const told = await Promise.all(
      [folder, missing].map(async (file) => failure(utility.run('setcert', file))),
    );
    expect(told.map(({ message }) => message)).toEqual([
      `${folder} can't be read: it is a folder.`,
      `${missing} can't be read: there is no such file.`,
    ]);
  });

  it('are told in words when the file can’t be written', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    mkdirSync(join(folder, 'folder'));
    for (const path of ['none/rc', 'none/deep/rc', 'file/rc', 'folder', `${'x'.repeat(300)}/rc`]) {
      const call = aemp(['--rc', join(folder, path), 'gensecret'], {}, SILENT);
      const { code, message } = await failure(call);
      expect(code).toMatch(/^config-un(writable|readable)$/);
      expect(message).not.toMatch(RAW);
    }
    expect(readdirSync(folder)).toEqual(['file', 'folder']);
  });

  it('name the folder that a mistyped path leads to, and make none', async () => {
    const path = join(temporaryFolder(), 'none', 'rc');
    const call = aemp(['gensecret'], { PERL_ANYEVENT_MP_RC: path }, SILENT);
    expect((await failure(call)).toView()).toMatchObject({
      code: 'config-unwritable',
      message: `The configuration file ${path} can't be written: there is no folder ${dirname(path)}.`,
      next: 'Make that folder, or correct the path that --rc or PERL_ANYEVENT_MP_RC names.',
    });
    // Reading still takes it for the first start.
    await aemp(['showconfig'], { PERL_ANYEVENT_MP_RC: path }, SILENT);
    expect(readdirSync(dirname(dirname(path)))).toEqual([]);
  });
});

const SILENT = { print: () => undefined, say: () => undefined };
