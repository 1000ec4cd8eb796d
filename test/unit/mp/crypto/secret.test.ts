import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom, systemRandom } from '../../../../electron/mp/crypto/random.ts';
import { assessSecret, generateSecret } from '../../../../electron/mp/crypto/secret.ts';

describe('generateSecret', () => {
  it('makes alphanumeric secrets of 512 bits that count as strong', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const secret = generateSecret(seededRandom(seed));
        expect(secret).toMatch(/^[A-Za-z0-9]{86,}$/);
        expect(assessSecret(secret).strength).toBe('strong');
      }),
    );
    expect(generateSecret(systemRandom)).not.toBe(generateSecret(systemRandom));
  });
});

describe('assessSecret', () => {
  it.each([
    ['', 'empty'],
    ['geheim', 'weak'],
    ['a'.repeat(200), 'weak'],
    ['abcdefghijklmnopqrstuvwxyz0123456789', 'weak'],
    ['ab'.repeat(20), 'weak'],
    ['Tr0ub4dor&3', 'weak'],
    ['q7ViN2xKw0Zb4m', 'fair'],
    ['q7ViN2xKw0Zb4mYc8RtLpE', 'strong'],
    [
      '8ugxrtw6H5tKnfPWfaSr4HGhE8MoJXmzTT1BWq7sLutNcD0IbXprQlZjIbl7MBKoeklG3IEfY9GlJthC0pENzk',
      'strong',
    ],
  ] as const)('judges %j as %s', (secret, strength) => {
    const assessment = assessSecret(secret);
    expect(assessment.strength).toBe(strength);
    expect(assessment.text).toMatch(/\.$/);
  });

  it('never shows the secret, and never falls when something is appended', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), (secret, more) => {
        const { bits, text } = assessSecret(secret);
        expect(bits).toBeGreaterThanOrEqual(0);
        if (secret.length > 20) expect(text).not.toContain(secret);
        expect(assessSecret(secret + more).bits).toBeGreaterThanOrEqual(bits);
      }),
    );
  });
});
