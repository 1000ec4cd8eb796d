/** Shared secrets: making one, and judging one. */

import { alnum } from './names.ts';
import type { Random } from './random.ts';

/** How hard a secret is to guess. */
export type SecretStrength = 'empty' | 'weak' | 'fair' | 'strong';

export interface SecretAssessment {
  strength: SecretStrength;
  /** Upper estimate of the work to guess it, in bits, rounded down. */
  bits: number;
  /** One sentence for people. */
  text: string;
}

/** 512 bits, as many as the reference's own utility takes. */
const SECRET_OCTETS = 64;
/**
 * A recorded handshake can be attacked off-line at 10⁹ guesses a second and graphics card. 64 bits fall to
 * many of them; the estimate is an upper one, so some reserve is due.
 */
const FAIR_BITS = 80;
const STRONG_BITS = 112;
/** A character that lies this far from its predecessor, as that from its own, continues a sequence. */
const PREDICTABLE_STEP = 1;
/** How often the characters of a random secret repeat, at most; more is a pattern. */
const EXPECTED_REPEATS = 2;

/** Sizes of the alphabets that a guesser would try. */
const ALPHABETS: readonly (readonly [RegExp, number])[] = [
  [/[a-z]/, 26],
  [/[A-Z]/, 26],
  [/[0-9]/, 10],
  [/[\x20-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e]/, 33],
  [/[^\x20-\x7e]/, 100],
];

const SENTENCES: Readonly<Record<SecretStrength, string>> = {
  empty: 'There is no secret: anyone could join, so a node does not start without one.',
  weak: 'This secret can be guessed by someone who has recorded a connection.',
  fair: 'This secret withstands guessing for a while; a generated one is better.',
  strong: 'This secret is practically impossible to guess.',
};

/**
 * A new secret: 512 random bits as letters and digits, safe on command lines and in JSON.
 *
 * @returns 86 characters or a few more
 */
export function generateSecret(random: Random): string {
  return alnum(random.bytes(SECRET_OCTETS));
}

/**
 * Estimates how hard `secret` is to guess, from its length, its kinds of characters and how much it
 * repeats itself. It knows no words, so a phrase of few words is judged too kindly.
 */
export function assessSecret(secret: string): SecretAssessment {
  const bits = Math.floor(estimateBits(secret));
  const strength = strengthOf(secret, bits);
  return { strength, bits, text: SENTENCES[strength] };
}

function strengthOf(secret: string, bits: number): SecretStrength {
  if (secret === '') return 'empty';
  if (bits < FAIR_BITS) return 'weak';
  return bits < STRONG_BITS ? 'fair' : 'strong';
}

/** Bits a character, times the characters that are neither predictable nor endless repetition. */
function estimateBits(secret: string): number {
  const characters = [...secret];
  if (characters.length === 0) return 0;
  const sizes = ALPHABETS.map(([kind, size]) => (kind.test(secret) ? size : 0));
  const alphabet = sizes.reduce((sum, size) => sum + size, 0);
  const variety = new Set(characters).size * EXPECTED_REPEATS;
  return Math.min(unpredictable(characters), variety) * Math.log2(alphabet);
}

/** How many characters don't just repeat or continue the two before (`aaaa`, `1234`, `dcba`). */
function unpredictable(characters: readonly string[]): number {
  const points = characters.map((character) => character.codePointAt(0) ?? 0);
  return points.filter((point, i) => {
    const [first, second] = [points[i - 2], points[i - 1]];
    if (first === undefined || second === undefined) return true;
    const step = second - first;
    return Math.abs(step) > PREDICTABLE_STEP || point - second !== step;
  }).length;
}
