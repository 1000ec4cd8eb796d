/** A PEM text taken apart: which certificate is ours, its key, and those of authorities. */

import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { MeshError } from '../../../shared/errors.ts';
import { certificateName, expiryOf, hasKey, startOf } from './facts.ts';
import { damaged, decodeBlock, pemBlocks } from './pem.ts';
import type { PemBlock } from './pem.ts';

/** What the `cert` of a profile holds (protocol section 9). */
export interface CertificateParts {
  certificate: X509Certificate;
  /** The private key of `certificate`. */
  key: KeyObject;
  /** All other certificates in the order of the text, none twice. */
  cas: readonly X509Certificate[];
}

/** More are not a chain but a whole trust store; finding the issuers among them takes quadratic time. */
const MAX_CERTIFICATES = 50;

const CERTIFICATE_LABELS = ['CERTIFICATE', 'X509 CERTIFICATE'];
/** The forms of unprotected private keys: PKCS#8, PKCS#1, SEC 1. */
const KEY_TYPES: ReadonlyMap<string, 'pkcs8' | 'pkcs1' | 'sec1'> = new Map([
  ['PRIVATE KEY', 'pkcs8'],
  ['RSA PRIVATE KEY', 'pkcs1'],
  ['EC PRIVATE KEY', 'sec1'],
]);

/** What to do about blocks that can't be used; others, such as parameters, are skipped. */
const OBSTACLES: ReadonlyMap<string, string> = new Map([
  ['OPENSSH PRIVATE KEY', 'That is a key for SSH; take the one that belongs to the certificate.'],
  ['DSA PRIVATE KEY', 'DSA keys can’t be used for TLS any more; have a new certificate made.'],
  ['TRUSTED CERTIFICATE', 'Convert it first: openssl x509 -in FILE -out NEW.'],
  ['CERTIFICATE REQUEST', 'That asks for a certificate; take the one that was issued for it.'],
  ['PKCS7', 'Convert it first: openssl pkcs7 -print_certs -in FILE -out NEW.'],
]);

/**
 * Takes a PEM text apart. Blocks may stand in any order, with text around them, and more than once.
 *
 * @throws MeshError `cert-invalid` (a part is missing, damaged, or protected), `cert-mismatch` (the key is
 *   that of no certificate there)
 */
export function readParts(text: string): CertificateParts {
  const blocks = pemBlocks(text);
  const keys = readKeys(blocks);
  const certificates = readCertificates(blocks);
  const [key] = keys;
  if (certificates.length === 0) throw missing('There is no certificate in it', blocks);
  if (key === undefined) throw missing('There is no private key in it', blocks);
  if (keys.length > 1) throw severalKeys(keys.length);
  const certificate = ownCertificate(certificates, key);
  return { certificate, key, cas: certificates.filter((other) => other !== certificate) };
}

/** The one that the key was made for; of several, as after a renewal, the one that lasts longest. */
function ownCertificate(certificates: readonly X509Certificate[], key: KeyObject): X509Certificate {
  const [own] = certificates
    .filter((certificate) => hasKey(certificate, key))
    .sort((a, b) => expiryOf(b) - expiryOf(a));
  if (own) return own;
  const [only, ...more] = certificates.map((certificate) => `"${certificateName(certificate)}"`);
  const whose = more.length === 0 ? `the certificate of ${only}` : 'any of the certificates';
  throw new MeshError('cert-mismatch', `The private key doesn’t belong to ${whose}.`);
}

function readCertificates(blocks: readonly PemBlock[]): X509Certificate[] {
  const found = blocks.filter(({ label }) => CERTIFICATE_LABELS.includes(label));
  if (found.length > MAX_CERTIFICATES) {
    const text = `There are ${found.length} certificates in it; at most ${MAX_CERTIFICATES} are read.`;
    throw new MeshError('cert-invalid', text, {
      next: 'Leave only the certificate and those that issued it.',
    });
  }
  const certificates = found.map(readCertificate);
  return [...new Map(certificates.map((one) => [one.fingerprint256, one])).values()];
}

function readCertificate(block: PemBlock): X509Certificate {
  const octets = decodeBlock(block);
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(octets);
  } catch (cause) {
    throw damaged(block, cause);
  }
  // A day such as the 99th of a month gets past the parser.
  if (Number.isNaN(startOf(certificate) + expiryOf(certificate))) throw damaged(block);
  return certificate;
}

/** All private keys, none twice. */
function readKeys(blocks: readonly PemBlock[]): KeyObject[] {
  const keys = blocks.flatMap((block) => {
    if (block.encrypted) throw protectedKey();
    const type = KEY_TYPES.get(block.label);
    return type ? [readKey(block, type)] : [];
  });
  return [...new Map(keys.map((key) => [keyPem(key), key])).values()];
}

function readKey(block: PemBlock, type: 'pkcs8' | 'pkcs1' | 'sec1'): KeyObject {
  const octets = decodeBlock(block);
  try {
    return createPrivateKey({ key: octets, format: 'der', type });
  } catch (cause) {
    throw unreadableKey(block, cause);
  }
}

/** The key in the one form that is written: PKCS#8, with a line break at its end. */
export function keyPem(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }) as string;
}

/** BoringSSL can't tell a damaged key from one of a kind that it doesn't have. */
function unreadableKey({ label, line }: PemBlock, cause: unknown): MeshError {
  const text = `The block "${label}" that begins at line ${line} is damaged, or holds a key of a kind that can’t be used.`;
  const next = 'Copy the file again, or take an RSA or EC key.';
  return new MeshError('cert-invalid', text, { next, cause });
}

function protectedKey(): MeshError {
  return new MeshError('cert-invalid', 'The private key is protected by a passphrase.', {
    next: 'Remove the passphrase first: openssl pkey -in FILE -out NEW.',
  });
}

function severalKeys(count: number): MeshError {
  return new MeshError('cert-invalid', `There are ${count} different private keys in it.`, {
    next: 'Leave only the key that belongs to the certificate.',
  });
}

const CONVERT =
  'Give the certificate and its key in PEM form; a .p12 or .pfx file must be converted first.';

function missing(what: string, blocks: readonly PemBlock[]): MeshError {
  const label = blocks.map((block) => block.label).find((one) => OBSTACLES.has(one)) ?? '';
  const text = label === '' ? `${what}.` : `${what}, but a block "${label}".`;
  return new MeshError('cert-invalid', text, { next: OBSTACLES.get(label) ?? CONVERT });
}
