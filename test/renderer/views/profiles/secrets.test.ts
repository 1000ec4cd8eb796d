import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, test, vi } from 'vitest';
import type { RotationView } from '../../../../shared/config-view.ts';
import { MeshError } from '../../../../shared/errors.ts';
import { app } from '../../../../renderer/state/app.svelte.ts';
import { config } from '../../../../renderer/state/config.svelte.ts';
import { rotation } from '../../../../renderer/state/rotation.svelte.ts';
import { assess } from '../../config/fake-config.ts';
import { certificate, INVITATION, officeConfig, rotationView } from '../../config/samples.ts';
import { button, closed, dialog, open, press, row, setStage } from './stage.ts';

setStage();

const type = (element: HTMLElement, value: string) =>
  fireEvent.input(element, { target: { value } });
const page = () => document.body.innerHTML;

describe('the secret', () => {
  test('strength and origin; the secret itself is nowhere', () => {
    open();
    const text = row('Secret').textContent;
    for (const word of ['Strong', '512 random bits.', 'global']) expect(text).toContain(word);
    expect(page()).not.toContain('8ugxrtw6');
  });

  test('reveal asks first, shows for 30 s, and leaves nothing', async () => {
    vi.useFakeTimers();
    const { bridge } = open({ 'secret.reveal': () => ({ secret: 'ge<b>heim' }) });
    await press('Reveal the secret');
    expect(bridge.argsOf('secret.reveal')).toEqual([]);
    expect(screen.getByText(/Whoever sees it can join the network/)).toBeTruthy();
    await press('Show the secret');
    await vi.advanceTimersByTimeAsync(0);
    expect(screen.getByLabelText('The secret').textContent).toBe('ge<b>heim');
    expect(screen.getByRole('timer').textContent).toBe('hidden in 30 s');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(screen.getByRole('timer').textContent).toBe('hidden in 20 s');
    await vi.advanceTimersByTimeAsync(20_000);
    expect(page()).not.toContain('heim');
  });

  test('another profile hides it', async () => {
    open({ 'secret.reveal': () => ({ secret: 'geheim' }) });
    await press('Reveal the secret');
    await press('Show the secret');
    expect(await screen.findByText('geheim')).toBeTruthy();
    await fireEvent.click(screen.getByRole('treeitem', { name: /laptop/ }));
    expect(page()).not.toContain('geheim');
  });

  test('two profiles are compared without showing anything', async () => {
    open();
    const other = screen.getByLabelText<HTMLSelectElement>('Compare with the secret of');
    const choose = (label: string) => {
      const option = [...other.options].find((each) => each.text === label);
      return fireEvent.change(other, { target: { value: option?.value } });
    };
    await choose('server');
    expect(screen.getByText('the same secret')).toBeTruthy();
    await choose('laptop');
    expect(screen.getByText('different secrets')).toBeTruthy();
  });

  test('set: masked, with its strength as it is typed; then forgotten', async () => {
    const { bridge, file } = open({
      'secret.assess': ({ secret }) => assess(secret),
      'secret.set': ({ profile, secret }) =>
        file.apply([{ kind: 'set', profile, key: 'secret', value: secret }]),
    });
    await fireEvent.click(within(row('Secret')).getByRole('button', { name: 'Set …' }));
    const ask = await dialog();
    const field = ask.getByLabelText<HTMLInputElement>('Secret');
    expect(field.type).toBe('password');
    await type(field, 'short');
    expect(await ask.findByText('Weak')).toBeTruthy();
    await press('Set the secret', ask);
    await closed();
    expect(bridge.argsOf('secret.set')).toEqual([{ profile: 'desk', secret: 'short' }]);
    expect(field.value).toBe('');
    expect(row('Secret').textContent).toContain('set here');
  });

  test('generate warns of a network that runs; inherit says what it means', async () => {
    const { file } = open({
      'secret.generate': ({ profile }) =>
        file.apply([{ kind: 'set', profile, key: 'secret', value: 'x'.repeat(64) }]),
    });
    await press('Generate …');
    const ask = await dialog();
    expect(ask.getByText(/rotate\s+the secret instead/)).toBeTruthy();
    await press('Make a new secret', ask);
    await closed();
    await press('Inherit Secret');
    const again = await dialog();
    await again.findByLabelText('Exact change of the file');
    await press('Remove the secret', again);
    await waitFor(() => expect(file.profiles['desk']?.['secret']).toBeUndefined());
  });
});

describe('rotation', () => {
  test('step by step: begin, invite, ask until all have it, move', async () => {
    let moved = 0;
    const { bridge } = open({
      'rotation.begin': () => rotationView(0),
      'rotation.invite': () => ({ path: '/home/ada/desk.invitation' }),
      'passphrase.assess': ({ passphrase }) => assess(passphrase),
      'rotation.ask': () => (moved < 2 ? rotationView((moved += 2)) : rotationView(3, true)),
      'rotation.move': (): RotationView => rotationView(2, true),
      'rotation.cancel': () => null,
    });
    await press('Rotate …');
    expect(await screen.findByText(/A node takes one secret at a time/)).toBeTruthy();
    await press('Make the new secret');
    const phrase = await screen.findByLabelText<HTMLInputElement>('Passphrase');
    await type(phrase, 'correct horse');
    await press('Save the invitation …');
    expect(await screen.findByText('/home/ada/desk.invitation')).toBeTruthy();
    await waitFor(() => expect(phrase.value).toBe(''));
    await press('Next: see who has it');
    expect(screen.getByRole('row', { name: /fra-1/ }).textContent).toContain('the old one');
    await press('Ask again');
    expect(await screen.findByText(/2 of 3 nodes that can be asked/)).toBeTruthy();
    expect(screen.getByRole('row', { name: /phone/ }).textContent).toContain('can’t be asked');
    await press('Next: move this node');
    expect(screen.getByText(/don’t let this node in until they move too/)).toBeTruthy();
    await press(/^Move this node$/);
    expect(await screen.findByText('This node has moved to the new secret.')).toBeTruthy();
    expect(bridge.argsOf('rotation.invite')).toEqual([{ passphrase: 'correct horse' }]);
    expect(screen.getByText(/^2 of 3 nodes/)).toBeTruthy();
    await press('Ask again');
    expect(await screen.findByText(/^All 3 nodes that can be asked/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Ask again' })).toBeNull();
    await press('Back to the profile');
    await waitFor(() => expect(config.page).toEqual({ kind: 'profile', name: 'desk' }));
    expect(bridge.argsOf('rotation.cancel')).toHaveLength(1);
    expect(button('Rotate …')).toBeTruthy();
  });

  test('a window that has just opened goes on where the last one was', async () => {
    open({ 'rotation.cancel': () => null });
    app.apply({ rotation: rotationView(1) });
    await press('Go on with the rotation');
    expect(screen.getByText(/Save the new secret as an encrypted file/)).toBeTruthy();
    await press('Next: see who has it');
    app.apply({ rotation: rotationView(2) });
    expect(await screen.findByText(/2 of 3 nodes that can be asked/)).toBeTruthy();
    app.apply({ rotation: rotationView(3, true) });
    expect(await screen.findByText('This node has moved to the new secret.')).toBeTruthy();
    app.apply({ rotation: null });
    expect(await screen.findByText(/A node takes one secret at a time/)).toBeTruthy();
  });

  test('it goes on after a look at something else, and can be cancelled', async () => {
    const { bridge } = open({
      'rotation.begin': () => rotationView(0),
      'rotation.cancel': () => null,
    });
    await press('Rotate …');
    await press('Make the new secret');
    await screen.findByLabelText('Passphrase');
    await fireEvent.click(screen.getByRole('treeitem', { name: /desk/ }));
    await press('Go on with the rotation');
    await press('Cancel the rotation');
    const ask = await dialog();
    await press('Cancel the rotation', ask);
    await waitFor(() => expect(rotation.underWay).toBe(false));
    expect(bridge.argsOf('rotation.cancel')).toHaveLength(1);
  });
});

describe('certificates', () => {
  test('facts, what uses it, and the warning before it ends', () => {
    open();
    const text = row('Certificate').textContent;
    for (const word of ['CN=office', 'EC P-256', '21 days left', 'base, desk, server']) {
      expect(text).toContain(word);
    }
    expect(within(row('Certificate')).getByRole('note').textContent).toContain('ends in 21 days');
  });

  test('make one with the key and the validity chosen', async () => {
    const { bridge, file } = open({
      'certificate.generate': ({ profile, validity }) => {
        file.certificates['new'] = certificate(validity, 'web');
        return file.apply([{ kind: 'set', profile, key: 'cert', value: 'new' }]);
      },
    });
    await press('Make one …');
    const ask = await dialog();
    await type(ask.getByLabelText('Name'), 'web');
    await fireEvent.change(ask.getByLabelText('Key'), { target: { value: 'rsa-3072' } });
    await type(ask.getByLabelText('Valid for days'), '0');
    await press('Make the certificate', ask);
    expect(ask.getByText(/number of days from 1/)).toBeTruthy();
    await type(ask.getByLabelText('Valid for days'), '365');
    await press('Make the certificate', ask);
    expect(await screen.findByText('CN=web')).toBeTruthy();
    expect(bridge.argsOf('certificate.generate')).toEqual([
      { profile: 'desk', name: 'web', key: 'rsa-3072', validity: 365 },
    ]);
  });

  test('import: files are added up by name; a refusal says why, and nothing stays', async () => {
    let chosen = 0;
    const { bridge } = open({
      'file.choose': () => ({ token: `t${(chosen += 1)}`, name: `${chosen}.pem` }),
      'file.paste': () => ({ token: 'p', name: 'pasted text' }),
      'file.forget': () => null,
      'certificate.import': () => {
        throw new MeshError('cert-mismatch', 'The key belongs to another certificate.');
      },
    });
    await press('Import …');
    const ask = await dialog();
    await press('Import the certificate', ask);
    expect(ask.getByText('Add a file, or paste PEM text.')).toBeTruthy();
    await press('Add a file …', ask);
    expect(await ask.findByText('1.pem')).toBeTruthy();
    await press('Add a file …', ask);
    await ask.findByText('2.pem');
    await press('Remove 1.pem', ask);
    const pem = ask.getByLabelText<HTMLTextAreaElement>('PEM text');
    await type(pem, 'no PEM');
    expect(ask.getByText('PEM text begins with “-----BEGIN …”.')).toBeTruthy();
    await type(pem, '-----BEGIN PRIVATE KEY-----');
    await press('Import the certificate', ask);
    expect(await ask.findByText('The key belongs to another certificate.')).toBeTruthy();
    expect(bridge.argsOf('file.paste')).toEqual([{ text: '-----BEGIN PRIVATE KEY-----' }]);
    expect(bridge.argsOf('certificate.import')).toEqual([{ profile: 'desk', files: ['t2', 'p'] }]);
    expect(pem.value).toBe('');
    expect(ask.getByText('pasted text')).toBeTruthy();
    await press('Cancel', ask);
    await closed();
    expect(bridge.argsOf('file.forget')).toEqual([
      { token: 't1' },
      { token: 't2' },
      { token: 'p' },
    ]);
  });

  test('export the public part', async () => {
    const { bridge } = open({
      'certificate.export': () => ({ pem: 'PUBLIC' }),
      'file.save': ({ name }) => ({ path: `/home/ada/${name}` }),
    });
    await press('Export the public part …');
    expect(await screen.findByText('/home/ada/desk.pem')).toBeTruthy();
    expect(bridge.argsOf('file.save')).toEqual([{ name: 'desk.pem', text: 'PUBLIC' }]);
  });
});

describe('invitations', () => {
  const saving = {
    'invitation.create': () => ({ path: '/home/ada/office.invitation' }),
    'passphrase.assess': ({ passphrase }: { passphrase: string }) => assess(passphrase),
  };

  test('the addresses are chosen, the passphrase is asked for', async () => {
    const { bridge } = open(saving);
    await press('Invite …');
    const ask = await dialog();
    expect(ask.getByText('this node')).toBeTruthy();
    await press('Save the invitation …', ask);
    expect(ask.getByText(/Enter a passphrase/)).toBeTruthy();
    await fireEvent.click(ask.getByLabelText('10.0.0.1:4041'));
    await type(ask.getByLabelText('Another address'), 'gate.example:4040');
    await press('Add', ask);
    await type(ask.getByLabelText('Passphrase'), 'correct horse');
    await press('Save the invitation …', ask);
    expect(await ask.findByText('/home/ada/office.invitation')).toBeTruthy();
    expect(bridge.argsOf('file.save')).toEqual([]);
    expect(bridge.argsOf('invitation.create')).toEqual([
      {
        profile: 'desk',
        seeds: ['192.168.1.17:4040', 'gate.example:4040'],
        passphrase: 'correct horse',
      },
    ]);
  });

  test('without an address nobody could join', async () => {
    const { bridge } = open(saving);
    await press('Invite …');
    const ask = await dialog();
    for (const box of ask.getAllByLabelText(/^10\.|^192\./)) await fireEvent.click(box);
    await type(ask.getByLabelText('Passphrase'), 'correct horse');
    await press('Save the invitation …', ask);
    expect(ask.getByText(/^Choose or add an address/)).toBeTruthy();
    expect(bridge.argsOf('invitation.create')).toEqual([]);
  });

  test('without a passphrase only after a warning', async () => {
    const { bridge } = open(saving);
    await press('Invite …');
    const ask = await dialog();
    await fireEvent.click(ask.getByLabelText('Without a passphrase'));
    expect(ask.getByText(/Whoever gets the file can join the network/)).toBeTruthy();
    await press('Save without encryption …', ask);
    await waitFor(() => expect(bridge.argsOf('invitation.create')).toHaveLength(1));
    expect(bridge.argsOf('invitation.create')[0]?.passphrase).toBeNull();
  });

  test('accept: file, passphrase, what it holds, answers; then the start is offered', async () => {
    const file = officeConfig();
    const { bridge } = open(
      {
        'file.choose': () => ({ token: 't', name: 'office.invitation' }),
        'invitation.open': ({ passphrase }) => {
          if (passphrase === 'right') return INVITATION;
          throw new MeshError('passphrase-wrong', 'The passphrase is wrong.');
        },
        'invitation.accept': ({ profile }) =>
          file.apply([{ kind: 'create-profile', profile, parent: null }]),
        'profile.consequences': () => ({ canStart: true, consequences: [] }),
      },
      file,
    );
    await press('Accept invitation');
    const ask = await dialog();
    await press(/Choose the file/, ask);
    const phrase = await ask.findByLabelText('Passphrase');
    expect(ask.queryByRole('alert')).toBeNull();
    await type(phrase, 'wrong');
    await press('Open the invitation', ask);
    expect(await ask.findByText('The passphrase is wrong.')).toBeTruthy();
    await type(phrase, 'right');
    await press('Open the invitation', ask);
    expect(await ask.findByText('192.168.1.17:4040')).toBeTruthy();
    expect(ask.getByLabelText<HTMLInputElement>('Node ID').value).toBe('desk');
    await type(ask.getByLabelText('Name of the profile'), 'desk');
    expect(ask.getByText(/^This profile is there: .* are replaced\.$/)).toBeTruthy();
    await type(ask.getByLabelText('Name of the profile'), 'office');
    expect(ask.queryByText(/^This profile is there/)).toBeNull();
    await press('Accept the invitation', ask);
    expect(await screen.findByText('Switch to office?')).toBeTruthy();
    expect(bridge.argsOf('invitation.accept')).toEqual([
      { token: 't', profile: 'office', nodeId: 'desk', binds: ['*:4040'] },
    ]);
    expect(bridge.argsOf('invitation.open')).toEqual([
      { token: 't', passphrase: null },
      { token: 't', passphrase: 'wrong' },
      { token: 't', passphrase: 'right' },
    ]);
  });
});
