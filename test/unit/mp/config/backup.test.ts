import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { ConfigStore } from '../../../../electron/mp/config/store.ts';
import { CONFIG_TEXT, failure, loaded, set, storeScene } from '../../../helpers/config-store.ts';

const onUnix = process.platform !== 'win32';

let folder = '';
let path = '';
let store: ConfigStore;
let text: () => string;

beforeEach(() => {
  ({ folder, path, store, text } = storeScene());
});

describe('the backup', () => {
  it('takes the place of a broken file, which is kept, as the backup is', async () => {
    await store.apply([set(null, 'secret', 'n3w')]);
    writeFileSync(path, '{ broken');
    expect(await store.read()).toMatchObject({ state: 'broken', backup: 'usable' });
    await store.restoreBackup();
    expect(text()).toBe(CONFIG_TEXT);
    expect(readFileSync(`${path}~`, 'utf8')).toBe(CONFIG_TEXT);
    expect(readFileSync(`${path}~broken~`, 'utf8')).toBe('{ broken');
    if (onUnix) expect(statSync(`${path}~broken~`).mode & 0o777).toBe(0o600);
  });

  it('changes places with a good file', async () => {
    await store.apply([set(null, 'secret', 'n3w')]);
    await store.restoreBackup();
    expect([text(), readFileSync(`${path}~`, 'utf8')]).toEqual([
      CONFIG_TEXT,
      CONFIG_TEXT.replace('s3cret', 'n3w'),
    ]);
  });

  it('takes the place of a file that is gone', async () => {
    writeFileSync(`${path}~`, '{"secret": "older"}', { mode: 0o600 });
    unlinkSync(path);
    expect(loaded(await store.restoreBackup()).content.globals).toEqual({ secret: 'older' });
    expect(readFileSync(`${path}~`, 'utf8')).toBe(text());
  });

  it('is known to be there when the file is gone', async () => {
    await store.apply([set(null, 'secret', 'n3w')]);
    unlinkSync(path);
    expect(await store.read()).toEqual({ state: 'missing', path, backup: 'usable' });
    writeFileSync(`${path}~`, '{ broken');
    expect(await store.read()).toEqual({ state: 'missing', path, backup: 'broken' });
    unlinkSync(`${path}~`);
    expect(await store.read()).toEqual({ state: 'missing', path, backup: 'none' });
  });

  it('can’t take the place of a folder', async () => {
    await store.apply([set(null, 'secret', 'n3w')]);
    unlinkSync(path);
    mkdirSync(path);
    expect(await store.read()).toMatchObject({ state: 'broken', backup: 'barred' });
    expect(await failure(store.restoreBackup())).toMatchObject({ code: 'config-unreadable' });
  });

  it('that is missing or broken, too, is refused with its own name', async () => {
    expect(await failure(store.restoreBackup())).toMatchObject({ code: 'config-unreadable' });
    writeFileSync(`${path}~`, '{ "a" }');
    const error = await failure(store.restoreBackup());
    expect([error.code, error.detail?.['path']]).toEqual(['config-broken', `${path}~`]);
    expect(text()).toBe(CONFIG_TEXT);
  });
});

describe.runIf(onUnix)('the file itself', () => {
  it('keeps its symbolic link: what that leads to is replaced', async () => {
    const real = join(folder, 'dots', 'mp');
    mkdirSync(join(folder, 'dots'));
    writeFileSync(real, CONFIG_TEXT, { mode: 0o600 });
    symlinkSync(join('dots', 'mp'), join(folder, 'one'));
    symlinkSync('one', join(folder, 'two'));
    const linked = new ConfigStore(join(folder, 'two'));
    await linked.apply([set(null, 'secret', 'n3w')]);
    expect(readFileSync(real, 'utf8')).toBe(CONFIG_TEXT.replace('s3cret', 'n3w'));
    expect(readdirSync(join(folder, 'dots'))).toEqual(['mp', 'mp~']);
    expect(readdirSync(folder)).toEqual(['dots', 'one', 'rc', 'two']);
    expect(lstatSync(join(folder, 'two')).isSymbolicLink()).toBe(true);
    await linked.restoreBackup();
    expect(readFileSync(real, 'utf8')).toBe(CONFIG_TEXT);
  });

  it('says that others can read it; the mode is repaired on request, with the backup, and on writing', async () => {
    await store.apply([set(null, 'a', 1)]);
    for (const file of [path, `${path}~`]) chmodSync(file, 0o644);
    expect(loaded(await store.read()).warnings.map(({ kind }) => kind)).toEqual(['mode']);
    await store.repairMode();
    expect([path, `${path}~`].map((file) => statSync(file).mode & 0o777)).toEqual([0o600, 0o600]);
    expect(loaded(await store.read()).warnings).toEqual([]);
    chmodSync(path, 0o666);
    expect(loaded(await store.apply([set(null, 'a', 2)])).warnings).toEqual([]);
    expect([path, `${path}~`].map((file) => statSync(file).mode & 0o777)).toEqual([0o600, 0o600]);
    await new ConfigStore(join(folder, 'none')).repairMode();
  });

  it('is never written when it is something else: a pipe, a folder', async () => {
    const [pipe, directory] = [join(folder, 'pipe'), join(folder, 'directory')];
    execFileSync('mkfifo', [pipe]);
    mkdirSync(directory);
    for (const odd of [pipe, directory]) {
      const error = await failure(new ConfigStore(odd).apply([set(null, 'secret', 's')]));
      expect(error.code).toBe('config-unreadable');
    }
    expect([statSync(pipe).isFIFO(), statSync(directory).isDirectory()]).toEqual([true, true]);
    expect(readdirSync(folder)).toEqual(['directory', 'pipe', 'rc']);
  });

  it('is written in turn by stores that share it in one process', async () => {
    const stores = Array.from({ length: 5 }, () => new ConfigStore(path));
    await Promise.all(
      stores.flatMap((one, i) => [0, 1].map((j) => one.apply([set(null, `k${i}${j}`, i)]))),
    );
    const { globals } = loaded(await store.read()).content;
    expect(Object.keys(globals).filter((key) => key.startsWith('k')).length).toBe(10);
    expect(readdirSync(folder)).toEqual(['rc', 'rc~']);
  });
});
