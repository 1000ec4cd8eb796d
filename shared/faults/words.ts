/** Longest name in a sentence, in characters: node IDs may have 255 octets, groups any length. */
export const MAX_NAME_IN_SENTENCE = 40;
/** Names listed before "and 5 more". */
const MAX_LISTED = 3;

/** A name for a sentence, cut when it is long. It is still not to be trusted: escape what is shown. */
export function shortName(name: string): string {
  const characters = [...name.slice(0, 2 * MAX_NAME_IN_SENTENCE + 2)];
  if (characters.length <= MAX_NAME_IN_SENTENCE) return name;
  return `${characters.slice(0, MAX_NAME_IN_SENTENCE - 1).join('')}…`;
}

/** `a`, `a and b`, `a, b and c`, `a, b, c and 5 more`. */
export function listNames(names: readonly string[]): string {
  const listed = names.slice(0, MAX_LISTED).map(shortName);
  const left = names.length - listed.length;
  const last = left > 0 ? `${left} more` : (listed.pop() ?? '');
  return listed.length === 0 ? last : `${listed.join(', ')} and ${last}`;
}

/** `1 link`, `2 links`. */
export function countOf(count: number, thing: string): string {
  return `${count.toLocaleString('en-US')} ${thing}${count === 1 ? '' : 's'}`;
}

/** Milliseconds as people read them: `0.4 ms`, `12 ms`, `1.2 s`. */
export function milliseconds(time: number): string {
  if (time >= 1_000) return `${(time / 1_000).toFixed(1)} s`;
  return `${time < 10 ? time.toFixed(1) : Math.round(time)} ms`;
}
