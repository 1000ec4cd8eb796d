import { createPrivateKey } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importCertificate, publicPart } from '../../../../electron/mp/certificates/import.ts';
import { readIdentity } from '../../../../electron/mp/transport/identity.ts';
import { blocksOf, certificateFile, stoppedAt, THEN } from '../../../helpers/certificates.ts';
import { expectCode } from '../../../helpers/codes.ts';

const CLOCK = stoppedAt(THEN);
const NETWORK = certificateFile('network');
const AUTHORITY = certificateFile('authority');
const [LEAF = '', LEAF_KEY = '', ISSUER = '', ROOT = ''] = blocksOf(AUTHORITY);
const [CERTIFICATE = '', KEY = ''] = blocksOf(NETWORK);
const labelsOf = (pem: string) => [...pem.matchAll(/BEGIN ([A-Z ]+)/g)].map((match) => match[1]);

const imported = (text: string) => importCertificate(text, CLOCK);

describe('importCertificate', () => {
  it.each(['network', 'other', 'rsa', 'authority'])('leaves %s.pem as it is', (name) => {
    const pem = certificateFile(name);
    expect(imported(pem).pem).toBe(pem);
    expect(() => readIdentity(imported(pem).pem)).not.toThrow();
  });

  it('brings parts in any order, repeated, with text around, into one form', () => {
    const blocks = [LEAF, LEAF_KEY, ISSUER, ROOT];
    const order = fc.shuffledSubarray([...blocks, ...blocks], { minLength: 8 });
    const text = fc.constantFrom('', '\n\n', 'subject=O = Example, CN = node\n', '   ');
    fc.assert(
      fc.property(order, text, fc.constantFrom('\n', '\r\n', '\r'), (parts, between, lineEnd) => {
        const joined = parts.map((part) => between.trimEnd() + '\n' + part).join(between);
        expect(imported(joined.replaceAll('\n', lineEnd)).pem).toBe(AUTHORITY);
      }),
      { numRuns: 40 },
    );
  });

  it('accepts files behind each other without a line break', () => {
    expect(imported(KEY.trimEnd() + CERTIFICATE.trimEnd()).pem).toBe(NETWORK);
  });

  it.each([
    ['network', 'sec1'],
    ['network', 'pkcs8'],
    ['rsa', 'pkcs1'],
    ['rsa', 'pkcs8'],
  ] as const)('takes the key of %s.pem in the form %s', (name, type) => {
    const pem = certificateFile(name);
    const key = createPrivateKey(pem).export({ type, format: 'pem' });
    expect(imported(`${publicPart(pem)}${key as string}`).pem).toBe(pem);
  });

  it.each(['sec1', 'pkcs8'] as const)('refuses a protected key in the form %s', (type) => {
    const key = createPrivateKey(NETWORK).export({
      type,
      format: 'pem',
      cipher: 'aes-128-cbc',
      passphrase: 'geheim',
    });
    const error = expectCode('cert-invalid', () => imported(`${CERTIFICATE}${key as string}`));
    expect(error.message).toBe('The private key is protected by a passphrase.');
    expect(error.next).toContain('Remove the passphrase');
  });

  it('keeps other authorities, behind those of the chain', () => {
    const other = publicPart(certificateFile('other'));
    expect(imported(`${other}${ROOT}${ISSUER}${LEAF}${LEAF_KEY}`).pem).toBe(AUTHORITY + other);
  });

  it('prefers the certificate that lasts longest when a key has several', () => {
    const renewed = certificateFile('renewed');
    expect(imported(NETWORK + renewed).pem).toBe(renewed + KEY + CERTIFICATE);
  });

  it.each([
    ['nothing', '', 'There is no certificate in it', 'must be converted first'],
    ['no PEM', 'Dear colleague,\nplease …', 'There is no certificate in it', 'PEM form'],
    ['only a key', KEY, 'There is no certificate in it', 'PEM form'],
    ['only a certificate', CERTIFICATE, 'There is no private key in it', 'PEM form'],
    [
      'a key for SSH',
      `${CERTIFICATE}-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----`,
      'no private key in it, but a block "OPENSSH PRIVATE KEY"',
      'SSH',
    ],
    ['two keys', NETWORK + LEAF_KEY, '2 different private keys', 'Leave only the key'],
    [
      'no issuer',
      LEAF + LEAF_KEY,
      'issuer "O=Example, CN=issuer" is missing',
      'add the certificate',
    ],
    ['no root', LEAF + LEAF_KEY + ISSUER, 'issuer "O=Example, CN=root" is missing', 'add the'],
    ['a kind of key that TLS lacks', certificateFile('ed25519'), 'ed25519', 'new certificate'],
    ['a cut block', NETWORK.slice(0, -10), 'is cut off', 'Copy the file again'],
    ['too many certificates', CERTIFICATE.repeat(51) + KEY, '51 certificates', 'Leave only'],
  ])('refuses %s', (_what, text, message, next) => {
    const error = expectCode('cert-invalid', () => imported(text));
    expect(error.message).toContain(message);
    expect(error.next).toContain(next);
  });

  it('refuses a key of another certificate', () => {
    const one = expectCode('cert-mismatch', () => imported(CERTIFICATE + LEAF_KEY));
    expect(one.message).toBe('The private key doesn’t belong to the certificate of "CN=network".');
    const many = expectCode('cert-mismatch', () => imported(CERTIFICATE + ROOT + LEAF_KEY));
    expect(many.message).toBe('The private key doesn’t belong to any of the certificates.');
  });

  it('refuses an expired certificate, also when only that of its issuer is', () => {
    const own = () => importCertificate(NETWORK, stoppedAt(Date.UTC(2200, 0, 1)));
    expect(expectCode('cert-expired', own).message).toContain('"CN=network" expired on 2126-10-29');
    const issuer = () => importCertificate(AUTHORITY, stoppedAt(Date.UTC(2080, 0, 1)));
    expect(expectCode('cert-expired', issuer).message).toContain(
      '"O=Example, CN=issuer" expired on 2076-11-09',
    );
  });

  it('accepts one that will be valid only later, and says so', () => {
    const { description } = importCertificate(NETWORK, stoppedAt(Date.UTC(2025, 0, 1)));
    expect(description.state).toBe('not-yet-valid');
  });

  it('refuses or repairs every damaged character', () => {
    const pem = NETWORK;
    const at = fc.integer({ min: 0, max: pem.length - 1 });
    const character = fc.constantFrom(...'AZaz09+/=-\n *é');
    fc.assert(
      fc.property(at, character, (index, instead) => {
        const text = pem.slice(0, index) + instead + pem.slice(index + 1);
        let result: string;
        try {
          result = imported(text).pem;
        } catch (error) {
          expect(error).toMatchObject({ code: expect.stringMatching(/^cert-(invalid|mismatch)$/) });
          return;
        }
        // Only a line break more or less, or the public half that some keys carry along, may change.
        expect(publicPart(result)).toBe(CERTIFICATE);
        expect(() => readIdentity(result)).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });

  it('tells a wrong signature from a missing issuer', () => {
    const octets = Buffer.from(CERTIFICATE.split('-----')[2] ?? '', 'base64');
    octets[octets.length - 1] = (octets.at(-1) ?? 0) ^ 1;
    const damaged = CERTIFICATE.replace(/\n[^-]+\n/, `\n${octets.toString('base64')}\n`);
    const error = expectCode('cert-invalid', () => imported(damaged + KEY));
    expect(error.message).toContain('"CN=network" is damaged: its signature is wrong');
  });

  it('notices a key whose private half is damaged', () => {
    const der = createPrivateKey(NETWORK).export({ type: 'sec1', format: 'der' });
    const damaged = Buffer.from(der);
    // Behind version and length stand the 32 octets of the private half; the public one comes last.
    damaged[20] = (damaged[20] ?? 0) ^ 1;
    const pem = `-----BEGIN EC PRIVATE KEY-----\n${damaged.toString('base64')}\n-----END EC PRIVATE KEY-----\n`;
    expectCode('cert-invalid', () => imported(CERTIFICATE + pem));
  });
});

describe('publicPart', () => {
  it('holds every certificate and no key', () => {
    expect(publicPart(AUTHORITY)).toBe(LEAF + ISSUER + ROOT);
    expect(labelsOf(publicPart(certificateFile('rsa')))).toEqual(['CERTIFICATE']);
  });
});
