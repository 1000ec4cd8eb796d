import { FIRST_FAULT } from '../../graph/codes.ts';
import type { MatrixScene } from '../../graph/matrix.ts';

/** A cell by its row and its column; -1 = none. */
export interface CellPlace {
  row: number;
  column: number;
}

/** Rows and columns that an arrow goes on. */
const ARROWS: Readonly<Record<string, CellPlace>> = {
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
};

/**
 * The cell that a key leads to: arrows to the next one, Home and End to the ends of the row, Page Up and
 * Page Down from group to group, `n` and `N` to the next and the previous fault in reading order, round
 * about.
 * @param from the cell to start at; without one every key but `n` and `N` leads to the own node's
 * @param own row of our own node, -1 = not there
 * @returns `null` for keys that don't move, and where there is nothing to go to
 */
export function cellByKey(
  key: string,
  scene: MatrixScene,
  from: CellPlace,
  own: number,
): CellPlace | null {
  const last = scene.table.size - 1;
  if (last < 0) return null;
  if (key === 'n' || key === 'N') return nextFault(scene, from, key === 'n' ? 1 : -1);
  const move = moveOf(key, scene, from, last);
  if (!move) return null;
  const start = Math.max(own, 0);
  if (from.row < 0 || from.column < 0) return { row: start, column: start };
  const within = (place: number) => Math.min(last, Math.max(0, place));
  return { row: within(move.row), column: within(move.column) };
}

/** Where a key would lead if there were no edges. */
function moveOf(
  key: string,
  { layout }: MatrixScene,
  { row, column }: CellPlace,
  last: number,
): CellPlace | null {
  const arrow = Object.hasOwn(ARROWS, key) ? ARROWS[key] : undefined;
  if (arrow) return { row: row + arrow.row, column: column + arrow.column };
  switch (key) {
    case 'Home':
      return { row, column: 0 };
    case 'End':
      return { row, column: last };
    case 'PageDown':
      return { row: layout.bands.find(({ first }) => first > row)?.first ?? last, column };
    case 'PageUp':
      return { row: layout.bands.findLast(({ first }) => first < row)?.first ?? 0, column };
    default:
      return null;
  }
}

function nextFault({ table }: MatrixScene, from: CellPlace, step: 1 | -1): CellPlace | null {
  const { size, states } = table;
  const none = from.row < 0 || from.column < 0;
  const start = none ? (step > 0 ? -1 : 0) : from.row * size + from.column;
  for (let walked = 1; walked <= states.length; walked++) {
    const at = (start + step * walked + states.length) % states.length;
    if ((states[at] ?? 0) >= FIRST_FAULT) return { row: Math.floor(at / size), column: at % size };
  }
  return null;
}
