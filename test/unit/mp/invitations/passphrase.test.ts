import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom, systemRandom } from '../../../../electron/mp/crypto/random.ts';
import {
  assessPassphrase,
  generatePassphrase,
  MAX_PASSPHRASE_LENGTH,
  normalisePassphrase,
} from '../../../../electron/mp/invitations/passphrase.ts';

describe('assessPassphrase', () => {
  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['password', 'weak'],
    ['password123', 'weak'],
    ['P@ssw0rd!', 'weak'],
    ['Tr0ub4dor&3', 'weak'],
    ['Geheimnis2024', 'weak'],
    ['correct horse battery', 'weak'],
    ['Donaudampfschiffahrt', 'weak'],
    ['CORRECT Horse b4ttery', 'weak'],
    ['horse horse horse horse horse', 'weak'],
    ['12345678901234567890', 'weak'],
    ['aaaaaaaaaaaaaaaaaaaaaaaa', 'weak'],
    ['correct horse battery staple', 'fair'],
    ['q7ViN2xKw0', 'fair'],
    ['blaue Würfel tanzen nachts leise', 'fair'],
    ['seven purple otters juggle warm lanterns', 'strong'],
    ['q7ViN2xKw0Zb4m', 'strong'],
  ] as const)('judges %j as %s', (passphrase, strength) => {
    const assessment = assessPassphrase(passphrase);
    expect(assessment.strength, `${assessment.bits} bits`).toBe(strength);
    expect(assessment.text).toMatch(/\.$/);
  });

  it('ignores what is ignored when the passphrase is used', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom(' ', '\n', '\t'),
        (text, space) => {
          const assessment = assessPassphrase(text);
          expect(assessPassphrase(space + text.normalize('NFD') + space)).toEqual(assessment);
          expect(normalisePassphrase(normalisePassphrase(text))).toBe(normalisePassphrase(text));
        },
      ),
    );
  });

  it.each(['aeiou', 'xyzzy', 'a0a0', 'é1 '])('judges the longest passphrase, of %j', (unit) => {
    const longest = unit.repeat(MAX_PASSPHRASE_LENGTH / unit.length);
    expect(assessPassphrase(longest).strength).toBe('weak');
  });
});

describe('generatePassphrase', () => {
  it('makes strong ones that can be read out', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const passphrase = generatePassphrase(seededRandom(seed));
        expect(passphrase).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){4}[0-9a-hjkmnp-tv-z]{4}$/);
        expect(assessPassphrase(passphrase).strength).toBe('strong');
      }),
    );
    expect(generatePassphrase(systemRandom)).not.toBe(generatePassphrase(systemRandom));
  });
});
