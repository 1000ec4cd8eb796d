import { describe, expect, it } from 'vitest';
import { describeCertificate } from '../../../../electron/mp/certificates/describe.ts';
import {
  blocksOf,
  certificateFile,
  DAY_MS,
  stoppedAt,
  THEN,
} from '../../../helpers/certificates.ts';
import { expectCode } from '../../../helpers/codes.ts';

const NETWORK = certificateFile('network');
const AUTHORITY = certificateFile('authority');
const END = Date.UTC(2126, 9, 29, 17, 0, 4);

const at = (time: number, pem = NETWORK) => describeCertificate(pem, stoppedAt(time));

describe('describeCertificate', () => {
  it('says what OpenSSL says of a self-signed one', () => {
    // openssl x509 -noout -subject -issuer -dates -fingerprint -sha256
    expect(at(THEN)).toEqual({
      subject: 'CN=network',
      issuer: 'CN=network',
      selfSigned: true,
      fingerprint:
        'D7:76:08:8F:22:72:71:81:11:ED:51:79:96:65:C3:C6:00:9E:0A:05:1B:33:75:DA:CD:4A:49:00:52:26:65:99',
      key: 'EC P-256',
      validFrom: Date.UTC(2026, 10, 22, 17, 0, 4),
      validTo: END,
      state: 'valid',
      daysLeft: Math.floor((END - THEN) / DAY_MS),
      caCount: 0,
      warnings: [],
    });
    expect(at(THEN, certificateFile('rsa'))).toMatchObject({ key: 'RSA 2048', selfSigned: true });
  });

  it('says who issued one', () => {
    expect(at(THEN, AUTHORITY)).toMatchObject({
      subject: 'O=Example, CN=node',
      issuer: 'O=Example, CN=issuer',
      selfSigned: false,
      caCount: 2,
      state: 'valid',
      warnings: [],
    });
  });

  it.each([
    [31 * DAY_MS, 'valid', 31],
    [30 * DAY_MS + 1, 'valid', 30],
    [30 * DAY_MS, 'expiring', 30],
    [DAY_MS - 1, 'expiring', 0],
    [1, 'expiring', 0],
    [0, 'expired', 0],
    [-1, 'expired', -1],
    [-DAY_MS, 'expired', -1],
  ] as const)('%d ms before its end is %s, with %d days left', (left, state, daysLeft) => {
    const description = at(END - left);
    expect(description).toMatchObject({ state, daysLeft });
    expect(description.warnings).toHaveLength(state === 'valid' ? 0 : 1);
  });

  it('says in words what is wrong', () => {
    expect(at(END - DAY_MS).warnings).toEqual([
      'It expires on 2126-10-29: have a new certificate made, and give it to all nodes.',
    ]);
    expect(at(END).warnings).toEqual(['It expired on 2126-10-29: no node accepts it any more.']);
    expect(at(0)).toMatchObject({
      state: 'not-yet-valid',
      warnings: ['It is valid only from 2026-11-22 on, or the clock of this machine is wrong.'],
    });
  });

  it('warns when an issuer expires first', () => {
    const description = at(Date.UTC(2076, 10, 1), AUTHORITY);
    expect(description).toMatchObject({ state: 'expiring', daysLeft: 8 });
    expect(description.warnings[0]).toContain('Its issuer "O=Example, CN=issuer" expires on');
    expect(description.validTo).toBeGreaterThan(Date.UTC(2126, 0, 1));
  });

  it('describes also what an import would refuse', () => {
    const [leaf, key] = blocksOf(AUTHORITY);
    expect(at(THEN, `${leaf}${key}`)).toMatchObject({
      selfSigned: false,
      warnings: [expect.stringContaining('is missing, so that other nodes can’t verify it')],
    });
    expect(at(THEN, certificateFile('ed25519'))).toMatchObject({
      key: 'ed25519',
      warnings: [expect.stringContaining('RSA, EC P-256 and EC P-384 can')],
    });
    expectCode('cert-invalid', () => at(THEN, 'nothing'));
  });
});
