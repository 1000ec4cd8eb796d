import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_DAYS,
  generateCertificate,
  KEY_CHOICES,
  MAX_DAYS,
} from '../../../../electron/mp/certificates/generate.ts';
import type {
  CertificateRequest,
  KeyChoice,
} from '../../../../electron/mp/certificates/generate.ts';
import { importCertificate } from '../../../../electron/mp/certificates/import.ts';
import { DAY_MS, stoppedAt, THEN } from '../../../helpers/certificates.ts';

const CLOCK = stoppedAt(THEN);
/** Finding the primes of a long RSA key takes seconds, with bad luck many. */
const SLOW_MS = 60_000;

const generate = (request: Partial<CertificateRequest>) =>
  generateCertificate({ commonName: 'mesh', key: 'ec-p256', days: 100, ...request }, CLOCK);

const KEY_TEXTS: Record<KeyChoice, string> = {
  'ec-p256': 'EC P-256',
  'ec-p384': 'EC P-384',
  'rsa-2048': 'RSA 2048',
  'rsa-3072': 'RSA 3072',
  'rsa-4096': 'RSA 4096',
};

describe('generateCertificate', () => {
  it.each(KEY_CHOICES)(
    'makes what an import leaves as it is: %s',
    async (key) => {
      const pem = await generate({ key, days: DEFAULT_DAYS });
      expect(pem).toMatch(
        /^-----BEGIN CERTIFICATE-----\n[^-]+-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\n[^-]+-----END PRIVATE KEY-----\n$/,
      );
      const imported = importCertificate(pem, CLOCK);
      expect(imported.pem).toBe(pem);
      expect(imported.description).toMatchObject({
        subject: 'CN=mesh',
        selfSigned: true,
        key: KEY_TEXTS[key],
        validFrom: THEN - DAY_MS,
        validTo: THEN + DEFAULT_DAYS * DAY_MS,
        daysLeft: DEFAULT_DAYS,
        warnings: [],
      });
      expect(new X509Certificate(pem).ca).toBe(true);
    },
    SLOW_MS,
  );

  it('makes another key and another number each time', async () => {
    const certificates = await Promise.all([1, 2, 3].map(() => generate({})));
    const read = certificates.map((pem) => new X509Certificate(pem));
    expect(new Set(read.map(({ serialNumber }) => serialNumber)).size).toBe(3);
    expect(new Set(certificates.map((pem) => pem.split('PRIVATE KEY')[1])).size).toBe(3);
  });

  it('takes any printable name as it is', async () => {
    const names = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 16 })
      .filter((name) => name.trim() === name && !/\p{C}/u.test(name) && [...name].length <= 64);
    const property = fc.asyncProperty(
      fc.oneof(
        names,
        fc.constantFrom('#0c01', 'a, O=b', '"x"', 'a+b=c', 'C:\\dir', 'x'.repeat(64)),
      ),
      async (commonName) => {
        const pem = await generate({ commonName });
        expect(new X509Certificate(pem).toLegacyObject().subject).toEqual({ CN: commonName });
      },
    );
    await fc.assert(property, { numRuns: 50 });
  });

  it('is valid for a day, and for a hundred years', async () => {
    for (const days of [1, MAX_DAYS]) {
      const { description } = importCertificate(await generate({ days }), CLOCK);
      expect(description.daysLeft).toBe(days);
    }
  });

  it.each<Partial<CertificateRequest>>([
    { commonName: '' },
    { commonName: ' x' },
    { commonName: 'a\nb' },
    { commonName: '\ud800' },
    { commonName: 'x'.repeat(65) },
    { days: 0 },
    { days: 1.5 },
    { days: MAX_DAYS + 1 },
    { days: Number.NaN },
    { key: 'rsa-1024' as KeyChoice },
  ])('refuses %j', async (request) => {
    await expect(generate(request)).rejects.toMatchObject({ code: 'value-invalid' });
  });
});
