import type { MarkState } from './codes.ts';
import { GROUP_COLOURS, luminance, mixed } from './colours.ts';
import type { ColourKey } from './node-colours.ts';
import { TRIP_STEPS } from './node-colours.ts';

/** All colours that a picture needs, as `#rrggbb`. */
export interface Palette {
  dark: boolean;
  canvas: string;
  text: string;
  muted: string;
  line: string;
  own: string;
  selected: string;
  up: string;
  down: string;
  degraded: string;
  /** Links that lead far, see {@link tripColour}. */
  far: string;
  /** Nodes without a group. */
  loose: string;
  /** By tint, see {@link GROUP_COLOURS}. */
  groups: readonly string[];
  links: Readonly<Record<MarkState, string>>;
}

/** What is used where a token is missing or not a plain hex colour. */
const FALLBACK: Readonly<Record<string, string>> = {
  '--canvas': '#0a0e15',
  '--text': '#e4eaf2',
  '--text-muted': '#a3b0c2',
  '--text-faint': '#8f9db1',
  '--line': '#233044',
  '--own': '#c99bff',
  '--selected': '#7fb0ff',
  '--up': '#3fc9a5',
  '--down': '#ff7583',
  '--degraded': '#f3b14d',
  '--link-up': '#2b8a76',
  '--link-slow': '#f5a623',
  '--link-half': '#d36bf5',
  '--link-missing': '#ff5f6f',
  '--link-unknown': '#5c6b80',
  '--link-impossible': '#3a4658',
  '--link-far': '#6b8fe0',
  '--link-down': '#76859b',
};

/**
 * The palette of the theme in use.
 * @param token value of a CSS custom property by its name, as computed style gives it
 */
export function readPalette(token: (name: string) => string): Palette {
  const colour = (name: string) => hexOf(token(name)) ?? FALLBACK[name] ?? '#808080';
  const canvas = colour('--canvas');
  const dark = luminance(canvas) < 0.2;
  return {
    dark,
    canvas,
    text: colour('--text'),
    muted: colour('--text-muted'),
    line: colour('--line'),
    own: colour('--own'),
    selected: colour('--selected'),
    up: colour('--up'),
    down: colour('--down'),
    degraded: colour('--degraded'),
    far: colour('--link-far'),
    loose: colour('--text-faint'),
    groups: dark ? GROUP_COLOURS.dark : GROUP_COLOURS.light,
    links: {
      up: colour('--link-up'),
      slow: colour('--link-slow'),
      half: colour('--link-half'),
      missing: colour('--link-missing'),
      unknown: colour('--link-unknown'),
      impossible: colour('--link-impossible'),
      down: colour('--link-down'),
    },
  };
}

/** Colour of a group by its tint; the neutral one for -1, the nodes without a group. */
export function tintColour(palette: Palette, tint: number): string {
  return palette.groups[tint] ?? palette.loose;
}

/** Colour of a healthy link by its round trip, 0 = short … 1 = long. */
export function tripColour(palette: Palette, far: number): string {
  return mixed(palette.far, palette.links.up, far);
}

/** Colour of a node, or of its line in the legend. */
export function markColour(palette: Palette, key: ColourKey): string {
  if (key.startsWith('g')) return tintColour(palette, Number(key.slice(1)));
  if (key.startsWith('t')) return stepColour(palette, Number(key.slice(1)));
  if (key === 'muted') return palette.muted;
  return palette[key as 'loose' | 'own' | 'up' | 'down' | 'degraded'];
}

/** From calm to loud, ever farther from the ground: readable without telling hues apart. */
function stepColour(palette: Palette, step: number): string {
  const dim = mixed(palette.far, palette.canvas, 0.45);
  return mixed(palette.text, dim, step / (TRIP_STEPS - 1));
}

function hexOf(value: string): string | null {
  const text = value.trim().toLowerCase();
  if (/^#[0-9a-f]{6}$/.test(text)) return text;
  // Minifiers shorten #aabbcc to #abc.
  if (/^#[0-9a-f]{3}$/.test(text)) return text.replace(/[0-9a-f]/g, '$&$&');
  return null;
}
