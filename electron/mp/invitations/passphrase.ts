/** Passphrases of invitations: making one, judging one. */

import { assessSecret } from '../crypto/secret.ts';
import type { SecretStrength } from '../crypto/secret.ts';
import type { Random } from '../crypto/random.ts';
import { readable } from '../crypto/readable.ts';

export interface PassphraseAssessment {
  strength: SecretStrength;
  /** Estimate of the work to guess it, in bits, rounded down. */
  bits: number;
  /** One sentence for people. */
  text: string;
}

/** Longest passphrase, in characters. */
export const MAX_PASSPHRASE_LENGTH = 1_000;

/** 100 bits in 20 characters: short enough to be read out. */
const GENERATED_OCTETS = 13;

/**
 * One guess costs half a second to a second and 128 MiB, see `sealing.ts`. Ten thousand graphics cards with a
 * thousand guesses a second each do 2⁴⁸ in a year.
 */
const FAIR_BITS = 50;
const STRONG_BITS = 75;

/** A word is one of some 8,000 that people choose, and so is every part of a long one. */
const BITS_OF_WORD = 13;
const LONGEST_WORD = 12;
/**
 * What can be spoken, if only in German, counts as a word: vowels, but no heaps of them, nor of consonants.
 * Letters at random often do, too; to undervalue those is the safe side.
 */
const SPEAKABLE = /^(?=.*[aeiouyäöü])(?!.*[^aeiouyäöü]{7})(?!.*[aeiouyäöü]{4})\p{L}{3,}$/u;
/** Small, or with a capital, or all capitals; anything else isn't how people write words. */
const WRITTEN = /^(?:\p{L}\P{Lu}*|\P{Ll}+)$/u;
/** Digits and signs that people put for letters. */
const LOOKALIKES: ReadonlyMap<string, string> = new Map(
  Object.entries({ '0': 'o', '1': 'l', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's' }),
);
/** A run of letters and their look-alikes, or of what can't belong to a word. */
const TOKENS = /\p{L}[\p{L}013457@$]*|[^\p{L}]+/gu;

const SENTENCES: Readonly<Record<SecretStrength, string>> = {
  empty: 'Without a passphrase anybody who gets the file can join.',
  weak: 'This passphrase can be guessed by someone who gets the file; take four words at random, or have one made.',
  fair: 'This passphrase withstands guessing for years; one more word makes it strong.',
  strong: 'This passphrase is practically impossible to guess.',
};

/** A strong passphrase to be read out, such as `k7mq-x2hv-9rcp-0wdt-8ame`. */
export function generatePassphrase(random: Random): string {
  let passphrase: string;
  do passphrase = readable(random.bytes(GENERATED_OCTETS));
  while (
    // One in some hundred looks like words by chance; nobody should be told that it is weak.
    assessPassphrase(passphrase).strength !== 'strong'
  );
  return passphrase;
}

/**
 * Estimates how hard a passphrase is to guess. Whatever looks like a word counts as one of few, since
 * phrases are guessed by the word.
 */
export function assessPassphrase(passphrase: string): PassphraseAssessment {
  const text = normalisePassphrase(passphrase);
  const bits = Math.floor(Math.min(assessSecret(text).bits, bitsByWord(text)));
  const strength = strengthOf(text, bits);
  return { strength, bits, text: SENTENCES[strength] };
}

/**
 * The form that is used: Unicode's composed one, because keyboards differ in it, without the space
 * that copying leaves at the ends.
 */
export function normalisePassphrase(passphrase: string): string {
  return passphrase.normalize('NFC').trim();
}

function strengthOf(text: string, bits: number): SecretStrength {
  if (text === '') return 'empty';
  if (bits < FAIR_BITS) return 'weak';
  return bits < STRONG_BITS ? 'fair' : 'strong';
}

/** The sum over words, none counted twice, and what is between them. */
function bitsByWord(text: string): number {
  const tokens = new Set(text.match(TOKENS) ?? []);
  return [...tokens].reduce((sum, token) => sum + bitsOfToken(token), 0);
}

function bitsOfToken(token: string): number {
  const { bits } = assessSecret(token);
  const plain = [...token].map((sign) => LOOKALIKES.get(sign) ?? sign).join('');
  const isWord = WRITTEN.test(token) && SPEAKABLE.test(plain.toLowerCase());
  return isWord ? Math.min(bits, BITS_OF_WORD * Math.ceil(plain.length / LONGEST_WORD)) : bits;
}
