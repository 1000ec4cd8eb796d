/** What can be read off one certificate, the same with OpenSSL and with Electron's BoringSSL. */

import type { KeyObject, X509Certificate } from 'node:crypto';

/** Longest name shown, in characters: a certificate may hold a megabyte of it. */
const MAX_NAME_LENGTH = 200;

/** Curves by the names that OpenSSL has for them. */
const CURVES: ReadonlyMap<string, string> = new Map([
  ['prime256v1', 'P-256'],
  ['secp384r1', 'P-384'],
  ['secp521r1', 'P-521'],
]);

/** The kind of key in a certificate. */
export interface KeyFacts {
  /** `EC P-256`, `RSA 2048` …; `unknown` when this program can't read it. */
  text: string;
  /**
   * Whether TLS works with it here and at every peer. Neither Ed25519 nor P-521 does in Electron, although
   * its TLS loads them without a word: the handshake fails.
   */
  usable: boolean;
  /** Too short for today's TLS libraries, which may refuse it. */
  weak: boolean;
}

/** RSA keys below this are refused by OpenSSL at its security level 2, the one of many systems. */
const MIN_RSA_BITS = 2048;

/** Looks at the public key. */
export function keyFacts(certificate: X509Certificate): KeyFacts {
  const key = publicKeyOf(certificate);
  const details = key?.asymmetricKeyDetails;
  const bits = details?.modulusLength ?? 0;
  if (key?.asymmetricKeyType === 'rsa') {
    return { text: `RSA ${bits}`, usable: true, weak: bits < MIN_RSA_BITS };
  }
  if (key?.asymmetricKeyType === 'ec') {
    const curve = CURVES.get(details?.namedCurve ?? '') ?? details?.namedCurve ?? 'unknown';
    return { text: `EC ${curve}`, usable: /^P-(256|384)$/.test(curve), weak: false };
  }
  return { text: key?.asymmetricKeyType ?? 'unknown', usable: false, weak: false };
}

/** The public key; BoringSSL throws at kinds that it doesn't have. */
function publicKeyOf(certificate: X509Certificate): KeyObject | undefined {
  try {
    return certificate.publicKey;
  } catch {
    return undefined;
  }
}

/** Whether `key` is the private key of the certificate, as far as its public part tells. */
export function hasKey(certificate: X509Certificate, key: KeyObject): boolean {
  return publicKeyOf(certificate) !== undefined && certificate.checkPrivateKey(key);
}

/** Whether `issuer` made `certificate`: by name and by signature. */
export function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  const key = publicKeyOf(issuer);
  if (key === undefined || !certificate.checkIssued(issuer)) return false;
  try {
    return certificate.verify(key);
  } catch {
    // A signature of another kind than the key makes BoringSSL throw.
    return false;
  }
}

/** Begin of its validity, Unix time in milliseconds. */
export function startOf(certificate: X509Certificate): number {
  return Date.parse(certificate.validFrom);
}

/** End of its validity, Unix time in milliseconds. */
export function expiryOf(certificate: X509Certificate): number {
  return Date.parse(certificate.validTo);
}

/** The subject in one line, such as `CN=network, O=Example`. */
export function certificateName(certificate: X509Certificate): string {
  return oneLine(certificate.subject);
}

/** The issuer in one line. */
export function issuerName(certificate: X509Certificate): string {
  return oneLine(certificate.issuer);
}

/** Node.js puts each part of a name in a line of its own, and escapes line breaks within parts. */
function oneLine(name: string | undefined): string {
  const line = (name ?? '').split('\n').join(', ');
  return line.length > MAX_NAME_LENGTH ? `${line.slice(0, MAX_NAME_LENGTH)}…` : line;
}

/** A date for a sentence, in UTC: `2027-01-31`. */
export function dateText(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
