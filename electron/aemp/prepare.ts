/** Makes the values of words that have none on the command line. */

import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { systemClock } from '../../shared/clock.ts';
import { MeshError } from '../../shared/errors.ts';
import { DEFAULT_DAYS, generateCertificate } from '../mp/certificates/generate.ts';
import type { CertificateRequest } from '../mp/certificates/generate.ts';
import { importCertificate } from '../mp/certificates/import.ts';
import { systemReason } from '../mp/config/file-error.ts';
import { systemRandom } from '../mp/crypto/random.ts';
import { generateSecret } from '../mp/crypto/secret.ts';
import { isMake, type MakeStep, type Step } from './steps.ts';

/** Far beyond any chain of certificates. */
const MAX_PEM_OCTETS = 1024 * 1024;

/** As the reference's, which every version of OpenSSL reads; its key of 2048 bits is short for ten years. */
const REQUEST: CertificateRequest = {
  commonName: 'AnyEvent::MP',
  key: 'rsa-3072',
  days: DEFAULT_DAYS,
};

/**
 * Replaces each step that makes a value by one that sets it.
 * @throws MeshError `cert-invalid`, `cert-expired`
 */
export async function prepare(steps: readonly Step[]): Promise<Exclude<Step, MakeStep>[]> {
  const prepared: Exclude<Step, MakeStep>[] = [];
  for (const step of steps) prepared.push(isMake(step) ? await make(step) : step);
  return prepared;
}

async function make(step: MakeStep): Promise<Exclude<Step, MakeStep>> {
  switch (step.kind) {
    case 'generate-secret':
      return { kind: 'set', key: 'secret', value: generateSecret(systemRandom) };
    case 'generate-certificate':
      return { kind: 'set', key: 'cert', value: await generateCertificate(REQUEST, systemClock) };
    case 'read-certificate':
      return { kind: 'set', key: 'cert', value: await readCertificate(step.file) };
  }
}

/**
 * As it stands in the file, because that is what the reference writes; unless another certificate than our
 * own comes first: then the reference would take that one for ours.
 */
async function readCertificate(file: string): Promise<string> {
  const text = await readPem(file);
  const { pem } = importFrom(file, text);
  const isFirst =
    new X509Certificate(text).fingerprint256 === new X509Certificate(pem).fingerprint256;
  return isFirst ? text : pem;
}

function importFrom(file: string, text: string): { pem: string } {
  try {
    return importCertificate(text, systemClock);
  } catch (error) {
    if (!(error instanceof MeshError)) throw error;
    throw new MeshError(error.code, `${file}: ${error.message}`, {
      next: error.next,
      cause: error,
    });
  }
}

async function readPem(file: string): Promise<string> {
  try {
    const octets = await readFile(file);
    if (octets.length > MAX_PEM_OCTETS) throw new Error('it is too large for a certificate');
    return octets.toString('latin1');
  } catch (cause) {
    throw new MeshError('cert-invalid', `${file} can't be read: ${systemReason(cause)}.`, {
      next: 'Name a PEM file with a key and a certificate.',
      cause,
    });
  }
}
