import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { UI_FONT } from '../../renderer/graph/pen.ts';

const css = readFileSync('renderer/tokens.css', 'utf8');
const [darkPart = '', lightPart = ''] = css.split('prefers-color-scheme: light');
const THEMES = [
  ['dark', coloursIn(darkPart)],
  ['light', { ...coloursIn(darkPart), ...coloursIn(lightPart) }],
] as const;

const SURFACES = ['canvas', 'surface', 'raised'];
const TEXTS = ['text', 'text-muted', 'text-faint'];
const STATES = ['up', 'down', 'degraded', 'selected', 'own'];

test('pictures are written in the font of the window', () => {
  expect(css).toContain(`--font-ui: ${UI_FONT};`);
});

describe.each(THEMES)('%s theme', (_, colours) => {
  test.each(SURFACES.flatMap((surface) => [...TEXTS, ...STATES].map((text) => [text, surface])))(
    '%s on %s can be read (WCAG AA, 4.5)',
    (text, surface) => {
      expect(contrast(colours[text], colours[surface])).toBeGreaterThanOrEqual(4.5);
    },
  );

  test.each(STATES)('%s, text and muted text can be read on its soft ground', (state) => {
    for (const text of [state, 'text', 'text-muted']) {
      expect(contrast(colours[text], colours[`${state}-soft`])).toBeGreaterThanOrEqual(4.5);
    }
  });

  test('text can be read on hovered, pressed and inverse grounds', () => {
    expect(contrast(colours.text, colours.hover)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colours.text, colours.pressed)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colours['inverse-text'], colours.inverse)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colours['text-faint'], colours.hover)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(SURFACES)('edges of controls can be seen on %s (WCAG, 3)', (surface) => {
    expect(contrast(colours['line-strong'], colours[surface])).toBeGreaterThanOrEqual(3);
  });
});

function coloursIn(part: string): Record<string, string> {
  return Object.fromEntries(
    [...part.matchAll(/--([\w-]+): (#[\da-f]{6});/g)].map(([, name, value]) => [name, value]),
  );
}

/** Relative luminance and contrast as WCAG 2 defines them. */
function contrast(one: string | undefined, other: string | undefined): number {
  const [lower = 0, higher = 0] = [luminance(one), luminance(other)].sort((x, y) => x - y);
  return (higher + 0.05) / (lower + 0.05);
}

function luminance(hex: string | undefined): number {
  if (!hex) throw new Error('No such colour');
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
