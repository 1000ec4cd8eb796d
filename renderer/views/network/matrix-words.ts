import { STATES } from '../../graph/codes.ts';
import type { MarkState } from '../../graph/codes.ts';
import type { MatrixScene } from '../../graph/matrix.ts';
import { shown } from '../../state/text.ts';
import { roundTripWords } from '../../state/words.ts';
import type { CellPlace } from './matrix-keys.ts';

/** What a cell says of the node of its column. */
const SAID: Readonly<Record<MarkState, string>> = {
  impossible: 'no link is possible',
  down: 'the link is down with its node',
  unknown: 'nobody was asked yet',
  up: 'the link is up',
  slow: 'the link is slow',
  half: 'reports no link, but the other does',
  missing: 'the link is missing',
};

/** Characters of a name that are read out. */
const MAX_NAME = 80;

/** A cell in words; of the diagonal the name of the node, and nothing without a cell. */
export function cellWords({ row, column }: CellPlace, { table }: MatrixScene): string {
  const [one, other] = [table.order[row], table.order[column]];
  if (one === undefined || other === undefined) return '';
  if (row === column) return shown(one, MAX_NAME);
  const at = row * table.size + column;
  const state = STATES[table.states[at] ?? 0];
  const trip = table.trips[at] ?? NaN;
  return [
    `${shown(one, MAX_NAME)} to ${shown(other, MAX_NAME)}`,
    state ? SAID[state] : 'nothing is known',
    ...(Number.isNaN(trip) ? [] : [`round trip ${roundTripWords(trip)}`]),
  ].join(', ');
}
