/**
 * The reference's utility takes its arguments as octets and writes each as one character, so that text
 * outside ASCII stands in the file encoded twice (protocol section 9). Programs find each other's profiles
 * only when ours does the same; for people it is undone.
 */

/** What stands in the file for a text that a person typed. */
export function toFileText(typed: string): string {
  return Buffer.from(typed, 'utf8').toString('latin1');
}

/** The text for people: the double encoding undone, where there was one. */
export function toPlainText(stored: string): string {
  // eslint-disable-next-line no-control-regex -- "all octets" is meant
  if (!/^[\u0000-\u00ff]*$/.test(stored)) return stored;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      Buffer.from(stored, 'latin1'),
    );
  } catch {
    // One octet a character would be no UTF-8: the text was never encoded twice.
    return stored;
  }
}
