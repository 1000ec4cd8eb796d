import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { LibraryFile } from '../../../electron/hand/library/file.ts';
import { Library } from '../../../electron/hand/library/library.ts';
import { createHandlers } from '../../../electron/ipc/handlers/index.ts';
import { REQUEST_SCHEMAS } from '../../../electron/ipc/schemas.ts';
import { seededRandom } from '../../../electron/mp/crypto/random.ts';
import { KeptTexts } from '../../../electron/profiles/kept-texts.ts';
import type { SessionControl } from '../../../electron/ipc/services.ts';
import type { Profiles } from '../../../electron/profiles/profiles.ts';
import { Inspector } from '../../../electron/observe/inspect/inspector.ts';
import { DEFAULT_LIMITS } from '../../../electron/observe/message-ring.ts';
import { Observation } from '../../../electron/observe/observation.ts';
import type { AppInfo } from '../../../shared/contract.ts';
import type { NodeId } from '../../../shared/ids.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';
import { FakeNode } from '../../helpers/fake-node.ts';
import { bob, createHand, draftTo } from '../../helpers/hands.ts';

describe('handlers', () => {
  const clock = new FakeClock();
  const node = new FakeNode('me');
  const onChange = () => undefined;
  const observation = new Observation({ node, clock, newToken: () => 'token', onChange });
  const hand = createHand(observation, clock);
  const done = () => Promise.resolve();
  const session = {
    create: vi.fn(done),
    test: vi.fn(() => Promise.resolve({ steps: [], peer: null, error: null })),
    join: vi.fn(done),
    demo: vi.fn(done),
    retry: vi.fn(done),
    start: vi.fn(done),
    leave: vi.fn(done),
    observation: () => observation,
    hand: () => hand,
  } satisfies SessionControl;
  const writeClipboard = vi.fn();
  const info = { version: '1' } as AppInfo;
  const openState = () => ({ rates: { in: 3, out: 0 } });
  const profiles = fakeProfiles();
  const chooser = () => vi.fn(() => Promise.resolve(null));
  const choosers = { chooseSave: chooser(), chooseOpen: chooser() };
  const files = { save: vi.fn(() => Promise.resolve({ path: '/f' })), open: vi.fn(), ...choosers };
  const inspector = new Inspector({
    live: () => ({ log: observation.messages, profile: 'test' }),
    clock,
    files,
    limits: { get: () => DEFAULT_LIMITS, set: vi.fn() },
    version: '1',
    onChange,
  });
  const folder = mkdtempSync(join(tmpdir(), 'meshdeck-test-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const library = new Library({
    file: new LibraryFile(join(folder, 'library.jsonl')),
    dialogs: files,
    clock,
    newId: () => 'id',
    onProblem: onChange,
    onChange,
  });
  const handlers = createHandlers({
    session,
    profiles: profiles as unknown as Profiles,
    files,
    inspector,
    library,
    writeClipboard,
    info: () => info,
    openState,
    noteUnsaved: onChange,
  });

  beforeEach(() => void node.connect('bob'));

  it('exist for every request, and no others', () => {
    expect(Object.keys(handlers).sort()).toEqual(Object.keys(REQUEST_SCHEMAS).sort());
  });

  it('tell about the program and its state', async () => {
    expect(await handlers['app.info'](null)).toBe(info);
    expect(await handlers['state.open'](null)).toEqual({ rates: { in: 3, out: 0 } });
  });

  it('begin and end the session', async () => {
    const create = { nodeId: 'a', bind: '*', secret: null };
    const join = { nodeId: 'a', secret: 's', seeds: ['b:1'], binds: [] };
    expect(await handlers['session.create'](create)).toBeNull();
    expect(await handlers['session.join'](join)).toBeNull();
    expect(await handlers['session.demo']({ nodes: 3 })).toBeNull();
    expect(await handlers['session.retry'](null)).toBeNull();
    expect(await handlers['session.leave'](null)).toBeNull();
    expect(await handlers['session.start']({ profile: 'home' })).toBeNull();
    expect(session.start).toHaveBeenCalledWith('home');
    expect(await handlers['session.test']({ seed: 'b', secret: 's', nodeId: 'a' })).toMatchObject({
      steps: [],
    });
    expect(session.create).toHaveBeenCalledWith(create);
    expect(session.join).toHaveBeenCalledWith(join);
    expect(session.demo).toHaveBeenCalledWith(3);
  });

  it('send and look up messages', async () => {
    const sent = handlers['message.send']({ to: [bob], message: ['hi'] });
    node.die('bob#x', 'no_such_port');
    expect(await sent).toEqual([{ outcome: 'no-such-port' }]);
    const about = { source: 'live', seq: 1 } as const;
    expect(await handlers['message.get'](about)).toMatchObject({ json: '[\n  "hi"\n]' });
    expect(await handlers['message.get']({ ...about, seq: 999 })).toBeNull();
    const part = { ...about, from: 0 };
    expect(await handlers['message.tree']({ ...part, path: [], count: 9 })).toMatchObject({
      entries: [{ key: 0, type: 'string', preview: '"hi"' }],
    });
    expect(await handlers['message.text']({ ...part, path: [0], length: 9 })).toEqual({
      text: 'hi',
      length: 2,
    });
    expect(await handlers['message.data'](about)).toEqual({ message: ['hi'] });
  });

  it('open lists, mark messages, and count them', async () => {
    const wanted = { source: 'live', filter: 'hi', system: false, follow: true } as const;
    const { list, first, end } = await handlers['list.open'](wanted);
    expect([first, end]).toEqual([-1, 0]);
    expect(await handlers['message.mark']({ source: 'live', seq: 1, marked: true })).toBeNull();
    expect(await handlers['list.rows']({ list, from: first, count: 5 })).toMatchObject({
      rows: [{ seq: 1, marked: true }],
    });
    expect(await handlers['list.find']({ list, seq: 1 })).toEqual({ position: -1, seq: 1 });
    const next = { list, from: -2, marked: 'next' } as const;
    expect(await handlers['list.find'](next)).toEqual({ position: -1, seq: 1 });
    expect(await handlers['list.follow']({ list, follow: false })).toBeNull();
    const { source } = wanted;
    const rates = { source, by: 'tag', filter: '', system: false, slot: 1000, slots: 5 } as const;
    expect(await handlers['message.rates'](rates)).toMatchObject({ series: [{}] });
    expect(await handlers['message.limits'](null)).toEqual(DEFAULT_LIMITS);
    expect(await handlers['export.start']({ list, format: 'csv' })).toBeNull();
    expect(await handlers['list.close']({ list })).toBeNull();
    const { rejects } = expect(async () => handlers['list.rows']({ list, from: 0, count: 1 }));
    await rejects.toMatchObject({ code: 'not-open' });
  });

  it('record and export where the person wants it', async () => {
    const limits = { maxOctets: null, maxDuration: null };
    const wanted = { filter: '', system: false, ...limits };
    expect(await handlers['recording.start'](wanted)).toBeNull();
    expect(choosers.chooseSave).toHaveBeenCalledWith(expect.stringMatching(/^messages-.*\.jsonl$/));
    expect(await handlers['recording.stop'](null)).toBeNull();
    expect(await handlers['recording.open'](null)).toBeNull();
    expect(await handlers['recording.close']({ recording: 1 })).toBeNull();
    expect(await handlers['export.cancel'](null)).toBeNull();
  });

  it('call, repeat and run sequences, and remember the drafts', async () => {
    const draft = draftTo('1');
    const call = { to: bob, message: ['q'], timeout: 100, many: false, draft };
    const { job } = await handlers['call.start'](call);
    expect(await handlers['job.stop']({ job })).toBeNull();
    const repeat = { draft: draftTo('2'), count: 1, interval: 1, jitter: 0, call: false };
    await handlers['repeat.start'](repeat);
    const sequence = { id: 's', name: 'n', folder: '', steps: [] };
    await handlers['sequence.run']({ sequence });
    const { next } = observation.messages.ring;
    const sent = handlers['message.send']({ to: [bob], message: ['hi'], draft: draftTo('3') });
    clock.advance(3000);
    await sent;
    const recorded = await handlers['sequence.record']({ source: 'live', seqs: [next], name: 'r' });
    expect(recorded).toMatchObject({ name: 'r', steps: [{ message: { tag: 'hi' } }] });
    const kinds = hand.jobs.views().map(({ kind }) => kind);
    expect(kinds).toEqual(['sequence', 'repeat', 'call']);
    expect(await handlers['job.forget']({ job })).toBeNull();
    expect(hand.jobs.views().length).toBe(2);
    expect(await handlers['draft.resolve']({ draft })).toMatchObject({ message: ['test', 1] });
    const { history } = await handlers['library.get'](null);
    const entries = history.map((entry) => [entry.arguments, entry.call]);
    expect(entries).toEqual([['3', false], ['2', false], ['1', true]]); // prettier-ignore
  });

  it('open ports for a person, watch others, and kill', async () => {
    const { port } = await handlers['human.open']({ name: 'desk' });
    expect(await handlers['human.join']({ port, group: 'g', member: true })).toBeNull();
    const rules = [{ tag: 'ping', answer: '"pong"' }];
    expect(await handlers['human.rules']({ port, rules })).toBeNull();
    node.receive('bob', port, 'ping', 'bob#r');
    node.receive('bob', port, 'ask', 'bob#r');
    node.receive('bob', port, 'ask', 'bob#r');
    expect(node.sentTo('bob#r')).toEqual([['pong']]);
    const [one, two] = hand.humanPorts.views()[0]?.unanswered ?? [];
    expect(await handlers['human.dismiss']({ port, seq: one!.seq })).toBeNull();
    const answered = handlers['human.answer']({ port, seq: two!.seq, message: ['yes'] });
    node.die('bob#r', 'no_such_port');
    expect(await answered).toEqual({ outcome: 'no-such-port' });
    expect(await handlers['human.close']({ port })).toBeNull();
    const { watch } = await handlers['watch.add']({ target: bob, notify: false });
    expect(hand.watches.views().length).toBe(1);
    expect(await handlers['watch.remove']({ watch })).toBeNull();
    expect(await handlers['port.kill']({ port: bob, reason: ['x'] })).toBeNull();
    expect(node.killed.at(-1)).toBe(bob);
  });

  it('save what is to be used again', async () => {
    const changes = [{ kind: 'set-variable', name: 'a', value: '1' } as const];
    expect(await handlers['library.change']({ changes })).toMatchObject({
      variables: { a: '1' },
      problem: null,
    });
    expect(await handlers['library.export']({ ids: [] })).toEqual({ path: '/f' });
    files.open.mockResolvedValue(null);
    expect(await handlers['library.import'](null)).toBeNull();
  });

  it('ask for a survey, and write to the clipboard', async () => {
    clock.advance(3000);
    const before = node.sentTo('bob').filter(([tag]) => tag === 'up_nodes').length;
    node.receive('bob', observation.measuring.surveyPort, 'token');
    expect(await handlers['survey.now'](null)).toBeNull();
    clock.advance(0);
    const after = node.sentTo('bob').filter(([tag]) => tag === 'up_nodes').length;
    expect(after).toBe(before + 1);
    expect(await handlers['clipboard.write']({ text: 'x' })).toBeNull();
    expect(writeClipboard).toHaveBeenCalledWith('x');
  });

  it('decide what is expected of the mesh, and what is measured', async () => {
    const stateOf = (name: string) => observation.network.nodes.get(name as NodeId);
    const nodes = ['ghost' as NodeId];
    expect(await handlers['expected.set']({ nodes, expected: true })).toBeNull();
    expect(stateOf('ghost')).toMatchObject({ state: 'absent', expected: true });
    expect(await handlers['ghost.dismiss']({ nodes })).toBeNull();
    expect(stateOf('ghost')).toBeUndefined();
    expect(await handlers['expected.fill'](null)).toBeNull();
    expect(stateOf('bob')).toMatchObject({ state: 'up', expected: true });
    expect(await handlers['far.set']({ node: 'bob' as NodeId, far: false })).toBeNull();
    expect(await handlers['survey.probing']({ on: false })).toBeNull();
    expect(observation.measuring.probing).toBe(false);
  });

  it('look at the configuration file, and change it', async () => {
    const { file } = profiles;
    const changes = [{ kind: 'delete-profile', profile: 'a' }] as const;
    expect(await handlers['config.get'](null)).toBe('view');
    expect(await handlers['config.preview']({ changes })).toBe('preview');
    expect(await handlers['config.apply']({ changes })).toBe('applied');
    expect(await handlers['config.undo'](null)).toBe('undone');
    expect(await handlers['config.restore'](null)).toBe('restored');
    expect(await handlers['config.repair-mode'](null)).toBe('repaired');
    expect(file.preview).toHaveBeenCalledWith(changes);
    expect(file.apply).toHaveBeenCalledWith(changes);
    expect(await handlers['profile.test']({ profile: 'a' })).toBe('tested a');
    expect(await handlers['profile.consequences']({ profile: 'a' })).toBe('consequences a');
  });

  it('answer with a secret only when it is to be shown', async () => {
    const { secrets } = profiles;
    expect(await handlers['secret.generate']({ profile: null })).toBe('generated');
    expect(await handlers['secret.set']({ profile: 'a', secret: 'x' })).toBe('set');
    expect(secrets.set).toHaveBeenCalledWith('a', 'x');
    expect(await handlers['secret.assess']({ secret: 'x' })).toBe('assessed');
    expect(await handlers['secret.copy']({ profile: 'a' })).toBeNull();
    expect(secrets.copy).toHaveBeenCalledWith('a');
    expect(await handlers['secret.reveal']({ profile: 'a' })).toEqual({ secret: 'hush' });
  });

  it('lead through a rotation', async () => {
    const { rotation } = profiles;
    expect(await handlers['rotation.begin']({ profile: null })).toBe('begun');
    expect(await handlers['rotation.ask'](null)).toBe('asked');
    expect(await handlers['rotation.move'](null)).toBe('moved');
    expect(await handlers['rotation.invite']({ passphrase: 'p' })).toEqual({ path: '/f' });
    expect(files.save).toHaveBeenCalledWith({ name: 'rotated', text: 'hush' });
    expect(await handlers['rotation.cancel'](null)).toBeNull();
    expect(rotation.cancel).toHaveBeenCalledOnce();
  });

  it('serve certificates, invitations and files', async () => {
    const { certificates, invitations } = profiles;
    const wanted = { profile: null, name: 'n', key: 'ec-p256', validity: 1 } as const;
    expect(await handlers['certificate.generate'](wanted)).toBe('made');
    expect(certificates.generate).toHaveBeenCalledWith(wanted);
    const pem = { profile: 'a', files: ['x', 'y'] };
    expect(await handlers['certificate.import'](pem)).toBe('imported');
    expect(certificates.import).toHaveBeenCalledWith('a', ['x', 'y']);
    expect(await handlers['certificate.export']({ profile: 'a' })).toEqual({ pem: 'public a' });
    const invitation = { token: 't', passphrase: null };
    const place = { profile: 'a', nodeId: 'n', binds: [] };
    const about = { profile: 'a', seeds: ['b:1'], passphrase: null };
    expect(await handlers['invitation.create'](about)).toEqual({ path: '/f' });
    expect(files.save).toHaveBeenCalledWith({ name: 'created', text: 'hush' });
    expect(await handlers['invitation.open'](invitation)).toBe('opened');
    const given = { token: 't', ...place };
    expect(await handlers['invitation.accept'](given)).toBe('accepted');
    expect(invitations.accept).toHaveBeenCalledWith(given);
    const picture = { name: 'n', text: 'AAAA', encoding: 'base64' } as const;
    expect(await handlers['file.save'](picture)).toEqual({ path: '/f' });
    expect(files.save).toHaveBeenCalledWith(picture);
  });

  it('keep the text of files to themselves', async () => {
    files.open.mockResolvedValueOnce(null);
    expect(await handlers['file.choose'](null)).toBeNull();
    files.open.mockResolvedValueOnce({ name: 'key.pem', text: 'hush' });
    const chosen = await handlers['file.choose'](null);
    expect(chosen).toEqual({ token: expect.any(String) as string, name: 'key.pem' });
    const pasted = await handlers['file.paste']({ text: 'hush, too' });
    expect(JSON.stringify([chosen, pasted])).not.toContain('hush');
    expect(profiles.texts.get(pasted.token).text).toBe('hush, too');
    expect(await handlers['file.forget']({ token: pasted.token })).toBeNull();
    expect(() => profiles.texts.get(pasted.token)).toThrow('not kept any more');
  });
});

/** Says which part was asked. */
function fakeProfiles() {
  const say = (text: string) => vi.fn((..._args: unknown[]) => Promise.resolve(text));
  const file = (name: string) => vi.fn(() => Promise.resolve({ name, text: 'hush' }));
  const echo = (text: string) => vi.fn((about: string) => Promise.resolve(`${text} ${about}`));
  return {
    file: {
      view: say('view'),
      preview: say('preview'),
      apply: say('applied'),
      undo: say('undone'),
      restore: say('restored'),
      repairMode: say('repaired'),
    },
    secrets: {
      generate: say('generated'),
      set: say('set'),
      assess: vi.fn(() => 'assessed'),
      reveal: say('hush'),
      copy: say(''),
    },
    certificates: { generate: say('made'), import: say('imported'), export: echo('public') },
    invitations: { create: file('created'), open: say('opened'), accept: say('accepted') },
    rotation: {
      begin: say('begun'),
      ask: say('asked'),
      move: say('moved'),
      cancel: vi.fn(),
      invite: file('rotated'),
      saved: vi.fn(),
    },
    texts: new KeptTexts(seededRandom(1)),
    test: echo('tested'),
    consequences: echo('consequences'),
  };
}
