/** Encryption under a passphrase: scrypt makes the key, AES-256-GCM seals. */

import { createCipheriv, createDecipheriv, scrypt } from 'node:crypto';
import { MeshError } from '../../../shared/errors.ts';
import { headerOctets } from './envelope.ts';
import type { Envelope, InvitationHeader } from './envelope.ts';
import { normalisePassphrase } from './passphrase.ts';

/** N of scrypt for new invitations: half a second (in Electron three quarters) and 128 MiB. */
export const SEALING_COST = 2 ** 17;

/** Makes the key of a header from a passphrase; replaced in tests that open many damaged files. */
export type DeriveKey = (passphrase: string, header: InvitationHeader) => Promise<Buffer>;

const KEY_OCTETS = 32;
const TAG_OCTETS = 16;

/** scrypt with the parameters of the header, on another thread. */
export const deriveKey: DeriveKey = (passphrase, { kdf }) => {
  const { N, r, p } = kdf;
  // What scrypt takes is 128 · N · r octets and a little more.
  const maxmem = 128 * N * r + 1024 * 1024;
  const salt = Buffer.from(kdf.salt, 'base64');
  return new Promise((resolve, reject) => {
    scrypt(
      normalisePassphrase(passphrase),
      salt,
      KEY_OCTETS,
      { N, r, p, maxmem },
      (error, key) => void (error ? reject(error) : resolve(key)),
    );
  });
};

/** Encrypts `plain`. The header must be new: its nonce may seal only once under one key. */
export function seal(plain: Buffer, key: Buffer, header: InvitationHeader): Envelope {
  const cipher = createCipheriv(header.cipher.name, key, nonceOf(header));
  cipher.setAAD(headerOctets(header));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return { header, sealed };
}

/**
 * Decrypts an envelope; whether it was damaged on the way has been checked before.
 *
 * @throws MeshError `passphrase-wrong`, also when somebody changed it on purpose: both look the same
 */
export function unseal({ header, sealed }: Envelope, key: Buffer): Buffer {
  const end = Math.max(0, sealed.length - TAG_OCTETS);
  try {
    const decipher = createDecipheriv(header.cipher.name, key, nonceOf(header), {
      authTagLength: TAG_OCTETS,
    });
    decipher.setAAD(headerOctets(header)).setAuthTag(sealed.subarray(end));
    return Buffer.concat([decipher.update(sealed.subarray(0, end)), decipher.final()]);
  } catch (cause) {
    const text = 'The passphrase doesn’t open this invitation.';
    throw new MeshError('passphrase-wrong', text, { cause });
  }
}

function nonceOf({ cipher }: InvitationHeader): Buffer {
  return Buffer.from(cipher.nonce, 'base64');
}
