import type { ConfigView, ProfileTest } from '../../../shared/config-view.ts';
import type { HandshakeTest } from '../../../shared/contract.ts';
import { MeshError } from '../../../shared/errors.ts';
import { assess, FakeConfig } from '../config/fake-config.ts';
import {
  certificate,
  crowdedConfig,
  INVITATION,
  officeConfig,
  rotationView,
  SECRET,
} from '../config/samples.ts';
import type { installBridge } from '../fake-bridge.ts';

type Handlers = Parameters<typeof installBridge>[0];

const RC = '/home/ada/.perl-anyevent-mp';

/**
 * A configuration file that changes as asked. `config` = office, crowded, empty, missing or broken;
 * `wide`: the file can be read by others.
 */
export function configHandlers(query: URLSearchParams, failedTest: HandshakeTest): Handlers {
  const file = fileOf(query.get('config'));
  file.wideMode = query.has('wide');
  let moved = 0;
  const current = (): ConfigView => stateOf(query.get('config')) ?? file.view();
  return {
    'config.get': current,
    'config.preview': ({ changes }) => file.preview(changes),
    'config.apply': ({ changes }) => file.apply(changes),
    'config.undo': () => file.undo(),
    'config.restore': () => file.view(),
    'config.repair-mode': () => {
      file.wideMode = false;
      return file.view();
    },
    'profile.consequences': ({ profile }) => ({
      canStart: true,
      consequences: [
        `The node "desk" leaves the network, and its 8 connections end.`,
        `A node starts with the profile "${profile}", and dials its 2 seeds.`,
      ],
    }),
    'session.start': () => null,
    'profile.test': () => seedTests(failedTest),
    'secret.generate': ({ profile }) => file.apply([set(profile, 'secret', `${SECRET}x`)]),
    'secret.set': ({ profile, secret }) => file.apply([set(profile, 'secret', secret)]),
    'secret.assess': ({ secret }) => assess(secret),
    'secret.reveal': () => ({ secret: SECRET }),
    'secret.copy': () => null,
    'passphrase.assess': ({ passphrase }) => assess(passphrase),
    'passphrase.generate': () => ({ passphrase: 'k7mq-x2hv-9rcp-0wdt-8ame' }),
    'passphrase.copy': () => null,
    'rotation.begin': () => rotationView(0),
    'rotation.ask': () => rotationView((moved += 1)),
    'rotation.move': () => rotationView(3, true),
    'rotation.reveal': () => ({ secret: `${SECRET}x` }),
    'rotation.copy': () => null,
    'rotation.cancel': () => null,
    'rotation.invite': () => ({ path: '/home/ada/desk.invitation' }),
    'certificate.generate': ({ profile, name, validity }) => {
      file.certificates['new'] = certificate(validity, name);
      return file.apply([set(profile, 'cert', 'new')]);
    },
    'certificate.import': () => {
      throw new MeshError('cert-mismatch', 'The key belongs to another certificate.');
    },
    'certificate.export': () => ({ pem: '-----BEGIN CERTIFICATE-----' }),
    'invitation.create': () => ({ path: '/home/ada/office.invitation' }),
    'invitation.open': ({ passphrase }) => {
      if (passphrase === null) throw new MeshError('passphrase-wrong', 'It is encrypted.');
      return INVITATION;
    },
    'invitation.accept': ({ profile, nodeId }) =>
      file.apply([
        { kind: 'create-profile', profile, parent: null },
        { kind: 'set', profile, key: 'nodeid', value: nodeId },
      ]),
    'file.save': ({ name }) => ({ path: `/home/ada/${name}` }),
    'file.choose': () => ({ token: 'chosen', name: 'office.invitation' }),
    'file.paste': () => ({ token: 'pasted', name: 'pasted text' }),
    'file.forget': () => null,
  };
}

function set(profile: string | null, key: string, value: string) {
  return { kind: 'set', profile, key, value } as const;
}

function fileOf(kind: string | null): FakeConfig {
  if (kind === 'crowded') return crowdedConfig();
  return kind === 'empty' ? new FakeConfig() : officeConfig();
}

function stateOf(kind: string | null): ConfigView | null {
  if (kind === 'missing') return { state: 'missing', path: RC, backup: 'usable' };
  if (kind !== 'broken') return null;
  const error = new MeshError('config-broken', 'A comma is missing in line 12, column 5.', {
    detail: { line: 12, column: 5 },
  });
  return { state: 'broken', path: RC, error: error.toView(), backup: 'usable' };
}

function seedTests(failedTest: HandshakeTest): ProfileTest {
  const steps = failedTest.steps.map((step) => ({ ...step, state: 'ok', took: 1.5 }) as const);
  return {
    seeds: [
      { seed: '10.0.0.1:4040', test: { steps, peer: failedTest.peer, error: null } },
      { seed: '10.0.0.2:4040', test: failedTest },
    ],
  };
}
