/** Random octets in a form that people can read out and type. */

/** Crockford's base 32, lower case: without i, l, o and u, which are mistaken for others. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const BITS = 5;
const GROUP = /.{1,4}/g;

/**
 * Octets as groups of four characters, such as `k7mq-x2hv`. Five octets give two groups; bits that don't
 * fill a character are left out.
 */
export function readable(octets: Uint8Array): string {
  const bits = [...octets].map((octet) => octet.toString(2).padStart(8, '0')).join('');
  const count = Math.floor(bits.length / BITS);
  const characters = Array.from({ length: count }, (_, index) =>
    ALPHABET.charAt(Number.parseInt(bits.slice(index * BITS, (index + 1) * BITS), 2)),
  );
  return (characters.join('').match(GROUP) ?? []).join('-');
}
