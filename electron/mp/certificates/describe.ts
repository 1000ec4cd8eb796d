/** What people want to know about the certificate of a profile. */

import type { X509Certificate } from 'node:crypto';
import type { Clock } from '../../../shared/clock.ts';
import { chainOf, firstToExpire } from './chain.ts';
import type { Chain } from './chain.ts';
import { certificateName, dateText, expiryOf, issuerName, keyFacts, startOf } from './facts.ts';
import { readParts } from './parts.ts';
import type { CertificateParts } from './parts.ts';

/** From how many days before its end on a certificate is warned of. */
export const WARNING_DAYS = 30;

/** Where in its life a certificate is. */
export type CertificateState = 'not-yet-valid' | 'valid' | 'expiring' | 'expired';

/** The public facts of a certificate: plain data without the key. */
export interface CertificateDescription {
  /** In one line, such as `CN=network`. */
  subject: string;
  issuer: string;
  selfSigned: boolean;
  /** SHA-256 of the certificate: octets in upper-case hex, with colons. */
  fingerprint: string;
  /** `EC P-256`, `RSA 2048` … */
  key: string;
  /** Unix time in milliseconds. */
  validFrom: number;
  /** Unix time in milliseconds; that of the certificate itself. */
  validTo: number;
  /** Of the certificate and its issuers together: with the first that expires, all of them fail. */
  state: CertificateState;
  /** Whole days until the first of them expires; negative once it has. */
  daysLeft: number;
  /** Certificates besides our own. */
  caCount: number;
  /** What is wrong or soon will be, a sentence each. */
  warnings: readonly string[];
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Describes the `cert` of a profile, also when it can't be used any more.
 *
 * @throws MeshError `cert-invalid`, `cert-mismatch` when it can't even be read
 */
export function describeCertificate(
  pem: string,
  clock: Pick<Clock, 'now'>,
): CertificateDescription {
  return describeParts(readParts(pem), clock.now());
}

/** The same for parts. @param now Unix time in milliseconds */
export function describeParts(parts: CertificateParts, now: number): CertificateDescription {
  const { certificate, cas } = parts;
  const chain = chainOf(parts);
  const first = firstToExpire(chain);
  return {
    subject: certificateName(certificate),
    issuer: issuerName(certificate),
    selfSigned: chain.complete && chain.links.length === 1,
    fingerprint: certificate.fingerprint256,
    key: keyFacts(certificate).text,
    validFrom: startOf(certificate),
    validTo: expiryOf(certificate),
    state: stateOf(chain, now),
    daysLeft: Math.floor((expiryOf(first) - now) / DAY_MS),
    caCount: cas.length,
    warnings: warningsOf(certificate, chain, now),
  };
}

function stateOf(chain: Chain, now: number): CertificateState {
  const left = expiryOf(firstToExpire(chain)) - now;
  if (left <= 0) return 'expired';
  if (chain.links.some((link) => startOf(link) > now)) return 'not-yet-valid';
  return left <= WARNING_DAYS * DAY_MS ? 'expiring' : 'valid';
}

function warningsOf(certificate: X509Certificate, chain: Chain, now: number): string[] {
  const warnings = [ageWarning(chain, now)];
  const { text, usable, weak } = keyFacts(certificate);
  if (!usable) warnings.push(unusableKey(text));
  if (weak) warnings.push(`Its key (${text}) is short: other programs may refuse it.`);
  if (!chain.complete) warnings.push(unverifiable(chain));
  return warnings.filter((warning) => warning !== undefined);
}

function ageWarning(chain: Chain, now: number): string | undefined {
  const first = firstToExpire(chain);
  const whose = first === chain.links[0] ? 'It' : `Its issuer "${certificateName(first)}"`;
  const until = dateText(expiryOf(first));
  switch (stateOf(chain, now)) {
    case 'expired':
      return `${whose} expired on ${until}: no node accepts it any more.`;
    case 'expiring':
      return `${whose} expires on ${until}: have a new certificate made, and give it to all nodes.`;
    case 'not-yet-valid':
      return `It is valid only from ${dateText(Math.max(...chain.links.map(startOf)))} on, or the clock of this machine is wrong.`;
    case 'valid':
      return undefined;
  }
}

/** One sentence about a key that TLS can't use here. */
export function unusableKey(text: string): string {
  return `Its key (${text}) is of a kind that can’t be used: RSA, EC P-256 and EC P-384 can.`;
}

/** One sentence about a certificate that leads to no end of trust. */
export function unverifiable({ links }: Chain): string {
  const last = links.at(-1);
  if (last?.checkIssued(last)) {
    return `The certificate of "${certificateName(last)}" is damaged: its signature is wrong.`;
  }
  const issuer = last ? issuerName(last) : '';
  return `The certificate of its issuer "${issuer}" is missing, so that other nodes can’t verify it.`;
}
