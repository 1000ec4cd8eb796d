import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import { MeshError } from '../../../../shared/errors.ts';
import { app } from '../../../../renderer/state/app.svelte.ts';
import { draft } from '../../../../renderer/state/config-draft.svelte.ts';
import { config } from '../../../../renderer/state/config.svelte.ts';
import { FakeConfig } from '../../config/fake-config.ts';
import { crowdedConfig } from '../../config/samples.ts';
import { button, dialog, open, press, setStage } from './stage.ts';

setStage();

const item = (name: RegExp) => screen.getByRole('treeitem', { name });

describe('the tree', () => {
  test('marks what runs and what can’t be used', () => {
    open();
    expect(item(/desk/).textContent).toContain('running');
    expect(item(/desk/).getAttribute('aria-selected')).toBe('true');
    expect(within(item(/stray/)).getByRole('img', { name: /can’t be used/ })).toBeTruthy();
    expect(item(/^base/).getAttribute('aria-level')).toBe('2');
    expect(item(/desk/).getAttribute('aria-level')).toBe('3');
  });

  test('goes by keys', async () => {
    open();
    const chosen = () => config.page.kind === 'profile' && config.page.name;
    for (const [key, expected] of [
      ['ArrowDown', 'server'],
      ['ArrowLeft', 'base'],
      ['ArrowRight', 'desk'],
      ['End', 'stray'],
      ['Home', null],
    ] as const) {
      const at = screen.getByRole('treeitem', { selected: true });
      await fireEvent.keyDown(at, { key });
      expect(chosen()).toBe(expected);
    }
  });

  test('many profiles can be filtered, and hold text only', async () => {
    open({}, crowdedConfig());
    expect(screen.getAllByRole('treeitem')).toHaveLength(52);
    await fireEvent.input(screen.getByLabelText('Find a profile'), { target: { value: 'bold' } });
    expect(screen.getAllByRole('treeitem').map((row) => row.textContent.trim())).toEqual([
      'Global',
      '<b>\\u202ebold',
    ]);
  });
});

describe('profiles come and go', () => {
  test('create: the name is checked, the parent chosen', async () => {
    const { file } = open();
    await press('New profile');
    const ask = await dialog();
    await press('Create the profile', ask);
    expect(ask.getByText('Give the profile a name.')).toBeTruthy();
    await fireEvent.input(ask.getByLabelText('Name'), { target: { value: 'desk' } });
    expect(ask.getByText('There is a profile of that name already.')).toBeTruthy();
    await fireEvent.input(ask.getByLabelText('Name'), { target: { value: 'web' } });
    await fireEvent.change(ask.getByLabelText('Parent'), { target: { value: 'base' } });
    await press('Create the profile', ask);
    expect(await screen.findByRole('heading', { name: 'web' })).toBeTruthy();
    expect(file.profiles['web']).toEqual({ parent: 'base' });
  });

  test('rename: the draft follows', async () => {
    const { file } = open();
    draft.set('desk', 'connect_interval', { value: '5' });
    await press('Rename');
    const ask = await dialog();
    await fireEvent.input(ask.getByLabelText('Name'), { target: { value: 'table' } });
    await press('Rename', ask);
    expect(await screen.findByRole('heading', { name: /table/ })).toBeTruthy();
    expect(Object.keys(file.profiles)).not.toContain('desk');
    expect(draft.entry('table', 'connect_interval')).toBeTruthy();
  });

  test('copy', async () => {
    const { bridge } = open();
    await press('Copy');
    const ask = await dialog();
    await fireEvent.input(ask.getByLabelText('Name'), { target: { value: 'desk-2' } });
    await press('Make the copy', ask);
    expect(bridge.argsOf('config.apply')).toEqual([
      { changes: [{ kind: 'copy-profile', profile: 'desk', to: 'desk-2' }] },
    ]);
  });

  test('delete says first what breaks', async () => {
    const { bridge } = open();
    config.open({ kind: 'profile', name: 'base' });
    await press('Delete');
    const ask = await dialog();
    expect(await ask.findByText(/The profile desk has no parent any more/)).toBeTruthy();
    expect(bridge.argsOf('config.apply')).toEqual([]);
    await press('Delete the profile', ask);
    expect(await screen.findByRole('heading', { name: 'Global values' })).toBeTruthy();
  });
});

describe('actions', () => {
  test('switching says first what will happen', async () => {
    const { bridge } = open({
      'profile.consequences': () => ({
        canStart: true,
        consequences: ['The node "desk" leaves the network.'],
      }),
      'session.start': () => null,
    });
    config.open({ kind: 'profile', name: 'server' });
    await press(/Switch to it/);
    const ask = await dialog();
    expect(await ask.findByText('The node "desk" leaves the network.')).toBeTruthy();
    expect(bridge.argsOf('session.start')).toEqual([]);
    await press('Switch to this profile', ask);
    expect(bridge.argsOf('session.start')).toEqual([{ profile: 'server' }]);
  });

  test('what can’t start is not switched to', async () => {
    open({
      'profile.consequences': () => ({ canStart: false, consequences: ['It can’t start: why.'] }),
    });
    config.open({ kind: 'profile', name: 'server' });
    await press(/Switch to it/);
    const ask = await dialog();
    expect(await ask.findByText('It can’t start: why.')).toBeTruthy();
    expect(button('Switch to this profile').disabled).toBe(true);
  });

  test('a start that fails is told of although its dialog is gone', async () => {
    let fail: (error: MeshError) => void = () => undefined;
    open({
      'profile.consequences': () => ({ canStart: true, consequences: [] }),
      'session.start': () => new Promise<null>((_, reject) => (fail = reject)),
    });
    config.open({ kind: 'profile', name: 'server' });
    await press(/Switch to it/);
    await press('Switch to this profile', await dialog());
    cleanup();
    fail(new MeshError('address-in-use', 'Another program listens there.'));
    await waitFor(() => expect(app.notice?.code).toBe('address-in-use'));
  });

  test('the test of the seeds tells each step', async () => {
    const error = new MeshError('secret-mismatch', 'fra-1 has another secret.').toView();
    open({
      'profile.test': () => ({
        seeds: [
          {
            seed: '10.0.0.1:4041',
            test: {
              steps: [{ name: 'tls', state: 'failed', text: 'no TLS there', took: 3 }],
              peer: null,
              error,
            },
          },
        ],
      }),
    });
    await press('Test seeds');
    const ask = await dialog();
    expect(await ask.findByText('0 of 1 seed would let this node in.')).toBeTruthy();
    expect(ask.getByText('no TLS there')).toBeTruthy();
    expect(ask.getByText('fra-1 has another secret.')).toBeTruthy();
    await fireEvent.keyDown(screen.getByRole('dialog'), { key: 'Escape' });
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('the file as a whole', () => {
  test('no profiles: the global values are there', async () => {
    open({}, new FakeConfig());
    await fireEvent.click(screen.getByRole('treeitem', { name: 'Global' }));
    expect(screen.getByText('0 profiles')).toBeTruthy();
    expect(screen.getByText('each profile’s own name')).toBeTruthy();
  });

  test('pushes bring the file', async () => {
    const { file } = open();
    app.apply({ config: file.write('laptop', 'nodeid', 'lap-1') });
    expect(await screen.findByText(/changed by another program/)).toBeTruthy();
    await press('Understood');
    expect(screen.queryByText(/changed by another program/)).toBeNull();
  });
});
