/**
 * Order of names as people expect it: `n2` before `n10`. Independent of the language of the system, so
 * that a layout is the same on every machine; names that differ only in zeros fall back to code units.
 */
export function compareNames(one: string, other: string): number {
  const a = partsOf(one);
  const b = partsOf(other);
  for (let i = 0; i < a.length && i < b.length; i++) {
    const difference = compareParts(a[i] as string, b[i] as string);
    if (difference !== 0) return difference;
  }
  return a.length - b.length || compareText(one, other);
}

/** Names in {@link compareNames} order. Cuts each name once: 200 names are compared 1,500 times. */
export function sortedNames<Name extends string>(names: Iterable<Name>): Name[] {
  return [...names].sort(compareNames);
}

const partCache = new Map<string, readonly string[]>();

/** Bounds the cache: names come from the network. */
const MAX_CACHED = 4_096;

/** Runs of digits and runs of anything else, in turn. */
function partsOf(name: string): readonly string[] {
  const known = partCache.get(name);
  if (known) return known;
  if (partCache.size >= MAX_CACHED) partCache.clear();
  const parts = name.match(/\d+|\D+/g) ?? [];
  partCache.set(name, parts);
  return parts;
}

function compareParts(a: string, b: string): number {
  const aDigits = startsWithDigit(a);
  if (!aDigits || !startsWithDigit(b)) return compareText(a, b);
  const x = a.replace(/^0+/, '');
  const y = b.replace(/^0+/, '');
  // Numbers without leading zeros compare by length first: works for any number of digits.
  return x.length - y.length || compareText(x, y);
}

function startsWithDigit(text: string): boolean {
  const code = text.charCodeAt(0);
  return code >= 48 && code <= 57;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
