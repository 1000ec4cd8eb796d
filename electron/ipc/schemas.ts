import * as v from 'valibot';
import type { ConfigChange } from '../../shared/config-view.ts';
import { MAX_SAVED_LENGTH } from '../../shared/contract.ts';
import type { RequestArgs, RequestName } from '../../shared/contract.ts';
import { isNodeId } from '../../shared/ids.ts';
import type { NodeId } from '../../shared/ids.ts';
import { HAND_SCHEMAS } from './schemas/hand.ts';
import { MESSAGE_SCHEMAS } from './schemas/messages.ts';
import { integer, json, word } from './schemas/values.ts';

/** Largest text for the clipboard, in characters. */
export const MAX_CLIPBOARD_LENGTH = 1024 * 1024;
/** Nodes of one request: as many as can be expected in a network. */
const MAX_NODES = 10_000;
/** Addresses in a list: more than anybody types. */
const MAX_ADDRESSES = 100;
const MAX_SECRET_LENGTH = 10_000;
/** Changes that are saved at once. */
const MAX_CHANGES = 1_000;
/** Texts of files: certificates with their chains, invitations. Larger ones are refused by who reads them. */
export const MAX_FILE_LENGTH = 1024 * 1024;
/** Texts that one certificate is put together from. */
const MAX_FILES = 100;
const MAX_PASSPHRASE_LENGTH = 10_000;
/** What isn't saved, in sentences. */
const MAX_SENTENCES = 10;
/** Days; what a certificate may really have is said by who makes it. */
const MAX_VALIDITY = 1_000_000;

const secret = v.pipe(v.string(), v.maxLength(MAX_SECRET_LENGTH));
const addresses = v.pipe(v.array(word), v.maxLength(MAX_ADDRESSES));
const nodeIds = v.pipe(
  v.array(v.custom<NodeId>(isNodeId, 'Expected a node ID')),
  v.minLength(1),
  v.maxLength(MAX_NODES),
);
const fileText = v.pipe(v.string(), v.maxLength(MAX_FILE_LENGTH));
const passphrase = v.pipe(v.string(), v.maxLength(MAX_PASSPHRASE_LENGTH));
/** A profile, or `null` for the global values. */
const layer = v.nullable(word);
const profileOnly = v.strictObject({ profile: word });
const layerOnly = v.strictObject({ profile: layer });

const change: v.GenericSchema<unknown, ConfigChange> = v.variant('kind', [
  v.strictObject({
    kind: v.literal('set'),
    profile: layer,
    key: word,
    value: v.exactOptional(json),
    seenRevision: v.exactOptional(word),
  }),
  v.strictObject({ kind: v.literal('create-profile'), profile: word, parent: v.nullable(word) }),
  v.strictObject({ kind: v.literal('rename-profile'), profile: word, to: word }),
  v.strictObject({ kind: v.literal('copy-profile'), profile: word, to: word }),
  v.strictObject({ kind: v.literal('delete-profile'), profile: word }),
]);
const changes = v.strictObject({
  changes: v.pipe(v.array(change), v.minLength(1), v.maxLength(MAX_CHANGES)),
});

/**
 * What each request takes. The type says that there is one for every request of the contract and that it
 * yields just those arguments, so the two can't drift apart.
 */
export const REQUEST_SCHEMAS: {
  [Name in RequestName]: v.GenericSchema<unknown, RequestArgs<Name>>;
} = {
  'app.info': v.null(),
  'state.open': v.null(),
  'window.unsaved': v.strictObject({
    sentences: v.pipe(v.array(word), v.maxLength(MAX_SENTENCES)),
  }),
  'session.create': v.strictObject({ nodeId: word, bind: word, secret: v.nullable(secret) }),
  'session.test': v.strictObject({ seed: word, secret, nodeId: word }),
  'session.join': v.strictObject({ nodeId: word, secret, seeds: addresses, binds: addresses }),
  'session.demo': v.strictObject({
    nodes: integer(1, 64),
  }),
  'session.retry': v.null(),
  'session.leave': v.null(),
  ...MESSAGE_SCHEMAS,
  ...HAND_SCHEMAS,
  'survey.now': v.null(),
  'survey.probing': v.strictObject({ on: v.boolean() }),
  'expected.set': v.strictObject({ nodes: nodeIds, expected: v.boolean() }),
  'expected.fill': v.null(),
  'far.set': v.strictObject({
    node: v.custom<NodeId>(isNodeId, 'Expected a node ID'),
    far: v.boolean(),
  }),
  'ghost.dismiss': v.strictObject({ nodes: nodeIds }),
  'timeline.at': v.strictObject({ at: v.pipe(v.number(), v.finite()) }),
  'clipboard.write': v.strictObject({
    text: v.pipe(v.string(), v.maxLength(MAX_CLIPBOARD_LENGTH)),
  }),
  'config.get': v.null(),
  'config.preview': changes,
  'config.apply': changes,
  'config.undo': v.null(),
  'config.restore': v.null(),
  'config.repair-mode': v.null(),
  'profile.test': profileOnly,
  'profile.consequences': profileOnly,
  'session.start': profileOnly,
  'secret.generate': layerOnly,
  'secret.set': v.strictObject({ profile: layer, secret }),
  'secret.assess': v.strictObject({ secret }),
  'secret.reveal': layerOnly,
  'secret.copy': layerOnly,
  'passphrase.assess': v.strictObject({ passphrase }),
  'passphrase.generate': v.null(),
  'passphrase.copy': v.strictObject({ passphrase }),
  'rotation.begin': layerOnly,
  'rotation.ask': v.null(),
  'rotation.move': v.null(),
  'rotation.cancel': v.null(),
  'rotation.invite': v.strictObject({ passphrase }),
  'rotation.reveal': v.null(),
  'rotation.copy': v.null(),
  'certificate.generate': v.strictObject({
    profile: layer,
    name: word,
    key: v.picklist(['ec-p256', 'ec-p384', 'rsa-2048', 'rsa-3072', 'rsa-4096']),
    validity: integer(1, MAX_VALIDITY),
  }),
  'certificate.import': v.strictObject({
    profile: layer,
    files: v.pipe(v.array(word), v.minLength(1), v.maxLength(MAX_FILES)),
  }),
  'certificate.export': layerOnly,
  'invitation.create': v.strictObject({
    profile: word,
    seeds: addresses,
    passphrase: v.nullable(passphrase),
  }),
  'invitation.open': v.strictObject({ token: word, passphrase: v.nullable(passphrase) }),
  'invitation.accept': v.strictObject({
    token: word,
    profile: word,
    nodeId: word,
    binds: addresses,
  }),
  'file.save': v.strictObject({
    name: word,
    text: v.pipe(v.string(), v.maxLength(MAX_SAVED_LENGTH)),
    encoding: v.exactOptional(v.picklist(['utf8', 'base64'])),
  }),
  'file.choose': v.null(),
  'file.paste': v.strictObject({ text: fileText }),
  'file.forget': v.strictObject({ token: word }),
};

/** Whether the contract has a request of that name. */
export function isRequestName(name: unknown): name is RequestName {
  return typeof name === 'string' && Object.hasOwn(REQUEST_SCHEMAS, name);
}
