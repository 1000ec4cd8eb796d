import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, test, vi } from 'vitest';
import { app } from '../../../../renderer/state/app.svelte.ts';
import { config } from '../../../../renderer/state/config.svelte.ts';
import { session } from '../../../../renderer/state/session.svelte.ts';
import { MeshError } from '../../../../shared/errors.ts';
import { officeConfig, rotationView } from '../../config/samples.ts';
import { button, dialog, open, press, row, setStage } from './stage.ts';

setStage();

const PASSPHRASE = 'k7mq-x2hv-9rcp-0wdt-8ame';
const type = (element: HTMLElement, value: string) =>
  fireEvent.input(element, { target: { value } });
const focused = () => document.activeElement?.textContent?.trim();

/** Presses a button that has the focus, as the keyboard does. */
async function pressFocused(name: string): Promise<void> {
  button(name).focus();
  await press(name);
}

describe('a passphrase', () => {
  test('is measured as one, and can be made, shown and copied', async () => {
    vi.useFakeTimers();
    const { bridge } = open({
      'passphrase.assess': ({ passphrase }) =>
        passphrase === PASSPHRASE
          ? { strength: 'strong', text: 'Nobody guesses this passphrase.' }
          : { strength: 'weak', text: 'This passphrase can be guessed.' },
      'passphrase.generate': () => ({ passphrase: PASSPHRASE }),
      'passphrase.copy': () => null,
    });
    await press('Invite …');
    const ask = await dialog();
    const field = ask.getByLabelText<HTMLInputElement>('Passphrase');
    await type(field, 'correct horse battery');
    await vi.advanceTimersByTimeAsync(200);
    expect(ask.getByText('This passphrase can be guessed.')).toBeTruthy();
    await press('Make one', ask);
    await vi.advanceTimersByTimeAsync(200);
    expect([field.value, field.type]).toEqual([PASSPHRASE, 'text']);
    expect(ask.getByText('Nobody guesses this passphrase.')).toBeTruthy();
    await vi.advanceTimersByTimeAsync(30_000);
    expect([field.value, field.type]).toEqual([PASSPHRASE, 'password']);
    await press('Show the passphrase', ask);
    await vi.advanceTimersByTimeAsync(0);
    expect(field.type).toBe('text');
    app.apply({ screenLocked: true });
    await vi.advanceTimersByTimeAsync(0);
    expect(field.type).toBe('password');
    await press('Copy the passphrase', ask);
    await vi.advanceTimersByTimeAsync(0);
    expect(ask.getByText('copied, cleared in 30 s')).toBeTruthy();
    expect(bridge.argsOf('passphrase.copy')).toEqual([{ passphrase: PASSPHRASE }]);
    expect(bridge.argsOf('secret.assess')).toEqual([]);
  });
});

describe('the focus', () => {
  test('stays with the secret through all that is shown there', async () => {
    open({ 'secret.reveal': () => ({ secret: 'geheim' }), 'secret.copy': () => null });
    await pressFocused('Reveal the secret');
    await waitFor(() => expect(focused()).toBe('Show the secret'));
    await press('Show the secret');
    await waitFor(() => expect(focused()).toBe('Hide now'));
    await press('Hide now');
    await waitFor(() => expect(focused()).toBe('Reveal'));
    await pressFocused('Copy the secret');
    await waitFor(() => expect(focused()).toBe('Copy the secret'));
    await press('Cancel');
    await waitFor(() => expect(focused()).toBe('Copy'));
  });

  test('stays where it is when it is elsewhere', async () => {
    open({ 'secret.reveal': () => ({ secret: 'geheim' }) });
    await pressFocused('Reveal the secret');
    await press('Show the secret');
    await screen.findByText('geheim');
    button('Generate …').focus();
    app.apply({ screenLocked: true });
    await screen.findByLabelText('The secret is hidden');
    expect(focused()).toBe('Generate …');
  });
});

describe('the secret', () => {
  test('an empty one is nothing to see, to copy, to compare or to replace', () => {
    const file = officeConfig();
    file.globals['secret'] = '';
    open({}, file);
    expect(row('Secret').textContent).toContain('Empty');
    expect(screen.queryByLabelText('The secret is hidden')).toBeNull();
    for (const name of ['Reveal the secret', 'Copy the secret', 'Rotate …']) {
      expect(screen.queryByRole('button', { name })).toBeNull();
    }
    expect(screen.queryByLabelText('Compare with the secret of')).toBeNull();
  });

  test('a comparison shows both fingerprints', async () => {
    const { file } = open();
    const print = (name: string) =>
      file.view().profiles.find((each) => each.name === name)?.secret?.fingerprint ?? 'none';
    const other = screen.getByLabelText<HTMLSelectElement>('Compare with the secret of');
    const part = row('Compare with');
    expect(part.textContent).toContain(print('desk'));
    const laptop = [...other.options].find(({ text }) => text === 'laptop');
    await fireEvent.change(other, { target: { value: laptop?.value } });
    expect(part.textContent).toContain(print('desk'));
    expect(part.textContent).toContain(print('laptop'));
  });
});

describe('a preview in the dialog', () => {
  const consequences = ['The running node "desk" goes on as it is.'];
  const preview = { 'config.preview': () => ({ lines: [], consequences }) };

  test.each(['Generate …', 'Set …', 'Make one …', 'Import …'])(
    '%s says what it means',
    async (name) => {
      const { bridge } = open(preview);
      await press(name);
      const ask = await dialog();
      expect(await ask.findByText(consequences[0] ?? '')).toBeTruthy();
      const key = ['Generate …', 'Set …'].includes(name) ? 'secret' : 'cert';
      expect(bridge.argsOf('config.preview')).toMatchObject([
        { changes: [{ kind: 'set', profile: 'desk', key }] },
      ]);
    },
  );

  test('never sends what is typed', async () => {
    const { bridge } = open({
      ...preview,
      'secret.assess': () => ({ strength: 'weak', text: '' }),
    });
    await press('Set …');
    const ask = await dialog();
    await type(ask.getByLabelText('Secret'), 'geheim');
    await ask.findByText(consequences[0] ?? '');
    expect(JSON.stringify(bridge.argsOf('config.preview'))).not.toContain('geheim');
  });

  test('a new profile is shown as the file will have it, once it has a name', async () => {
    const { bridge } = open();
    await press('New profile');
    const ask = await dialog();
    expect(bridge.argsOf('config.preview')).toEqual([]);
    await type(ask.getByLabelText('Name'), 'ne');
    await type(ask.getByLabelText('Name'), 'neu');
    const lines = await ask.findByLabelText('Exact change of the file');
    expect(lines.textContent).toContain('"neu"');
    expect(bridge.argsOf('config.preview')).toHaveLength(1);
    expect(bridge.argsOf('config.apply')).toEqual([]);
  });

  test('a change that can’t be made is refused before it is asked for', async () => {
    open({
      'config.preview': () => {
        throw new MeshError('profile-exists', 'There is one.');
      },
    });
    await press('New profile');
    const ask = await dialog();
    await type(ask.getByLabelText('Name'), 'desk 2');
    expect(await ask.findByText('There is one.')).toBeTruthy();
  });
});

describe('a rotation', () => {
  const begun = { 'rotation.begin': () => rotationView(0), 'rotation.cancel': () => null };

  async function begin(): Promise<void> {
    await press('Rotate …');
    await press('Make the new secret');
    await screen.findByLabelText('Passphrase');
  }

  test('shows the new secret for machines with Perl tools, as a line to type', async () => {
    const { bridge } = open({
      ...begun,
      'rotation.reveal': () => ({ secret: 'neu' }),
      'rotation.copy': () => null,
    });
    await begin();
    const part = within(screen.getByRole('region', { name: 'On machines with Perl tools' }));
    expect(part.getByText(/aemp setsecret/).textContent).toContain('••••');
    expect(bridge.argsOf('rotation.reveal')).toEqual([]);
    await press('Reveal the secret');
    await press('Show the secret');
    const secret = await part.findByLabelText('The secret');
    expect(secret.parentElement?.textContent?.trim()).toBe('aemp setsecret neu');
    await press('Hide now');
    expect(document.body.innerHTML).not.toContain('neu</code>');
    await press('Copy the secret');
    await press('Copy the secret');
    await waitFor(() => expect(bridge.argsOf('rotation.copy')).toEqual([null]));
  });

  test('says at Next that nobody else has the new secret', async () => {
    open(begun);
    await begin();
    expect(screen.getByText(/No file was saved yet/)).toBeTruthy();
    await press('Next: see who has it');
    await press('Next: move this node');
    expect(screen.getByText(/no other machine can follow yet/)).toBeTruthy();
    app.apply({ rotation: { ...rotationView(0), seen: true } });
    await waitFor(() => expect(screen.queryByText(/no other machine can follow/)).toBeNull());
    app.apply({ rotation: { ...rotationView(0), savedTo: '/home/ada/f' } });
    await press('Back to the table');
    expect(screen.queryByText(/No file was saved/)).toBeNull();
  });
});

test('warnings of this node are those of its start', () => {
  const warning = new MeshError('value-invalid', 'The file has mode 0644.').toView();
  const running = session.running;
  if (!running) throw new Error('nothing runs');
  app.apply({ session: { ...running, warnings: [warning] } });
  config.open({ kind: 'node' });
  open();
  expect(screen.getByRole('heading', { name: '1 warning when the node was started' })).toBeTruthy();
  expect(
    screen.getByText(/put right in the file since then counts from its next start/),
  ).toBeTruthy();
});
