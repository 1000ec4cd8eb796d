import { describe, expect, it } from 'vitest';
import {
  assignTints,
  contrast,
  GROUP_COLOURS,
  linearChannels,
  luminance,
  mixed,
  TINTS,
} from '../../../renderer/graph/colours.ts';
import { readPalette } from '../../../renderer/graph/palette.ts';

const CANVAS = { dark: '#0a0e15', light: '#f4f6f9' } as const;

type Colour = [number, number, number];
type Matrix = readonly [Colour, Colour, Colour];

/** How people without red or green cones see linear light (Machado, Oliveira, Fernandes 2009). */
const SIGHT: Record<string, Matrix> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

function seen(colour: string, sight: Matrix): Colour {
  const light = linearChannels(colour);
  return sight.map((row) =>
    Math.max(
      0,
      row.reduce((sum, part, index) => sum + part * light[index]!, 0),
    ),
  ) as Colour;
}

/** Distance in Oklab, where equal steps look equal. */
function difference(one: Colour, other: Colour): number {
  const [a, b] = [oklab(one), oklab(other)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function oklab([r, g, b]: Colour): Colour {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

describe.each(['dark', 'light'] as const)('group colours, %s', (theme) => {
  const colours = GROUP_COLOURS[theme];

  it('can be read on the canvas', () => {
    for (const colour of colours) {
      expect(contrast(colour, CANVAS[theme]), colour).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each([
    ['normal', 0.11],
    ['protanopia', 0.04],
    ['deuteranopia', 0.04],
  ])('differ for %s sight', (sight, least) => {
    colours.forEach((one, index) => {
      for (const other of colours.slice(index + 1)) {
        const distance = difference(seen(one, SIGHT[sight]!), seen(other, SIGHT[sight]!));
        expect(distance, `${one} ${other}`).toBeGreaterThan(least);
      }
    });
  });
});

describe('tints', () => {
  it('differ as long as there are colours, then repeat evenly', () => {
    const names = Array.from({ length: TINTS * 2 }, (_, index) => `g${index}`);
    const tints = assignTints(names);
    expect(new Set(names.slice(0, TINTS).map((name) => tints.get(name))).size).toBe(TINTS);
    for (let tint = 0; tint < TINTS; tint++) {
      expect([...tints.values()].filter((value) => value === tint)).toHaveLength(2);
    }
  });

  it('stay with their groups when others come and go, and are given again', () => {
    const before = assignTints(['b', 'c', 'd']);
    const after = assignTints(['a', 'c', 'd'], before);
    expect(after.get('c')).toBe(before.get('c'));
    expect(after.get('d')).toBe(before.get('d'));
    expect(after.get('a')).toBe(before.get('b'));
  });
});

describe('colour arithmetic', () => {
  it('knows black, white and what is between', () => {
    expect(luminance('#000000')).toBe(0);
    expect(luminance('#ffffff')).toBeCloseTo(1);
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
    expect(mixed('#ffffff', '#000000', 0.5)).toBe('#808080');
    expect(mixed('#102030', '#ffffff', 1)).toBe('#102030');
  });
});

describe('the palette', () => {
  it('takes the tokens, short ones too, and the group colours of the theme', () => {
    const light: Record<string, string> = { '--canvas': ' #F4F6F9 ', '--text': '#123' };
    const palette = readPalette((name) => light[name] ?? '');
    expect(palette.dark).toBe(false);
    expect(palette.canvas).toBe('#f4f6f9');
    expect(palette.text).toBe('#112233');
    expect(palette.groups).toBe(GROUP_COLOURS.light);
  });

  it('falls back to a whole dark palette', () => {
    const palette = readPalette(() => 'rgb(1 2 3)');
    expect(palette.dark).toBe(true);
    for (const colour of Object.values(palette.links)) expect(colour).toMatch(/^#[0-9a-f]{6}$/);
  });
});
