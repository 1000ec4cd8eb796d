/**
 * The parts of the Storable format that plain data needs (protocol section 3). Each value begins
 * with an octet that says its type. Counts and lengths are 32 bit, most significant octet first.
 */

/** Major version 2 shifted left, plus 1 for network order; always so from `nfreeze`. */
export const NETWORK_ORDER = 0x05;

/** Minor version that we write, as any Storable since 3.0 does; what is read may have another. */
export const MINOR_VERSION = 0x0b;

/** Octets of an empty list: the two versions, its type, its count. No frame is shorter. */
export const SHORTEST = 7;

/** Longest string, in octets, whose length is written as one octet. */
export const MAX_SHORT = 255;

/** Type octets of plain data. */
export const SX = {
  /** The same value as one before: its number, counted from 0 in the order of their type octets. */
  OBJECT: 0,
  LONG_SCALAR: 1,
  ARRAY: 2,
  HASH: 3,
  REF: 4,
  UNDEF: 5,
  /** One octet: the number plus 128. */
  BYTE: 8,
  NET_INT: 9,
  SCALAR: 10,
  /** Perl's one undef; in an array, an element that never was set. */
  SV_UNDEF: 14,
  /** Perl's own results of comparisons; booleans since Perl 5.36, before that 1 and "". */
  SV_YES: 15,
  SV_NO: 16,
  BLESS: 17,
  OVERLOAD: 20,
  UTF8_STRING: 23,
  LONG_UTF8_STRING: 24,
  FLAG_HASH: 25,
  SV_UNDEF_ELEMENT: 31,
  /** Booleans of Storable 3.27 and later; we read them but don't write them, for older peers. */
  TRUE: 34,
  FALSE: 35,
} as const;

/** Flags of a key in a FLAG_HASH. */
export const KEY = {
  UTF8: 0x01,
  /** The key is a value of its own; no Perl writes that. */
  IS_VALUE: 0x08,
  /** A key that a locked hash may have but has not. */
  PLACEHOLDER: 0x10,
} as const;

/** What else a peer may send, for the operator who has to find it there. */
const REFUSED: Readonly<Record<number, string>> = {
  2: 'an array where none belongs',
  3: 'a hash where none belongs',
  6: 'an integer in native order',
  7: 'a double in native order',
  11: 'a tied array',
  12: 'a tied hash',
  13: 'a tied scalar',
  17: 'a blessed object',
  18: 'a blessed object',
  19: 'an object that freezes itself',
  20: 'an object with overloaded operators',
  21: 'an element of a tied hash',
  22: 'an element of a tied array',
  25: 'a hash where none belongs',
  26: 'code',
  27: 'a weak reference',
  28: 'a weak reference to an object',
  29: 'a version string',
  30: 'a version string',
  32: 'a regular expression',
  33: 'a value of more than 2 GiB',
};

/** Whether Storable knows the type, and we don't read it as a scalar. */
export function isRefused(type: number): boolean {
  return REFUSED[type] !== undefined;
}

/** What a type octet that is not plain data stands for. */
export function refusedType(type: number): string {
  return REFUSED[type] ?? `a value of the unknown type ${type}`;
}
