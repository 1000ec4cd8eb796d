import { CELL, LEAST_NAMED } from '../../graph/matrix.ts';
import { fitView, labelRoom, LEAST_ROOM, ZOOM_BUTTONS } from '../../graph/sizes.ts';
import type { Stage } from '../../graph/sizes.ts';
import type { Measure } from './measure.ts';
import type { Fit } from './stage-state.svelte.ts';

/** Pixels for bars and names of groups above and at the left, and for an arrow at the right. */
const GROUP_SPACE = 46;
const ARROW_SPACE = 30;

/** Cells needn't be larger than this. */
const MOST_ZOOM = 4;

/** Zoom from which a name fits beside a cell. */
const NAMED_ZOOM = LEAST_NAMED / CELL;

/** Height of a line of the note below, and the space around its lines. */
export const NOTE_LINE = 14;
const NOTE_SPACE = 20;

// Its second half begins with the article when it needs a line of its own.
const NOTE =
  'row = who reports, column = whom; a\u00a0half-open link shows in the row that denies it';

/** The note below the matrix: pixels from the left edge of the cells that its lines may take. */
export interface MatrixNote {
  lines: readonly string[];
  from: number;
  to: number;
}

/** The matrix and what stands around it, as they fit into the stage. */
export interface MatrixPlaces {
  fit: Fit;
  /** Pixels for the names of nodes above and at the left. */
  room: number;
  /** Pixels for a name at the right. */
  remarkRoom: number;
  note: MatrixNote;
}

/**
 * Places the matrix so that everything around it can be read. Names of nodes take room only where cells can
 * become tall enough for them; where they can't, the cells stay too small for names.
 * @param size of the layout, world units
 * @param widest name of a node in pixels
 */
export function matrixPlaces(
  size: number,
  widest: number,
  stage: Stage,
  measure: Measure,
): MatrixPlaces {
  const most = labelRoom(widest, stage);
  const room = namedRoom(size, most, stage, measure);
  const named = room >= Math.min(widest, LEAST_ROOM);
  const side = GROUP_SPACE + (named ? room : 0);
  const { lines, bottom } = noteIn(stage, side, measure);
  const margin = { left: side, top: side, right: ARROW_SPACE + (named ? 0 : most), bottom };
  const bounds = { x0: 0, y0: 0, x1: size, y1: size };
  const fit: Fit = { bounds, margin, most: named ? MOST_ZOOM : NAMED_ZOOM * 0.999 };
  const { k, x } = fitView(bounds, stage, margin, fit.most);
  const right = stage.width - x - size * k - ARROW_SPACE;
  const note = { lines, from: side - x, to: stage.width - ZOOM_BUTTONS.width - x };
  return { fit, room: named ? room : most, remarkRoom: Math.min(most, right), note };
}

/** Room for names that leaves cells tall enough for them, at most `most`; may be below zero. */
function namedRoom(size: number, most: number, stage: Stage, measure: Measure): number {
  // A rounding error more would leave the cells a hair too small.
  const cells = size * NAMED_ZOOM + 0.5;
  const across = Math.min(most, stage.width - GROUP_SPACE - ARROW_SPACE - cells);
  const { bottom } = noteIn(stage, GROUP_SPACE + across, measure);
  return Math.min(across, stage.height - GROUP_SPACE - bottom - cells);
}

/** The note, as many lines as it needs beside the zoom buttons, and the space below the matrix for both. */
function noteIn(stage: Stage, left: number, measure: Measure) {
  const lines = balanced(NOTE, stage.width - left - ZOOM_BUTTONS.width, measure);
  const bottom = Math.max(ZOOM_BUTTONS.height, NOTE_SPACE + lines.length * NOTE_LINE);
  return { lines, bottom };
}

/** As few lines as fit, none much longer than the others. */
function balanced(text: string, width: number, measure: Measure): string[] {
  const lines = wrapped(text, width, measure);
  for (let least = measure(text) / lines.length; least < width; least += 8) {
    const even = wrapped(text, least, measure);
    if (even.length === lines.length) return even;
  }
  return lines;
}

/** A text in lines of at most `width` pixels; a word that is wider has a line for itself. */
function wrapped(text: string, width: number, measure: Measure): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (lines.length > 0 && measure(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
