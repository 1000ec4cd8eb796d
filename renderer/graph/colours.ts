import { sortedNames } from './order.ts';

/**
 * Colours of groups, the same hue at the same place for both themes: blue, sand, violet, teal, rose,
 * olive, copper, navy. Chosen so that all differ for normal sight, protanopia and deuteranopia, and
 * reach 4.5:1 against the canvas (tested). A group is never told by its colour alone: it has its
 * place, its arc and its name.
 */
export const GROUP_COLOURS = {
  dark: ['#62aaff', '#f5d08a', '#a772ea', '#5fe3cb', '#e56a9c', '#a8b52f', '#bd7436', '#c9dcf7'],
  light: ['#146fd0', '#8f6600', '#7a2fc4', '#067b77', '#a81f5f', '#4c5f12', '#6b2206', '#22285f'],
} as const;

/** Number of different group colours; further groups share them. */
export const TINTS = GROUP_COLOURS.dark.length;

/** Which colour each group has: an index into a list of {@link GROUP_COLOURS}. */
export type Tints = ReadonlyMap<string, number>;

/**
 * Gives each group a colour: groups that had one keep it, new ones take those that are used least, in
 * order of their names.
 */
export function assignTints(groups: Iterable<string>, before: Tints = new Map()): Tints {
  const names = sortedNames(groups);
  const tints = new Map<string, number>();
  const uses = new Array<number>(TINTS).fill(0);
  const give = (name: string, tint: number) => {
    tints.set(name, tint);
    uses[tint] = (uses[tint] ?? 0) + 1;
  };
  for (const name of names) {
    const tint = before.get(name);
    if (tint !== undefined) give(name, tint);
  }
  for (const name of names) {
    if (!tints.has(name)) give(name, uses.indexOf(Math.min(...uses)));
  }
  // The same object when nothing changed: or whatever is in these colours would be drawn anew.
  const same = tints.size === before.size && names.every((name) => before.has(name));
  return same ? before : tints;
}

/** Relative luminance of `#rrggbb`, 0 … 1 (WCAG 2.2). */
export function luminance(colour: string): number {
  const [red, green, blue] = linearChannels(colour);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast of two colours, 1 … 21 (WCAG 2.2). */
export function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** `share` (0 … 1) of `colour` on `ground`, as an opaque colour. Both `#rrggbb`. */
export function mixed(colour: string, ground: string, share: number): string {
  const top = channels(colour);
  const bottom = channels(ground);
  const mix = top.map((value, index) => value * share + (bottom[index] as number) * (1 - share));
  return `#${mix.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`;
}

/** Red, green and blue of `#rrggbb` as light, 0 … 1. */
export function linearChannels(colour: string): [number, number, number] {
  return channels(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
}

function channels(colour: string): [number, number, number] {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)) as [number, number, number];
}
