/** Taking over a certificate and its key from somewhere else, and giving away the public part. */

import { randomBytes, sign, verify } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { Clock } from '../../../shared/clock.ts';
import { MeshError } from '../../../shared/errors.ts';
import { chainOf, firstToExpire } from './chain.ts';
import type { Chain } from './chain.ts';
import { describeParts, unusableKey, unverifiable } from './describe.ts';
import type { CertificateDescription } from './describe.ts';
import { certificateName, dateText, expiryOf, keyFacts } from './facts.ts';
import { keyPem, readParts } from './parts.ts';
import type { CertificateParts } from './parts.ts';

export interface ImportedCertificate {
  /** For `cert` of a profile: certificate, key, CAs, each in its usual form. Contains the key. */
  pem: string;
  description: CertificateDescription;
}

/**
 * Reads a certificate with its key, and CAs where there are any, in whatever order they come, and makes
 * sure that TLS works with them.
 *
 * @param text one PEM file, or several behind each other
 * @returns the same text for the same parts
 * @throws MeshError `cert-invalid`, `cert-mismatch`, `cert-expired`
 */
export function importCertificate(text: string, clock: Pick<Clock, 'now'>): ImportedCertificate {
  const parts = readParts(text);
  const chain = chainOf(parts);
  checkExpiry(chain, clock.now());
  checkUse(parts, chain);
  const pem = writeParts(parts, chain);
  checkWithTls(pem);
  return { pem, description: describeParts(parts, clock.now()) };
}

/**
 * The part of a profile's `cert` that anybody may see: the certificates, our own first.
 *
 * @throws MeshError `cert-invalid`, `cert-mismatch`
 */
export function publicPart(pem: string): string {
  const { certificate, cas } = readParts(pem);
  return [certificate, ...cas].map(String).join('');
}

/** Certificate, key, its issuers from the nearest on (TLS sends them so), then other CAs. */
function writeParts({ certificate, key, cas }: CertificateParts, { links }: Chain): string {
  const issuers = links.slice(1);
  const others = cas.filter((ca) => !issuers.includes(ca));
  return [String(certificate), keyPem(key), ...[...issuers, ...others].map(String)].join('');
}

function checkExpiry(chain: Chain, now: number): void {
  const first = firstToExpire(chain);
  if (expiryOf(first) > now) return;
  const text = `The certificate of "${certificateName(first)}" expired on ${dateText(expiryOf(first))}.`;
  throw new MeshError('cert-expired', text);
}

function checkUse({ certificate, key }: CertificateParts, chain: Chain): void {
  const { text, usable } = keyFacts(certificate);
  if (!usable) throw new MeshError('cert-invalid', unusableKey(text));
  if (!chain.complete) {
    throw new MeshError('cert-invalid', unverifiable(chain), {
      next: 'Copy the file again, and add the certificate of the issuer where one is missing.',
    });
  }
  // Its public half may be intact while the private one is damaged.
  const sample = randomBytes(32);
  if (!verify('sha256', sample, certificate.publicKey, sign('sha256', sample, key))) {
    throw new MeshError('cert-invalid', 'The private key is damaged: what it signs is wrong.');
  }
}

/** The last word is that of the library that will use it; its security level may forbid more. */
function checkWithTls(pem: string): void {
  try {
    createSecureContext({ cert: pem, key: pem, ca: pem, minVersion: 'TLSv1.2' });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new MeshError('cert-invalid', `TLS doesn’t accept it: ${reason}.`, { cause });
  }
}
