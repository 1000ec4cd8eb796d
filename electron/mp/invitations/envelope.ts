/** The outside of an invitation file: what it looks like, before and without any passphrase. */

import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { MeshError } from '../../../shared/errors.ts';

/** Longest file that is looked at, in characters; more than all limits of its contents together. */
export const MAX_INVITATION_LENGTH = 512 * 1024;

export const INVITATION_KIND = 'meshdeck-invitation';
export const PLAIN_KIND = 'meshdeck-network';
const VERSION = 1;

/** Base64 in lines that mail programs don't break. */
const LINE_LENGTH = 72;
const LINE = /.{1,72}/g;

/** Costs of scrypt that are accepted: at most 256 MiB and a few seconds for a hostile file. */
const MIN_COST = 2 ** 14;
const MAX_COST = 2 ** 18;

const SALT_OCTETS = 32;
const NONCE_OCTETS = 12;

const octets = (length: number) =>
  v.pipe(
    v.string(),
    v.check((text) => {
      const decoded = Buffer.from(text, 'base64');
      return decoded.length === length && decoded.toString('base64') === text;
    }),
  );

const headerSchema = v.strictObject({
  kind: v.literal(INVITATION_KIND),
  version: v.literal(VERSION),
  kdf: v.strictObject({
    name: v.literal('scrypt'),
    N: v.pipe(
      v.number(),
      v.minValue(MIN_COST),
      v.maxValue(MAX_COST),
      v.check((cost) => Number.isInteger(Math.log2(cost))),
    ),
    r: v.literal(8),
    p: v.literal(1),
    salt: octets(SALT_OCTETS),
  }),
  cipher: v.strictObject({ name: v.literal('aes-256-gcm'), nonce: octets(NONCE_OCTETS) }),
});

const envelopeSchema = v.strictObject({
  ...headerSchema.entries,
  body: v.array(v.pipe(v.string(), v.maxLength(LINE_LENGTH))),
  checksum: v.string(),
});

/** What is authenticated along with the contents, but readable. */
export type InvitationHeader = v.InferOutput<typeof headerSchema>;

export interface Envelope {
  header: InvitationHeader;
  /** What the contents became by encryption, its tag behind. */
  sealed: Buffer;
}

/** The header of a new invitation. @param cost N of scrypt, a power of two within the limits above */
export function newHeader(cost: number, random: (count: number) => Uint8Array): InvitationHeader {
  return {
    kind: INVITATION_KIND,
    version: VERSION,
    kdf: { name: 'scrypt', N: cost, r: 8, p: 1, salt: base64(random(SALT_OCTETS)) },
    cipher: { name: 'aes-256-gcm', nonce: base64(random(NONCE_OCTETS)) },
  };
}

/** The one form of a header in octets, however the file was laid out. */
export function headerOctets({ kind, version, kdf, cipher }: InvitationHeader): Buffer {
  const { name, N, r, p, salt } = kdf;
  const fields = [kind, version, name, N, r, p, salt, cipher.name, cipher.nonce];
  return Buffer.from(JSON.stringify(fields), 'utf8');
}

/** The text of a file. */
export function writeEnvelope({ header, sealed }: Envelope): string {
  const body = base64(sealed).match(LINE) ?? [];
  const envelope = { ...header, body, checksum: checksumOf(header, sealed) };
  return `${JSON.stringify(envelope, null, 2)}\n`;
}

/**
 * Reads the text of a file, and checks all that can be checked without the passphrase, so that damage
 * on the way isn't taken for a wrong passphrase.
 *
 * @throws MeshError `invitation-invalid`
 */
export function readEnvelope(text: string): Envelope {
  const value = readJson(text);
  const kind = kindOf(value);
  if (kind === PLAIN_KIND) throw invalid('The file is not encrypted', 'Import it as it is.');
  if (kind !== INVITATION_KIND) throw invalid('The file is no invitation');
  refuseOtherVersion(value);
  const result = v.safeParse(envelopeSchema, value, { abortEarly: true });
  if (!result.success) throw invalid('The invitation is damaged');
  const { body, checksum, ...header } = result.output;
  const joined = body.join('');
  const sealed = Buffer.from(joined, 'base64');
  if (base64(sealed) !== joined || checksumOf(header, sealed) !== checksum) {
    throw invalid('The invitation is damaged');
  }
  return { header, sealed };
}

/**
 * Any invitation file as JSON.
 *
 * @throws MeshError `invitation-invalid` when it is none
 */
export function readJson(text: string): unknown {
  if (text.length > MAX_INVITATION_LENGTH) throw invalid('The file is too long for an invitation');
  try {
    // Editors and mail programs put a byte order mark or empty lines around.
    return JSON.parse(text.trim()) as unknown;
  } catch {
    // Without the parser's words: they quote the text, in which a secret may stand.
    throw invalid('The file is no invitation, or only a part of one');
  }
}

/** What a file says it is; `undefined` when it doesn't. */
export function kindOf(value: unknown): unknown {
  return isObject(value) ? value['kind'] : undefined;
}

/** @throws MeshError `invitation-invalid` when a value with a kind of ours has another version than ours */
export function refuseOtherVersion(value: unknown): void {
  const version = isObject(value) ? value['version'] : undefined;
  if (version === VERSION) return;
  if (typeof version === 'number' && version > VERSION) {
    throw invalid(
      'The invitation was made by a newer version of this program',
      'Install the newest version.',
    );
  }
  throw invalid('The invitation is damaged');
}

/** An error of code `invitation-invalid`. @param text a sentence without its full stop */
export function invalid(text: string, next?: string): MeshError {
  return new MeshError('invitation-invalid', `${text}.`, next === undefined ? {} : { next });
}

/** Tells damage from a wrong passphrase; protects from nothing else. */
function checksumOf(header: InvitationHeader, sealed: Buffer): string {
  return createHash('sha256').update(headerOctets(header)).update(sealed).digest('hex');
}

function base64(octets: Uint8Array): string {
  return Buffer.from(octets).toString('base64');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
