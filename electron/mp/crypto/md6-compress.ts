/**
 * The compression function of MD6: 89 words of 64 bits in, 16 words out.
 *
 * A 64-bit word is a pair of 32-bit integers, because BigInt is some hundred times slower.
 */

/** 64-bit words as two arrays of 32-bit halves; a word's halves have the same index. */
export interface Words {
  readonly high: Int32Array;
  readonly low: Int32Array;
}

/** Where a node stands in the hash tree; enters its digest. */
export interface NodePlace {
  /** Height in the tree; leaves are 1. */
  level: number;
  /** Position within the level, from 0. */
  index: number;
  /** Whether this is the last compression of all. */
  isRoot: boolean;
  /** How many bits at the end of the block are padding, 0 – 4096. */
  padBits: number;
  digestBits: number;
}

/** Words of data in a block. */
export const BLOCK_WORDS = 64;
/** Words that a compression yields. */
export const OUTPUT_WORDS = 16;

const INPUT_WORDS = 89;
const KEY_WORDS = 8;
/** Mode parameter L: a tree of any height. */
const MAX_TREE_HEIGHT = 64;
/** Without a key: 40 + digest bits / 4 rounds. */
const ROUNDS = 40 + 256 / 4;

/** How far the words lie back that a step mixes in. */
const TAP_LINEAR = 17;
const TAP_AND_1A = 18;
const TAP_AND_1B = 21;
const TAP_AND_2A = 31;
const TAP_AND_2B = 67;

/** Shift distances of the 16 steps of a round, right then left. */
const SHIFT_RIGHT = [10, 5, 13, 10, 11, 12, 2, 7, 14, 15, 7, 13, 11, 7, 6, 12] as const;
const SHIFT_LEFT = [11, 24, 9, 16, 15, 9, 27, 15, 6, 2, 29, 8, 15, 5, 31, 9] as const;

/** The fraction of √6, 15 words; each line has the high and the low half of three words. */
const Q = [
  0x7311c281, 0x2425cfa0, 0x64322864, 0x34aac8e7, 0xb60450e9, 0xef68b7c1, 0xe8fb2390, 0x8d9f06f1,
  0xdd2e76cb, 0xa691e5bf, 0x0cd0d63b, 0x2c30bc41, 0x1f8ccf68, 0x23058f8a, 0x54e5ed5b, 0x88e3775d,
  0x4ad12aae, 0x0a6d6031, 0x3e7f16bb, 0x88222e0d, 0x8af8671d, 0x3fb50c2c, 0x995ad117, 0x8bd25c31,
  0xc878c1dd, 0x04c4b633, 0x3b72066c, 0x7a1552ac, 0x0d6f3522, 0x631effcb,
] as const;
const Q_WORDS = Q.length / 2;

/** The two shift tables and the round constants as typed arrays, which the inner loop reads faster. */
const RIGHT = Uint8Array.from(SHIFT_RIGHT);
const LEFT = Uint8Array.from(SHIFT_LEFT);
const ROUND_CONSTANTS = roundConstants(ROUNDS);

// The one working area: digests are computed one after the other, never interleaved.
const workHigh = new Int32Array(INPUT_WORDS + ROUNDS * OUTPUT_WORDS);
const workLow = new Int32Array(INPUT_WORDS + ROUNDS * OUTPUT_WORDS);

/**
 * Compresses up to 64 words of `input` from `start` (missing ones count as zero) into 16 words of
 * `output` at `target`.
 */
export function compress(
  input: Words,
  start: number,
  output: Words,
  target: number,
  place: NodePlace,
): void {
  fillWorkArea(input, start, place);
  runRounds();
  const end = workHigh.length;
  output.high.set(workHigh.subarray(end - OUTPUT_WORDS), target);
  output.low.set(workLow.subarray(end - OUTPUT_WORDS), target);
}

/** Lays out Q, the (empty) key, the node's place, the parameters and the data block. */
function fillWorkArea(input: Words, start: number, place: NodePlace): void {
  for (let i = 0; i < Q_WORDS; i += 1) setWork(i, Q[2 * i] ?? 0, Q[2 * i + 1] ?? 0);
  for (let i = 0; i < KEY_WORDS; i += 1) setWork(Q_WORDS + i, 0, 0);

  const head = Q_WORDS + KEY_WORDS;
  setWork(head, place.level << 24, place.index);
  setWork(
    head + 1,
    (ROUNDS << 16) | (MAX_TREE_HEIGHT << 8) | (place.isRoot ? 1 << 4 : 0) | (place.padBits >>> 12),
    ((place.padBits & 0xfff) << 20) | place.digestBits,
  );
  for (let i = 0; i < BLOCK_WORDS; i += 1) {
    setWork(head + 2 + i, input.high[start + i] ?? 0, input.low[start + i] ?? 0);
  }
}

function setWork(index: number, high: number, low: number): void {
  workHigh[index] = high;
  workLow[index] = low;
}

/**
 * The feedback shift register: each step appends one word made of words before it. All indices are inside
 * the arrays by construction, and a default for each (`?? 0`) would cost time here: hence the `!`.
 */
function runRounds(): void {
  const high = workHigh;
  const low = workLow;
  let i = INPUT_WORDS;
  for (let round = 0; round < ROUNDS; round += 1) {
    const constantHigh = ROUND_CONSTANTS.high[round]!;
    const constantLow = ROUND_CONSTANTS.low[round]!;
    for (let step = 0; step < OUTPUT_WORDS; step += 1, i += 1) {
      let h =
        constantHigh ^
        high[i - INPUT_WORDS]! ^
        high[i - TAP_LINEAR]! ^
        (high[i - TAP_AND_1A]! & high[i - TAP_AND_1B]!) ^
        (high[i - TAP_AND_2A]! & high[i - TAP_AND_2B]!);
      let l =
        constantLow ^
        low[i - INPUT_WORDS]! ^
        low[i - TAP_LINEAR]! ^
        (low[i - TAP_AND_1A]! & low[i - TAP_AND_1B]!) ^
        (low[i - TAP_AND_2A]! & low[i - TAP_AND_2B]!);
      const right = RIGHT[step]!;
      l ^= (l >>> right) | (h << (32 - right));
      h ^= h >>> right;
      const left = LEFT[step]!;
      high[i] = h ^ ((h << left) | (l >>> (32 - left)));
      low[i] = l ^ (l << left);
    }
  }
}

/** One constant a round: each is the one before, rotated by one bit and mixed with itself. */
function roundConstants(rounds: number): Words {
  const constants: Words = { high: new Int32Array(rounds), low: new Int32Array(rounds) };
  let high = 0x01234567;
  let low = 0x89abcdef | 0;
  for (let round = 0; round < rounds; round += 1) {
    constants.high[round] = high;
    constants.low[round] = low;
    const nextHigh = ((high << 1) | (low >>> 31)) ^ (high & Q[0]);
    const nextLow = ((low << 1) | (high >>> 31)) ^ (low & Q[1]);
    high = nextHigh;
    low = nextLow;
  }
  return constants;
}
