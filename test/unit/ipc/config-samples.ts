import { MAX_SAVED_LENGTH } from '../../../shared/contract.ts';
import type { ConfigRequests } from '../../../shared/config-view.ts';

type Name = keyof ConfigRequests;
/** The largest text of a file that is taken. */
const LARGEST = 'x'.repeat(1024 * 1024);
const LAYERS = [{ profile: null }, { profile: 'home' }];
const BAD_LAYERS = [
  null,
  {},
  { profile: 1 },
  { profile: 'x'.repeat(1001) },
  { profile: 'a', more: 1 },
];
const BAD_PROFILES = [null, {}, { profile: null }, { profile: 'a', more: 1 }];

/** Requests about the configuration that must be let through, also at their limits. */
export const GOOD_CONFIG: { [N in Name]: readonly ConfigRequests[N]['args'][] } = {
  'config.get': [null],
  'config.preview': [{ changes: [{ kind: 'delete-profile', profile: 'a' }] }],
  'config.apply': [
    {
      changes: [
        { kind: 'set', profile: null, key: 'seeds', value: ['a:1'], seenRevision: 'abc' },
        { kind: 'set', profile: 'a', key: 'binds' },
        { kind: 'set', profile: 'a', key: 'cert', value: null },
        { kind: 'create-profile', profile: 'b', parent: null },
        { kind: 'create-profile', profile: 'c', parent: 'b' },
        { kind: 'rename-profile', profile: 'b', to: 'd' },
        { kind: 'copy-profile', profile: 'd', to: 'e' },
      ],
    },
  ],
  'config.undo': [null],
  'config.restore': [null],
  'config.repair-mode': [null],
  'profile.test': [{ profile: 'home' }],
  'profile.consequences': [{ profile: 'home' }],
  'session.start': [{ profile: 'home' }],
  'secret.generate': LAYERS,
  'secret.set': [{ profile: null, secret: 's' }],
  'secret.assess': [{ secret: '' }, { secret: 'x'.repeat(10_000) }],
  'secret.reveal': LAYERS,
  'secret.copy': LAYERS,
  'passphrase.assess': [{ passphrase: '' }, { passphrase: 'x'.repeat(10_000) }],
  'passphrase.generate': [null],
  'passphrase.copy': [{ passphrase: 'p' }],
  'rotation.begin': LAYERS,
  'rotation.ask': [null],
  'rotation.move': [null],
  'rotation.cancel': [null],
  'rotation.invite': [{ passphrase: 'p' }],
  'rotation.reveal': [null],
  'rotation.copy': [null],
  'certificate.generate': [
    { profile: null, name: 'n', key: 'ec-p256', validity: 1 },
    { profile: 'a', name: 'n', key: 'rsa-4096', validity: 36_500 },
  ],
  'certificate.import': [
    { profile: null, files: ['t'] },
    { profile: 'a', files: Array.from({ length: 100 }, () => 't') },
  ],
  'certificate.export': LAYERS,
  'invitation.create': [
    { profile: 'a', seeds: ['b:1'], passphrase: null },
    { profile: 'a', seeds: [], passphrase: 'p' },
  ],
  'invitation.open': [{ token: 't', passphrase: null }],
  'invitation.accept': [{ token: 't', profile: 'a', nodeId: 'n', binds: ['*'] }],
  'file.save': [
    { name: 'a', text: 'x'.repeat(MAX_SAVED_LENGTH) },
    { name: 'a', text: 'AAAA', encoding: 'base64' },
    { name: 'a', text: '', encoding: 'utf8' },
  ],
  'file.choose': [null],
  'file.paste': [{ text: LARGEST }],
  'file.forget': [{ token: 't' }],
};

const BAD_CHANGES: readonly unknown[] = [
  null,
  {},
  { changes: [] },
  { changes: 'all' },
  { changes: [{ kind: 'format-disk' }] },
  { changes: [{ kind: 'set', profile: null }] },
  { changes: [{ kind: 'set', key: 'seeds', value: [] }] },
  { changes: [{ kind: 'set', profile: 'a', key: 'seeds', value: undefined, more: 1 }] },
  { changes: [{ kind: 'rename-profile', profile: 'a' }] },
  { changes: [{ kind: 'create-profile', profile: 'a' }] },
  { changes: Array.from({ length: 1001 }, () => ({ kind: 'delete-profile', profile: 'a' })) },
];

/** The same, each with something wrong. */
export const BAD_CONFIG: { [N in Name]: readonly unknown[] } = {
  'config.get': [undefined, {}],
  'config.preview': BAD_CHANGES,
  'config.apply': BAD_CHANGES,
  'config.undo': [undefined, 1],
  'config.restore': [undefined, {}],
  'config.repair-mode': [undefined, '0600'],
  'profile.test': BAD_PROFILES,
  'profile.consequences': BAD_PROFILES,
  'session.start': BAD_PROFILES,
  'secret.generate': BAD_LAYERS,
  'secret.set': [null, { profile: null }, { profile: null, secret: 'x'.repeat(10_001) }],
  'secret.assess': [null, { secret: 1 }],
  'secret.reveal': BAD_LAYERS,
  'secret.copy': BAD_LAYERS,
  'passphrase.assess': [null, { passphrase: 1 }, { passphrase: 'x'.repeat(10_001) }],
  'passphrase.generate': [undefined, {}],
  'passphrase.copy': [null, { passphrase: null }, { passphrase: 'p', more: 1 }],
  'rotation.begin': BAD_LAYERS,
  'rotation.ask': [undefined, {}],
  'rotation.move': [undefined, {}],
  'rotation.cancel': [undefined, {}],
  'rotation.invite': [null, { passphrase: null }, { passphrase: 'x'.repeat(10_001) }],
  'rotation.reveal': [undefined, {}],
  'rotation.copy': [undefined, {}],
  'certificate.generate': [
    null,
    { profile: null, name: 'n', key: 'dsa', validity: 1 },
    { profile: null, name: 'n', key: 'ec-p256', validity: 0 },
    { profile: null, name: 'n', key: 'ec-p256', validity: 1.5 },
  ],
  'certificate.import': [
    null,
    { profile: null, files: [] },
    { profile: null, files: 't' },
    { profile: null, files: Array.from({ length: 101 }, () => 't') },
    { profile: null, pem: '' },
  ],
  'certificate.export': BAD_LAYERS,
  'invitation.create': [null, { profile: null, seeds: [], passphrase: null }],
  'invitation.open': [null, { token: 't' }, { text: '{}', passphrase: null }],
  'invitation.accept': [null, { token: 't', profile: 'a', nodeId: 'n' }],
  'file.save': [
    null,
    { name: 'a', text: 'x'.repeat(MAX_SAVED_LENGTH + 1) },
    { name: 'a' },
    { name: 'a', text: '', encoding: 'hex' },
  ],
  'file.choose': [undefined, {}],
  'file.paste': [null, { text: `${LARGEST}x` }, { text: 'a', name: 'b' }],
  'file.forget': [null, { token: 1 }],
};
