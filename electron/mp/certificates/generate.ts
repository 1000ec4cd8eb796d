/** Having a certificate made for a network. */

import type { Clock } from '../../../shared/clock.ts';
import { MeshError } from '../../../shared/errors.ts';

/** The kinds of keys offered; the first is the best choice. */
export const KEY_CHOICES = ['ec-p256', 'ec-p384', 'rsa-2048', 'rsa-3072', 'rsa-4096'] as const;
export type KeyChoice = (typeof KEY_CHOICES)[number];

export interface CertificateRequest {
  /** Subject; nodes don't look at it, people do. 1 – 64 characters. */
  commonName: string;
  key: KeyChoice;
  /** How long it is valid from now on, 1 – {@link MAX_DAYS}. */
  days: number;
}

/** What the reference's own utility asks for. */
export const DEFAULT_DAYS = 3650;
/** A hundred years: more and other programs' dates overflow. */
export const MAX_DAYS = 36_500;
/** `ub-common-name` of RFC 5280. */
export const MAX_COMMON_NAME_LENGTH = 64;

/**
 * Makes a key and a certificate that it signs itself. Long RSA keys take seconds, on another thread.
 *
 * @returns PEM in the form of the reference (protocol section 9): the certificate, then its key
 * @throws MeshError `value-invalid`
 */
export async function generateCertificate(
  request: CertificateRequest,
  clock: Pick<Clock, 'now'>,
): Promise<string> {
  checkRequest(request);
  // The library is large and rarely needed: it is loaded when it is.
  const { selfSigned } = await import('./self-signed.ts');
  return selfSigned(request, clock.now());
}

function checkRequest({ commonName, key, days }: CertificateRequest): void {
  if (!isCommonName(commonName)) {
    throw invalid(
      `The name of a certificate must have 1 to ${MAX_COMMON_NAME_LENGTH} printable characters`,
    );
  }
  if (!KEY_CHOICES.includes(key)) {
    throw invalid(`The key of a certificate must be one of ${KEY_CHOICES.join(', ')}`);
  }
  if (!Number.isInteger(days) || days < 1 || days > MAX_DAYS) {
    throw invalid(`A certificate must be valid for 1 to ${MAX_DAYS} days`);
  }
}

function isCommonName(text: string): boolean {
  const length = [...text].length;
  const isPrintable = text.trim() === text && text.isWellFormed() && !/\p{C}/u.test(text);
  return isPrintable && length >= 1 && length <= MAX_COMMON_NAME_LENGTH;
}

function invalid(text: string): MeshError {
  return new MeshError('value-invalid', `${text}.`);
}
