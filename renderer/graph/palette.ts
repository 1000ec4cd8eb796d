import type { LinkState } from '../../shared/mesh.ts';
import { GROUP_COLOURS, luminance } from './colours.ts';

/** All colours that a picture needs, as `#rrggbb`. */
export interface Palette {
  dark: boolean;
  canvas: string;
  text: string;
  muted: string;
  line: string;
  own: string;
  selected: string;
  down: string;
  /** Nodes without a group. */
  loose: string;
  /** By tint, see {@link GROUP_COLOURS}. */
  groups: readonly string[];
  links: Readonly<Record<LinkState, string>>;
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
  '--down': '#ff7583',
  '--link-up': '#2b8a76',
  '--link-half': '#f3b14d',
  '--link-missing': '#ff5f6f',
  '--link-unknown': '#5c6b80',
  '--link-impossible': '#3a4658',
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
    down: colour('--down'),
    loose: colour('--text-faint'),
    groups: dark ? GROUP_COLOURS.dark : GROUP_COLOURS.light,
    links: {
      up: colour('--link-up'),
      half: colour('--link-half'),
      missing: colour('--link-missing'),
      unknown: colour('--link-unknown'),
      impossible: colour('--link-impossible'),
    },
  };
}

/** Colour of a group by its tint; the neutral one for -1, the nodes without a group. */
export function tintColour(palette: Palette, tint: number): string {
  return palette.groups[tint] ?? palette.loose;
}

function hexOf(value: string): string | null {
  const text = value.trim().toLowerCase();
  if (/^#[0-9a-f]{6}$/.test(text)) return text;
  // Minifiers shorten #aabbcc to #abc.
  if (/^#[0-9a-f]{3}$/.test(text)) return text.replace(/[0-9a-f]/g, '$&$&');
  return null;
}
