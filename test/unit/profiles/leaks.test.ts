import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Bridge } from '../../../electron/ipc/bridge.ts';
import type { Handlers } from '../../../electron/ipc/bridge.ts';
import { certificateHandlers } from '../../../electron/ipc/handlers/certificate.ts';
import { configHandlers } from '../../../electron/ipc/handlers/config.ts';
import { invitationHandlers } from '../../../electron/ipc/handlers/invitation.ts';
import { rotationHandlers } from '../../../electron/ipc/handlers/rotation.ts';
import { secretHandlers } from '../../../electron/ipc/handlers/secret.ts';
import { generateCertificate } from '../../../electron/mp/certificates/generate.ts';
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
  ['rotation.begin', { profile: 'host' }],
  ['rotation.invite', { passphrase: PASSPHRASE }],
  ['rotation.move', null],
  ['rotation.ask', null],
  ['secret.copy', { profile: 'host' }],
  ['secret.set', { profile: 'none', secret: OTHER }],
  ['secret.set', { profile: 'host', secret: OTHER }],
  ['config.undo', null],
  ['secret.generate', { profile: 'host' }],
  ['certificate.generate', { profile: 'host', name: 'n', key: 'ec-p256', validity: 9 }],
  ['config.get', null],
];

/** All texts that were a secret or a key in the file, or are. */
function hidden(bench: Bench): string[] {
  const { host } = bench.read()['profile'] as { host: { secret: string; cert: string } };
  const key = /PRIVATE KEY-----\n([^\n]+)/.exec(host.cert)?.[1] ?? '';
  expect(key).not.toBe('');
  return [SECRET, OTHER, host.secret, key];
}

it('nothing secret is in any answer, any error or any push', async () => {
  const wanted = { commonName: 'network', key: 'ec-p256', days: 400 } as const;
  const cert = await generateCertificate(wanted, { now: () => NOW });
  const bench = new Bench({ profile: { host: { secret: SECRET, cert, nodeid: 'me' } } });
  bench.clock.advance(1000);
  bench.run('host', 'me');
  const { profiles } = bench;
  const handlers = {
    ...configHandlers(profiles),
    ...secretHandlers(profiles.secrets),
    ...certificateHandlers(profiles.certificates),
    ...invitationHandlers(profiles.invitations),
    ...rotationHandlers(profiles.rotation),
  } as unknown as Handlers;
  const defects: unknown[] = [];
  const bridge = new Bridge<null>({
    handlers,
    isTrusted: () => true,
    onDefect: (error) => void defects.push(error),
  });
  const secrets = new Set(hidden(bench));
  let told = '';
  for (const [name, args] of REQUESTS) {
    told += JSON.stringify(await bridge.answer(null, [name, args]));
    told += JSON.stringify(profiles.file.takeAll());
    for (const secret of hidden(bench)) secrets.add(secret);
  }
  writeFileSync(bench.rc, `{ "secret": "${SECRET}" "cert" }`);
  for (const name of ['config.get', 'config.undo', 'config.restore']) {
    told += JSON.stringify(await bridge.answer(null, [name, null]));
  }
  expect(secrets.size).toBeGreaterThan(5);
  for (const secret of secrets) expect(told).not.toContain(secret);
  expect(defects).toEqual([]);
});
