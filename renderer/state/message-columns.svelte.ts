import { recall, remember } from './remembered.ts';

/** Columns of the list of messages, in their order. */
export const COLUMNS = [
  { name: 'number', label: 'Number', width: 64, track: '64px' },
  { name: 'time', label: 'Time', width: 88, track: '88px' },
  { name: 'direction', label: 'Direction', width: 14, track: '14px' },
  { name: 'peer', label: 'Peer', width: 64, track: 'minmax(64px, 1fr)' },
  { name: 'port', label: 'Port', width: 64, track: 'minmax(64px, 0.9fr)' },
  { name: 'tag', label: 'Tag', width: 56, track: 'minmax(56px, 0.7fr)' },
  { name: 'arguments', label: 'Arguments', width: 90, track: 'minmax(90px, 2.6fr)' },
  { name: 'size', label: 'Size', width: 62, track: '62px' },
  { name: 'reply', label: 'Request / answer', width: 132, track: '132px' },
] as const;

export type ColumnName = (typeof COLUMNS)[number]['name'];

/** Whether each column is shown. */
export type ColumnChoice = Readonly<Record<ColumnName, boolean>>;

const STORED = 'message-columns';
/** Shown until the person chooses: all but the number. */
const FIRST_CHOICE = COLUMNS.map(({ name }) => name).filter((name) => name !== 'number');
/** What goes first where there is little room; the details have them all. */
const LEAST_NEEDED: readonly ColumnName[] = ['reply', 'port', 'number', 'size', 'peer', 'time'];
/** Space around and between the cells, px, and the column of the bookmarks. */
const GAP = 8;
const EDGES = 42;

/** The columns that the person has chosen; remembered. */
export class MessageColumns {
  #chosen = $state.raw<readonly ColumnName[]>(stored());

  get chosen(): readonly ColumnName[] {
    return this.#chosen;
  }

  /** Shows or hides a column; the last one stays. */
  set(name: ColumnName, shown: boolean): void {
    const next = COLUMNS.map((column) => column.name).filter((each) =>
      each === name ? shown : this.#chosen.includes(each),
    );
    if (next.length === 0) return;
    this.#chosen = next;
    remember(STORED, next);
  }
}

/**
 * Of the chosen columns those that fit.
 * @param width of the list, px
 * @returns which ones, and their tracks for `grid-template-columns`
 */
export function fittingColumns(
  chosen: readonly ColumnName[],
  width: number,
): { shown: ColumnChoice; tracks: string } {
  let fitting = chosen;
  for (const name of LEAST_NEEDED) {
    if (fitting.length > 1 && widthOf(fitting) > width) {
      fitting = fitting.filter((each) => each !== name);
    }
  }
  const shown = Object.fromEntries(COLUMNS.map(({ name }) => [name, fitting.includes(name)]));
  const tracks = COLUMNS.filter(({ name }) => fitting.includes(name)).map(({ track }) => track);
  return { shown: shown as ColumnChoice, tracks: ['14px', ...tracks].join(' ') };
}

function widthOf(names: readonly ColumnName[]): number {
  const widths = COLUMNS.filter(({ name }) => names.includes(name)).map(({ width }) => width);
  return widths.reduce((sum, width) => sum + width + GAP, EDGES);
}

function stored(): readonly ColumnName[] {
  const value = recall(STORED);
  if (!Array.isArray(value)) return FIRST_CHOICE;
  const names = COLUMNS.map(({ name }) => name).filter((name) => value.includes(name));
  return names.length > 0 ? names : FIRST_CHOICE;
}

export const messageColumns = new MessageColumns();
