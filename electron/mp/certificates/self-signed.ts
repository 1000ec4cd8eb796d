/** The only file that knows the certificate library; loaded on demand, because it is large. */

// It finds its parts by the metadata that this adds to the language; must come first.
import 'reflect-metadata';
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Name,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { KeyObject, webcrypto } from 'node:crypto';
import type { CertificateRequest, KeyChoice } from './generate.ts';

const RSA = { name: 'RSASSA-PKCS1-v1_5', publicExponent: new Uint8Array([1, 0, 1]) };

const ALGORITHMS = {
  'ec-p256': { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  'ec-p384': { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' },
  'rsa-2048': { ...RSA, modulusLength: 2048, hash: 'SHA-256' },
  'rsa-3072': { ...RSA, modulusLength: 3072, hash: 'SHA-256' },
  'rsa-4096': { ...RSA, modulusLength: 4096, hash: 'SHA-256' },
} as const satisfies Record<KeyChoice, object>;

const DAY_MS = 24 * 60 * 60 * 1000;
/** Peers whose clock is behind must not refuse a new certificate as not valid yet. */
const CLOCK_TOLERANCE_MS = DAY_MS;

/**
 * Makes a key and its certificate.
 *
 * The certificate is its own authority, because every node verifies others against its own `cert`. It
 * may sign and take part in TLS on both sides; names in it don't count, so it has no alternative ones.
 *
 * @param now Unix time in milliseconds
 * @returns PEM: certificate, then key in PKCS#8
 */
export async function selfSigned(request: CertificateRequest, now: number): Promise<string> {
  const algorithm = ALGORITHMS[request.key];
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      // As data, not as text: nothing in a name is syntax then.
      name: new Name([{ CN: [{ utf8String: request.commonName }] }]),
      notBefore: new Date(now - CLOCK_TOLERANCE_MS),
      notAfter: new Date(now + request.days * DAY_MS),
      signingAlgorithm: algorithm,
      keys,
      extensions: [
        new BasicConstraintsExtension(true, undefined, true),
        new KeyUsagesExtension(keyUsage(request.key), true),
        await SubjectKeyIdentifierExtension.create(keys.publicKey),
      ],
    },
    webcrypto,
  );
  const key = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' });
  return `${certificate.toString('pem').trim()}\n${key as string}`;
}

function keyUsage(key: KeyChoice): KeyUsageFlags {
  const usage = KeyUsageFlags.digitalSignature | KeyUsageFlags.keyCertSign;
  // TLS 1.2 may send its key encrypted to an RSA certificate.
  return key.startsWith('rsa') ? usage | KeyUsageFlags.keyEncipherment : usage;
}
