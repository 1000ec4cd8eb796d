import type { LinkState } from '../../shared/mesh.ts';

/** What a line or a cell may show: the state of a link, and what only a picture makes of it. */
export type MarkState =
  | LinkState
  /** Up, but it takes much longer than is to be expected. */
  | 'slow'
  /** One of the nodes is down or absent: it would be there. */
  | 'down';

/** Number of each state in typed arrays; 0 = nothing to show. Larger numbers are drawn above smaller ones. */
export const CODE: Readonly<Record<MarkState, number>> = {
  impossible: 1,
  down: 2,
  unknown: 3,
  up: 4,
  slow: 5,
  half: 6,
  missing: 7,
};

/** States by their number; see {@link CODE}. */
export const STATES: readonly (MarkState | null)[] = [
  null,
  'impossible',
  'down',
  'unknown',
  'up',
  'slow',
  'half',
  'missing',
];

/** From this code on something is wrong that is drawn line by line: slow, half-open, missing. */
export const FIRST_FAULT = CODE.slow;
