import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SecretFingerprints } from '../../../../electron/mp/crypto/fingerprint.ts';
import { seededRandom, systemRandom } from '../../../../electron/mp/crypto/random.ts';
import { readable } from '../../../../electron/mp/crypto/readable.ts';

describe('SecretFingerprints', () => {
  it('is equal for equal secrets and differs for others', () => {
    const fingerprints = new SecretFingerprints(systemRandom);
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(fingerprints.of(a) === fingerprints.of(b)).toBe(a === b);
        expect(fingerprints.of(a)).toMatch(/^[0-9a-z]{4}-[0-9a-z]{4}$/);
      }),
    );
  });

  it('means nothing to another process', () => {
    const [ours, theirs] = [
      new SecretFingerprints(systemRandom),
      new SecretFingerprints(systemRandom),
    ];
    expect(ours.of('geheim')).not.toBe(theirs.of('geheim'));
  });

  it('can’t be found by trying secrets without the key', () => {
    const fingerprint = new SecretFingerprints(seededRandom(1)).of('geheim');
    const guesses = ['md5', 'sha1', 'sha256', 'sha512'].flatMap((name) => [
      createHash(name).update('geheim').digest(),
      createHmac(name, '').update('geheim').digest(),
    ]);
    expect(guesses.map((guess) => readable(guess.subarray(0, 5)))).not.toContain(fingerprint);
  });

  it('uses all 256 bits of the key', () => {
    const keyed = (flipped: number) => {
      const bytes = (count: number) =>
        Uint8Array.from({ length: count }, (_, i) => (i === flipped >> 3 ? 1 << (flipped & 7) : 0));
      return new SecretFingerprints({ bytes, float: () => 0 }).of('geheim');
    };
    expect(new Set(Array.from({ length: 256 }, (_, bit) => keyed(bit))).size).toBe(256);
  });
});
