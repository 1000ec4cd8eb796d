import { screen, within } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import type { BackupState } from '../../../../shared/config-view.ts';
import { MeshError } from '../../../../shared/errors.ts';
import { app } from '../../../../renderer/state/app.svelte.ts';
import { draft } from '../../../../renderer/state/config-draft.svelte.ts';
import { config } from '../../../../renderer/state/config.svelte.ts';
import { FakeConfig } from '../../config/fake-config.ts';
import { button, closed, dialog, open, press, setStage } from './stage.ts';

setStage();

const REMOVED = 'The configuration file was removed';

function breakFile(backup: BackupState, code: 'config-broken' | 'config-unreadable') {
  const error = new MeshError(code, 'It can’t be read.', { detail: { line: 12, column: 5 } });
  config.apply({ state: 'broken', path: '/rc', error: error.toView(), backup });
}

const remove = (backup: BackupState = 'none') =>
  config.apply({ state: 'missing', path: '/rc', backup });

describe('a file that others may read', () => {
  test('is made private with one click', async () => {
    const file = new FakeConfig({}, { desk: { secret: 'x' } });
    file.wideMode = true;
    const repair = () => Object.assign(file, { wideMode: false }).view();
    open({ 'config.repair-mode': repair }, file);
    expect(screen.getByText(/^The file holds secrets/)).toBeTruthy();
    await press('Make it private');
    expect(screen.queryByText(/others on this machine may read it/)).toBeNull();
  });

  test('holds secrets only when there are any', () => {
    const file = new FakeConfig({}, { desk: {} });
    file.wideMode = true;
    open({}, file);
    expect(screen.queryByText(/holds secrets/)).toBeNull();
    expect(screen.getByText(/Others on this machine may read the file/)).toBeTruthy();
    expect(button('Make it private')).toBeTruthy();
  });
});

describe('a broken file', () => {
  test('names the place, and its backup is put back after asking', async () => {
    const { bridge, file } = open({ 'config.restore': () => file.view() });
    breakFile('usable', 'config-broken');
    expect(await screen.findByText('Line 12, column 5')).toBeTruthy();
    await press('Put back the backup');
    expect(bridge.argsOf('config.restore')).toEqual([]);
    await press('Put back the backup', await dialog());
    expect(await screen.findByRole('tree')).toBeTruthy();
  });

  test('without a backup isn’t to be mended by one', async () => {
    open();
    breakFile('none', 'config-broken');
    const part = within(await screen.findByRole('region', { name: 'Broken configuration file' }));
    expect(part.getByText('Mend the file with an editor. There is no backup of it.')).toBeTruthy();
    expect(part.queryByText(/put back/)).toBeNull();
  });

  test('that is a folder says when its backup can be put back, and doesn’t offer it', async () => {
    open();
    breakFile('barred', 'config-unreadable');
    expect(await screen.findByText(/once nothing else stands in its place/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Put back the backup' })).toBeNull();
  });

  test('keeps unsaved changes in sight, to be discarded or saved later', async () => {
    const { file } = open();
    draft.set('desk', 'connect_interval', { value: '5' });
    breakFile('none', 'config-broken');
    expect(await screen.findByText('1 change not saved')).toBeTruthy();
    expect(screen.getByText(/It can be saved once the file can be read again/)).toBeTruthy();
    expect(button('Review').disabled).toBe(true);
    remove();
    expect(await screen.findByText(/once the file is there again/)).toBeTruthy();
    config.apply(file.view());
    await press('Review');
    expect(await screen.findByRole('dialog')).toBeTruthy();
  });
});

describe('a missing file', () => {
  test('that was never there: the way to the first start', async () => {
    const { bridge } = open({ 'session.leave': () => null });
    app.apply({ session: { phase: 'first-start', rc: '/other' } });
    config.reset();
    config.apply({ state: 'missing', path: '/other', backup: 'none' });
    expect(await screen.findByText('There is no configuration file yet')).toBeTruthy();
    await press('Begin');
    expect(bridge.argsOf('session.leave')).toEqual([]);
  });

  test('of a node that runs: it leaves only after asking, by its name', async () => {
    const { bridge } = open({ 'session.leave': () => null });
    remove();
    expect(await screen.findByText(REMOVED)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Put back the backup' })).toBeNull();
    await press('Begin …');
    const ask = await dialog();
    expect(ask.getByText('desk')).toBeTruthy();
    await press('Cancel', ask);
    await closed();
    expect(bridge.argsOf('session.leave')).toEqual([]);
    await press('Begin …');
    await press('Leave the network and begin', await dialog());
    expect(bridge.argsOf('session.leave')).toHaveLength(1);
  });

  test('is known to be removed by the node that runs with it, after a look at nothing else', async () => {
    open();
    config.reset();
    remove();
    expect(await screen.findByText(REMOVED)).toBeTruthy();
  });

  test('with a backup: that is put back', async () => {
    const { bridge, file } = open({ 'config.restore': () => file.view() });
    remove('usable');
    await press('Put back the backup');
    expect(bridge.argsOf('config.restore')).toEqual([]);
    await press('Put back the backup', await dialog());
    expect(await screen.findByRole('tree')).toBeTruthy();
  });
});
