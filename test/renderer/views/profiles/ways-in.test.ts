import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MeshError } from '../../../../shared/errors.ts';
import App from '../../../../renderer/App.svelte';
import { app } from '../../../../renderer/state/app.svelte.ts';
import { config } from '../../../../renderer/state/config.svelte.ts';
import { firstStart } from '../../../../renderer/state/first-start.svelte.ts';
import { INVITATION, officeConfig } from '../../config/samples.ts';
import { installBridge } from '../../fake-bridge.ts';
import { press } from './stage.ts';
import type { Handlers } from './stage.ts';

const RC = '/home/ada/.perl-anyevent-mp';
const INFO = {
  version: '0.1.0',
  runtime: { electron: '45', chrome: '140', node: '24', evaluation: false },
  rc: RC,
  profile: 'desk',
  hostName: 'desk',
  localAddresses: [],
};

beforeEach(() => {
  config.reset();
  app.dismiss();
  app.openProfiles(false);
  firstStart.choose('create');
});

afterEach(cleanup);

/** The window from its very beginning, without a node. */
function start(handlers: Handlers) {
  const bridge = installBridge({
    'app.info': () => INFO,
    'state.open': () => ({ session: { phase: 'first-start', rc: RC } }),
    'config.get': () => ({ state: 'missing', path: RC, backup: 'none' }),
    ...handlers,
  });
  render(App);
  return bridge;
}

test('an invitation file is a way in: a start that failed is tried again without accepting twice', async () => {
  const file = officeConfig();
  let starts = 0;
  const bridge = start({
    'file.choose': () => ({ token: 't', name: 'office.invitation' }),
    'invitation.open': () => INVITATION,
    'invitation.accept': () => file.view(),
    'session.start': () => {
      starts += 1;
      if (starts > 1) return null;
      throw new MeshError('address-in-use', 'Something listens there already.');
    },
  });
  await fireEvent.click(await screen.findByLabelText(/I have an invitation file It/));
  await press('Choose the file …');
  expect(await screen.findByText('192.168.1.17:4040')).toBeTruthy();
  await press('Accept and join');
  expect(await screen.findByText('Something listens there already.')).toBeTruthy();
  await press('Accept and join');
  expect(bridge.argsOf('invitation.accept')).toEqual([
    { token: 't', profile: 'desk', nodeId: 'desk', binds: ['*:4040'] },
  ]);
  expect(bridge.argsOf('session.start')).toEqual([{ profile: 'desk' }, { profile: 'desk' }]);
});

test('pasted text leaves the window at once, and is forgotten with the form', async () => {
  const bridge = start({
    'file.paste': () => ({ token: 't', name: 'pasted text' }),
    'file.forget': () => null,
    'invitation.open': () => {
      throw new MeshError('passphrase-wrong', 'It is encrypted.');
    },
  });
  await fireEvent.click(await screen.findByLabelText(/I have an invitation file It/));
  await press('Paste its text instead');
  const field = screen.getByLabelText('Text of the invitation');
  await fireEvent.input(field, { target: { value: 'sealed' } });
  await press('Use this text');
  expect(await screen.findByText(/is encrypted/)).toBeTruthy();
  expect(document.body.innerHTML).not.toContain('sealed');
  await fireEvent.click(screen.getByLabelText(/^Create a network/));
  expect(bridge.argsOf('file.paste')).toEqual([{ text: 'sealed' }]);
  expect(bridge.argsOf('file.forget')).toEqual([{ token: 't' }]);
});

test('with a file there, its profiles are offered, and no way that would write a new one', async () => {
  start({ 'config.get': () => officeConfig().view() });
  await press('Open the profiles');
  expect(screen.getByRole('treeitem', { name: /^base/ })).toBeTruthy();
  expect(screen.queryByText('This node')).toBeNull();
  await press('Back');
  expect(screen.queryByText('Create a network')).toBeNull();
  expect(screen.getByText('Try the demo network')).toBeTruthy();
});

test('without a file, its backup is offered before a new beginning', async () => {
  const bridge = start({
    'config.get': () => ({ state: 'missing', path: RC, backup: 'usable' }),
    'config.restore': () => officeConfig().view(),
  });
  await press('Put back the backup');
  const buttons = screen.getAllByRole('button', { name: 'Put back the backup' });
  await fireEvent.click(buttons.at(-1)!);
  await press('Open the profiles');
  expect(bridge.argsOf('config.restore')).toHaveLength(1);
  expect(screen.getByRole('treeitem', { name: /^base/ })).toBeTruthy();
});

test('a node that fails over a broken file: the backup is put back, and it is tried again', async () => {
  const error = new MeshError('config-broken', 'A comma is missing.').toView();
  const bridge = start({
    'state.open': () => ({ session: { phase: 'failed', error, rc: RC } }),
    'config.get': () => ({ state: 'broken', path: RC, error, backup: 'usable' }),
    'config.restore': () => officeConfig().view(),
    'session.retry': () => null,
  });
  await press('Put back the backup');
  const buttons = screen.getAllByRole('button', { name: 'Put back the backup' });
  await fireEvent.click(buttons.at(-1)!);
  await press('Open the profiles');
  expect(bridge.argsOf('config.restore')).toHaveLength(1);
  expect(bridge.argsOf('session.retry')).toHaveLength(1);
});
