import { fireEvent, screen, within } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import { MeshError } from '../../../../shared/errors.ts';
import { draft } from '../../../../renderer/state/config-draft.svelte.ts';
import { config } from '../../../../renderer/state/config.svelte.ts';
import { officeConfig } from '../../config/samples.ts';
import { button, dialog, open, press, row, setStage } from './stage.ts';

setStage();

const type = (element: HTMLElement, value: string) =>
  fireEvent.input(element, { target: { value } });
const textbox = (name: string | RegExp) => screen.getByRole<HTMLInputElement>('textbox', { name });

describe('where a value comes from', () => {
  test('each row says it, and leads there', async () => {
    open();
    expect(row('Seeds').textContent).toContain('set here');
    expect(row('Connect interval').textContent).toContain('built-in');
    const there = within(row('Monitor timeout')).getByText('from profile base');
    await fireEvent.click(there);
    expect(config.page).toEqual({ kind: 'profile', name: 'base' });
    expect(row('Monitor timeout').textContent).toContain('set here');
    expect(row('Seeds').textContent).toContain('global');
  });

  test('override begins with what counts now; inherit gives it back; both are one click', async () => {
    open();
    await press('Override Monitor timeout');
    expect(textbox('Monitor timeout, seconds').value).toBe('20');
    expect(draft.count).toBe(1);
    await press('Inherit Monitor timeout');
    expect(draft.count).toBe(0);
    await press('Inherit Seeds');
    expect(row('Seeds').textContent).toContain('10.0.0.2:4040');
    expect(row('Seeds').textContent).toContain('changed');
    await press('Take back the change of Seeds');
    expect(textbox('Seeds, address 1 of 1').value).toBe('10.0.0.1:4041');
  });

  test('values for other programs are shown and can’t be edited', async () => {
    open();
    await fireEvent.click(screen.getByRole('treeitem', { name: /server/ }));
    expect(screen.getByLabelText('services as JSON').textContent).toContain('My::Svc::init');
    expect(screen.getByLabelText('x-deploy as JSON').textContent).toContain('"rack": 7');
    expect(within(row('x-deploy')).queryByRole('textbox')).toBeNull();
    expect(row('x-deploy').textContent).toContain('set here');
  });

  test('inherited values for other programs are shown with where they come from', async () => {
    const file = officeConfig();
    file.profiles['base']!['zed'] = 7;
    open({}, file);
    expect(screen.getByLabelText('zed as JSON').textContent).toBe('7');
    expect(row('zed').textContent).not.toContain('set here');
    await fireEvent.click(within(row('zed')).getByText('from profile base'));
    expect(row('zed').textContent).toContain('set here');
  });
});

describe('controls', () => {
  test('addresses are checked while they are typed', async () => {
    open();
    const seed = textbox('Seeds, address 1 of 1');
    await type(seed, 'host:99999');
    expect(seed.getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByText('A port is a number from 1 to 65535.')).toBeTruthy();
    expect(button('Review').disabled).toBe(true);
    await type(seed, 'host');
    expect(row('Seeds').textContent).toContain('host, port 4040');
    expect(button('Review').disabled).toBe(false);
  });

  test('a bad address in the file is said once, in the words of the list', () => {
    const file = officeConfig();
    file.profiles['desk']!['seeds'] = ['host:99999'];
    file.problems = {
      'desk.seeds': 'The address host:99999 has no port.',
      'desk.connect_interval': 'This should be a number.',
    };
    open({}, file);
    expect(screen.getByText('A port is a number from 1 to 65535.')).toBeTruthy();
    expect(row('Seeds').textContent).not.toContain('has no port');
    expect(row('Connect interval').textContent).toContain('This should be a number.');
  });

  test('a list is built, ordered and emptied with keys and buttons', async () => {
    open();
    const list = () =>
      within(row('Seeds'))
        .queryAllByRole<HTMLInputElement>('textbox')
        .map(({ value }) => value);
    await fireEvent.keyDown(textbox('Seeds, address 1 of 1'), { key: 'Enter' });
    await type(textbox('Seeds, address 2 of 2'), 'b:1');
    await fireEvent.keyDown(textbox('Seeds, address 2 of 2'), { key: 'ArrowUp', altKey: true });
    expect(list()).toEqual(['b:1', '10.0.0.1:4041']);
    await press('Move b:1 down');
    expect(list()).toEqual(['10.0.0.1:4041', 'b:1']);
    await press('Remove 10.0.0.1:4041');
    await type(textbox('Seeds, address 1 of 1'), '');
    await fireEvent.keyDown(textbox('Seeds, address 1 of 1'), { key: 'Backspace' });
    expect(list()).toEqual([]);
    expect(row('Seeds').textContent).toContain('this node waits until others come to it');
    expect(draft.entry('desk', 'seeds')?.own).toEqual({ value: [] });
  });

  test('numbers have a unit and a range', async () => {
    const { bridge } = open();
    await press('Override Connect interval');
    const field = textbox('Connect interval, seconds');
    await type(field, '0');
    expect(screen.getByText(/number of seconds above 0/)).toBeTruthy();
    await type(field, '2.5');
    await press('Review');
    await screen.findByRole('dialog');
    expect(bridge.argsOf('config.preview')).toMatchObject([
      { changes: [{ kind: 'set', profile: 'desk', key: 'connect_interval', value: 2.5 }] },
    ]);
  });

  test('authentication is an ordered choice in plain words', async () => {
    open();
    await press('Override Accepts');
    const list = screen.getByRole('list', { name: 'Accepts' });
    expect(list.textContent).toContain('The secret itself crosses the network');
    await fireEvent.click(screen.getByLabelText('Accepts: Secret in clear text'));
    await fireEvent.click(within(list).getByRole('button', { name: 'Prefer Secret' }));
    expect(draft.entry('desk', 'auth_accept')?.own?.value).toEqual([
      'hmac_md6_64_256',
      'tls_md6_64_256',
      'tls_anon',
    ]);
  });

  test('switches, and the parent', async () => {
    open();
    await press('Override Require TLS');
    await fireEvent.click(screen.getByRole('switch', { name: 'Require TLS' }));
    expect(draft.entry('desk', 'tls_required')?.own).toEqual({ value: false });
    const parent = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Parent' });
    expect([...parent.options].map(({ value }) => value)).toEqual([
      '',
      'base',
      'server',
      'laptop',
      'stray',
    ]);
    await fireEvent.change(parent, { target: { value: '' } });
    expect(draft.entry('desk', 'parent')?.own).toBeNull();
    expect(row('Monitor timeout').textContent).toContain('30 seconds');
  });
});

describe('saving', () => {
  async function change() {
    await press('Override Connect interval');
    await type(textbox('Connect interval, seconds'), '5');
  }

  test('review shows the exact change, save writes it, undo takes it back', async () => {
    const { bridge, file } = open();
    await change();
    expect(screen.getByText('1 change not saved')).toBeTruthy();
    await press('Review');
    const shown = await dialog();
    expect(shown.getByLabelText('Exact change of the file').textContent).toContain(
      '"connect_interval": 5',
    );
    expect(bridge.argsOf('config.apply')).toEqual([]);
    await press('Save', shown);
    expect(await screen.findByText('1 change saved')).toBeTruthy();
    expect(file.profiles['desk']?.['connect_interval']).toBe(5);
    expect(bridge.argsOf('config.apply')[0]?.changes[0]).toMatchObject({ seenRevision: '1' });
    await press('Undo');
    expect(await screen.findByText('2 seconds')).toBeTruthy();
  });

  test('discard forgets all changes', async () => {
    open();
    await change();
    await press('Discard');
    expect(draft.count).toBe(0);
    expect(screen.queryByText(/not saved/)).toBeNull();
  });

  test('another program changes something else: it is told, and the draft is kept', async () => {
    const { file } = open();
    await change();
    config.apply(file.write('desk', 'nodeid', 'desk-2'));
    expect(await screen.findByText(/your 1 unsaved change is kept/)).toBeTruthy();
    expect(textbox('Node ID').value).toBe('desk-2');
    expect(draft.entry('desk', 'connect_interval')?.own).toEqual({ value: '5' });
    expect(button('Review').disabled).toBe(false);
  });

  test('another program changes the same: both are shown, nothing is overwritten', async () => {
    const { bridge, file } = open();
    await change();
    config.apply(file.write('desk', 'connect_interval', 9));
    const conflict = await screen.findByRole('alert');
    expect(conflict.textContent).toContain('9');
    expect(conflict.textContent).toContain('"5"');
    expect(button('Review').disabled).toBe(true);
    await press('Keep my Connect interval');
    await press('Review');
    await screen.findByRole('dialog');
    expect(bridge.argsOf('config.preview')[0]?.changes[0]).toMatchObject({ seenRevision: '2' });
  });

  test('a conflict that saving meets is shown too, and can be decided for the file', async () => {
    const other = officeConfig();
    const { file } = open({
      'config.apply': () => {
        other.write('desk', 'connect_interval', 9);
        throw new MeshError('config-conflict', 'Somebody changed it.');
      },
      'config.get': () => other.view(),
    });
    await change();
    await press('Review');
    await press('Save', await dialog());
    expect(await screen.findByText(/Another program changed 1 value/)).toBeTruthy();
    expect(file.profiles['desk']?.['connect_interval']).toBeUndefined();
    await press('Take the file’s Connect interval');
    expect(draft.count).toBe(0);
    expect(textbox('Connect interval, seconds').value).toBe('9');
  });
});
