import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Bridge } from '../../../electron/ipc/bridge.ts';
import type { Handlers } from '../../../electron/ipc/bridge.ts';
import { certificateHandlers } from '../../../electron/ipc/handlers/certificate.ts';
import { configHandlers } from '../../../electron/ipc/handlers/config.ts';
import { fileHandlers } from '../../../electron/ipc/handlers/file.ts';
import { invitationHandlers } from '../../../electron/ipc/handlers/invitation.ts';
import { rotationHandlers } from '../../../electron/ipc/handlers/rotation.ts';
import { secretHandlers } from '../../../electron/ipc/handlers/secret.ts';
import { generateCertificate } from '../../../electron/mp/certificates/generate.ts';
import type { KeptText } from '../../../shared/config-view.ts';
import type { Answer, RequestName } from '../../../shared/contract.ts';
import { Bench, NOW, SECRET } from './files.ts';

const PASSPHRASE = 'k7mq-x2hv-9rcp-0wdt';
const OTHER = 'ZXkq93hTbQmWr7Yc2Vn8Lp5Sd4Fg6Ja1';

/** Everything that the window may ask about a file, but to see a secret. */
const REQUESTS: readonly (readonly [string, unknown])[] = [
  ['config.get', null],
  ['config.preview', { changes: [{ kind: 'set', profile: 'host', key: 'secret', value: OTHER }] }],
  ['config.preview', { changes: [{ kind: 'set', profile: 'host', key: 'cert' }] }],
  ['config.preview', { changes: [{ kind: 'copy-profile', profile: 'host', to: 'copy' }] }],
  ['config.apply', { changes: [{ kind: 'set', profile: 'host', key: 'seeds', value: { a: 1 } }] }],
  ['config.apply', { changes: [{ kind: 'set', profile: 'x', key: 'secret', value: OTHER }] }],
  ['config.apply', { changes: [{ kind: 'set', profile: 'host', key: 'secret', value: [OTHER] }] }],
  ['profile.test', { profile: 'host' }],
  ['profile.consequences', { profile: 'host' }],
  ['certificate.export', { profile: 'host' }],
  ['invitation.create', { profile: 'host', seeds: ['a:1'], passphrase: PASSPHRASE }],
  ['invitation.create', { profile: 'host', seeds: [], passphrase: null }],
  ['invitation.create', { profile: 'host', seeds: ['a:1'], passphrase: null }],
  ['rotation.begin', { profile: 'host' }],
  ['rotation.copy', null],
  ['rotation.invite', { passphrase: PASSPHRASE }],
  ['rotation.move', null],
  ['rotation.ask', null],
  ['secret.copy', { profile: 'host' }],
  ['secret.set', { profile: 'none', secret: OTHER }],
  ['secret.set', { profile: 'host', secret: OTHER }],
  ['config.undo', null],
  ['certificate.import', { profile: 'host', files: ['KEY', 'PASTED'] }],
  ['certificate.import', { profile: 'host', files: ['KEY'] }],
  ['invitation.open', { token: 'PLAIN', passphrase: null }],
  ['invitation.open', { token: 'SEALED', passphrase: 'wrong' }],
  ['invitation.open', { token: 'SEALED', passphrase: PASSPHRASE }],
  ['invitation.open', { token: 'KEY', passphrase: null }],
  ['invitation.open', { token: 'PASTED', passphrase: null }],
  ['invitation.accept', { token: 'PLAIN', profile: 'a', nodeId: 'b', binds: ['a:b:c'] }],
  ['invitation.accept', { token: 'PLAIN', profile: 'a', nodeId: 'b', binds: [] }],
  ['invitation.accept', { token: 'SEALED', profile: 'c', nodeId: 'd', binds: [] }],
  ['config.undo', null],
  ['secret.generate', { profile: 'host' }],
  ['certificate.generate', { profile: 'host', name: 'n', key: 'ec-p256', validity: 9 }],
  ['config.get', null],
];

/** From here on requests name texts that were chosen before, by labels in capitals. */
const FIRST_KEPT = REQUESTS.findIndex(([name]) => name === 'certificate.import');

/** All texts that were a secret or a key in the file, or are. */
function hidden(bench: Bench): string[] {
  const { host } = bench.read()['profile'] as { host: { secret: string; cert: string } };
  const key = /PRIVATE KEY-----\n([^\n]+)/.exec(host.cert)?.[1] ?? '';
  expect(key).not.toBe('');
  return [SECRET, OTHER, host.secret, key];
}

/** The window's side of the bridge, and everything that it was told. */
function openBridge(bench: Bench) {
  const { profiles } = bench;
  const defects: unknown[] = [];
  /** Files as they were saved, oldest first. */
  const saved: string[] = [];
  /** What the person chooses next. */
  const chosen: { name: string; text: string }[] = [];
  const files = {
    save: ({ name, text }: { name: string; text: string }) => {
      saved.push(text);
      return Promise.resolve({ path: `/home/ada/${name}` });
    },
    open: () => Promise.resolve(chosen.shift() ?? null),
    chooseSave: () => Promise.resolve(null),
    chooseOpen: () => Promise.resolve(null),
  };
  const handlers = {
    ...configHandlers(profiles),
    ...secretHandlers(profiles.secrets),
    ...certificateHandlers(profiles.certificates),
    ...invitationHandlers(profiles.invitations, files),
    ...rotationHandlers(profiles.rotation, files),
    ...fileHandlers(files, profiles.texts),
  } as unknown as Handlers;
  const bridge = new Bridge<null>({
    handlers,
    isTrusted: () => true,
    onDefect: (error) => void defects.push(error),
  });
  const heard = { told: '' };
  const ask = async (name: string, args: unknown): Promise<Answer<RequestName>> => {
    const answer = await bridge.answer(null, [name, args]);
    heard.told += JSON.stringify([
      answer,
      profiles.file.takeAll(),
      profiles.rotation.takeChange(),
      profiles.rotation.takeAll(),
    ]);
    return answer;
  };
  return { ask, heard, defects, saved, chosen };
}

it('nothing secret is in any answer, any error or any push', async () => {
  const wanted = { commonName: 'network', key: 'ec-p256', days: 400 } as const;
  const cert = await generateCertificate(wanted, { now: () => NOW });
  const bench = new Bench({ profile: { host: { secret: SECRET, cert, nodeid: 'me' } } });
  bench.clock.advance(1000);
  bench.run('host', 'me');
  const { ask, heard, defects, saved, chosen } = openBridge(bench);
  const tokens = new Map<string, string>();
  const keep = async (label: string, name: string, args: unknown): Promise<void> => {
    const answer = await ask(name, args);
    tokens.set(label, answer.ok ? (answer.value as KeptText).token : 'none');
  };
  const secrets = new Set(hidden(bench));
  for (const [name, args] of REQUESTS.slice(0, FIRST_KEPT)) {
    await ask(name, args);
    for (const secret of hidden(bench)) secrets.add(secret);
  }
  const [sealed = '', plain = ''] = saved;
  expect(plain).toContain(SECRET);
  const parts = cert.split(/(?=-----BEGIN)/);
  chosen.push({ name: 'a.pem', text: parts.at(-1) ?? '' });
  chosen.push({ name: 'plain', text: plain }, { name: 'sealed', text: sealed });
  for (const label of ['KEY', 'PLAIN', 'SEALED']) await keep(label, 'file.choose', null);
  await keep('PASTED', 'file.paste', { text: parts[0] });
  for (const [name, args] of REQUESTS.slice(FIRST_KEPT)) {
    await ask(name, withTokens(args, tokens));
    for (const secret of hidden(bench)) secrets.add(secret);
  }
  writeFileSync(bench.rc, `{ "secret": "${SECRET}" "cert" }`);
  for (const name of ['config.get', 'config.undo', 'config.restore']) await ask(name, null);
  expect(secrets.size).toBeGreaterThan(5);
  for (const secret of secrets) expect(heard.told).not.toContain(secret);
  expect(defects).toEqual([]);
  // The way through the kept texts was really gone.
  expect(heard.told).toContain('"network":"host"');
  expect(heard.told).toContain('"name":"c"');
});

function withTokens(args: unknown, tokens: ReadonlyMap<string, string>): unknown {
  const text = JSON.stringify(args);
  return JSON.parse(
    text.replace(/"([A-Z]+)"/g, (all, label: string) => {
      return JSON.stringify(tokens.get(label) ?? JSON.parse(all));
    }),
  );
}
