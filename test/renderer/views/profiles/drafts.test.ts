import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import { MeshError } from '../../../../shared/errors.ts';
import { draft } from '../../../../renderer/state/config-draft.svelte.ts';
import { config } from '../../../../renderer/state/config.svelte.ts';
import type { FakeConfig } from '../../config/fake-config.ts';
import { officeConfig } from '../../config/samples.ts';
import { button, closed, dialog, open, press, setStage } from './stage.ts';

setStage();

/** As the reference's utility writes names outside ASCII. */
const KEY = 'LÃ¤ptop â\u0098\u0083';

const twice = (typed: string) => (typed === 'Läptop ☃' ? KEY : typed);

async function rename(to: string) {
  await press('Rename');
  const ask = await dialog();
  await fireEvent.input(ask.getByLabelText('Name'), { target: { value: to } });
  await press('Rename', ask);
  await closed();
}

/** Another program takes a profile away. */
function take(file: FakeConfig, name: string) {
  file.revision += 1;
  delete file.profiles[name];
  config.apply(file.view());
}

describe('a new name', () => {
  test('that the file has in another form keeps the changes, and is no conflict', async () => {
    const { bridge, file } = open();
    file.keyOf = twice;
    config.open({ kind: 'profile', name: 'laptop' });
    draft.set('laptop', 'nodeid', { value: 'lap-2' });
    await rename('Läptop ☃');
    expect(config.page).toEqual({ kind: 'profile', name: KEY });
    expect(screen.getByRole('treeitem', { selected: true }).textContent).toContain('not saved');
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Node ID' }).value).toBe('lap-2');
    expect(draft.conflicts).toEqual([]);
    await press('Review');
    await screen.findByRole('dialog');
    // The revision before knows no profile of that name.
    expect(bridge.argsOf('config.preview').at(-1)?.changes).toEqual([
      { kind: 'set', profile: KEY, key: 'nodeid', value: 'lap-2', seenRevision: '2' },
    ]);
  });

  test('of a parent: changes that name it follow, and what was seen', async () => {
    open();
    config.open({ kind: 'profile', name: 'base' });
    draft.set('laptop', 'parent', { value: 'base' });
    draft.set('server', 'parent', { value: 'laptop' });
    draft.set('desk', 'parent', null);
    await rename('ground');
    expect(draft.entry('laptop', 'parent')?.own).toEqual({ value: 'ground' });
    expect(draft.entry('server', 'parent')).toMatchObject({
      own: { value: 'laptop' },
      seen: { value: 'ground' },
      seenRevision: '2',
    });
    expect(draft.conflicts).toEqual([]);
    expect(draft.count).toBe(3);
  });

  test('deleting a parent ourselves is no conflict either', async () => {
    open();
    config.open({ kind: 'profile', name: 'stray' });
    draft.set('laptop', 'parent', { value: 'stray' });
    draft.set('desk', 'nodeid', { value: 'd' });
    await press('Delete');
    await press('Delete the profile', await dialog());
    await closed();
    expect(draft.entries.map(({ profile }) => profile)).toEqual(['desk']);
  });
});

describe('a profile that another program removes while it has changes', () => {
  function lose() {
    const stage = open();
    config.open({ kind: 'profile', name: 'laptop' });
    draft.set('laptop', 'nodeid', { value: 'lap-2' });
    draft.set('laptop', 'secret_hint', { value: 'x' });
    take(stage.file, 'laptop');
    return stage;
  }

  test('is a case of its own: the page stays, and no value is said to be inherited', async () => {
    lose();
    expect(await screen.findByText('laptop is gone')).toBeTruthy();
    expect(screen.getByText(/Another program removed the profile/).textContent).toContain(
      'Node ID',
    );
    expect(screen.queryByText(/Another program changed/)).toBeNull();
    expect(button('Review').disabled).toBe(true);
  });

  test('can be made again with the changes', async () => {
    const { bridge, file } = lose();
    await press('Make the profile again');
    expect(screen.getByText(/Saving makes the profile again/)).toBeTruthy();
    await press('Review');
    await press('Save', await dialog());
    await closed();
    expect(bridge.argsOf('config.apply')[0]?.changes).toEqual([
      { kind: 'create-profile', profile: 'laptop', parent: null },
      { kind: 'set', profile: 'laptop', key: 'nodeid', value: 'lap-2' },
      { kind: 'set', profile: 'laptop', key: 'secret_hint', value: 'x' },
    ]);
    expect(file.profiles['laptop']).toEqual({ nodeid: 'lap-2', secret_hint: 'x' });
    expect(config.page).toEqual({ kind: 'profile', name: 'laptop' });
    expect(draft.count).toBe(0);
  });

  test('is made again by the name that people see', async () => {
    const { bridge, file } = open();
    file.keyOf = twice;
    config.open({ kind: 'profile', name: 'laptop' });
    await rename('Läptop ☃');
    draft.set(KEY, 'nodeid', { value: 'lap-2' });
    take(file, KEY);
    expect(await screen.findByText('Läptop ☃ is gone')).toBeTruthy();
    await press('Make the profile again');
    await press('Review');
    await screen.findByRole('dialog');
    expect(bridge.argsOf('config.preview').at(-1)?.changes).toEqual([
      { kind: 'create-profile', profile: 'Läptop ☃', parent: null },
      { kind: 'set', profile: KEY, key: 'nodeid', value: 'lap-2' },
    ]);
  });

  test('isn’t made again with what can’t be saved', async () => {
    const { file } = open();
    draft.set('laptop', 'connect_interval', { value: 'soon' });
    take(file, 'laptop');
    await screen.findByText(/Another program removed the profile/);
    expect(button('Make the profile again').disabled).toBe(true);
    await press('Drop it');
    expect(draft.count).toBe(0);
  });

  test('or its changes are dropped, others stay', async () => {
    lose();
    draft.set('desk', 'nodeid', { value: 'd' });
    await press('Drop them');
    expect(draft.entries.map(({ profile }) => profile)).toEqual(['desk']);
    expect(button('Review').disabled).toBe(false);
  });

  test('and that comes back is as if nothing had been', async () => {
    const { file } = lose();
    file.revision += 1;
    file.profiles['laptop'] = {};
    config.apply(file.view());
    expect(await screen.findByRole('heading', { name: 'laptop' })).toBeTruthy();
    expect(draft.gone).toEqual([]);
    expect(draft.conflicts).toEqual([]);
  });

  test('is found out by saving, too', async () => {
    const other = officeConfig();
    open({
      'config.preview': () => {
        other.revision = 7;
        delete other.profiles['laptop'];
        throw new MeshError('profile-unknown', 'There is no profile "laptop".');
      },
      'config.get': () => other.view(),
    });
    draft.set('laptop', 'nodeid', { value: 'lap-2' });
    await press('Review');
    expect(await screen.findByText(/Another program removed the profile/)).toBeTruthy();
    expect(screen.queryByText(/There is no profile/)).toBeNull();
  });
});

describe('an undo that is refused', () => {
  async function refuse(revision: number) {
    const { file } = open({
      'config.undo': () => {
        throw new MeshError('config-conflict', 'Another program has changed it meanwhile.');
      },
    });
    file.revision = revision;
    draft.set('desk', 'nodeid', { value: 'd' });
    await press('Review');
    await press('Save', await dialog());
    await closed();
    await press('Undo');
    expect(await screen.findByText(/has changed it meanwhile/)).toBeTruthy();
    return file;
  }

  test('isn’t said beside a success, nor offered again until the file changes', async () => {
    const file = await refuse(900);
    expect(screen.queryByText(/change saved/)).toBeNull();
    await waitFor(() => expect(screen.queryByRole('button', { name: /Undo/ })).toBeNull());
    await press('Dismiss');
    expect(screen.queryByRole('button', { name: /Undo/ })).toBeNull();
    expect(screen.queryByText(/has changed it meanwhile/)).toBeNull();
    config.apply(file.write('desk', 'nodeid', 'e'));
    expect(await screen.findByRole('button', { name: 'Undo the last change' })).toBeTruthy();
  });

  test('is no matter of the next profile', async () => {
    await refuse(950);
    await fireEvent.click(screen.getByRole('treeitem', { name: /laptop/ }));
    expect(screen.queryByText(/has changed it meanwhile/)).toBeNull();
  });
});

describe('the keyboard', () => {
  const focused = () => document.activeElement?.textContent.trim();

  async function click(name: string) {
    button(name).focus();
    await fireEvent.click(button(name));
  }

  test('stays in the page when the bar goes: at the profile that is chosen', async () => {
    open();
    draft.set('desk', 'nodeid', { value: 'd' });
    await screen.findByText('1 change not saved');
    await click('Discard');
    await waitFor(() => expect(focused()).toMatch(/^desk/));
  });

  test('goes to what else is to be decided', async () => {
    const { file } = open();
    draft.set('desk', 'nodeid', { value: 'd' });
    draft.set('desk', 'connect_interval', { value: '5' });
    file.write('desk', 'nodeid', 'x');
    config.apply(file.write('desk', 'connect_interval', 9));
    await screen.findByRole('alert');
    await click('Keep my Node ID');
    await waitFor(() => expect(focused()).toBe('Take the file’s'));
    await click('Keep my Connect interval');
    await waitFor(() => expect(focused()).toBe('Discard'));
  });

  test('is at Undo after saving, and in the page after that', async () => {
    open();
    draft.set('desk', 'nodeid', { value: 'd' });
    await screen.findByText('1 change not saved');
    await click('Review');
    await dialog();
    await click('Save');
    await closed();
    await waitFor(() => expect(focused()).toBe('Undo'));
    await click('Undo');
    await waitFor(() => expect(focused()).toMatch(/^desk/));
  });
});
