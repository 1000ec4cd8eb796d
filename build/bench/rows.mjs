/**
 * One line of the result.
 *
 * @typedef {object} Row
 * @property {string} figure
 * @property {number} value
 * @property {string} unit of `value` and `baseline`
 * @property {number} [baseline]
 * @property {number} [ratio] of value to baseline, the median over the rounds
 * @property {number} [goal]
 * @property {boolean} [ok] whether the goal is reached
 * @property {string} against what the baseline is; for the table only
 * @property {string} wanted the goal in words; for the table only
 * @property {string} verdict whether it was reached; for the table only
 */

/** Two figures that differ by less are the same on a noisy machine, but a goal is a goal. */
const TIE = 0.15;

const round = (number) => Number(number.toPrecision(4));

/**
 * A value against a baseline.
 *
 * @param {{ figure: string, unit: string, against: string, value: number, baseline: number,
 *   ratio: number, atLeast?: number, atMost?: number }} facts at most one goal, which is for the ratio
 * @returns {Row}
 */
export function compare({ figure, unit, against, value, baseline, ratio, atLeast, atMost }) {
  const row = { figure, value: round(value), unit, baseline: round(baseline), ratio: round(ratio) };
  return { ...row, against, ...judge(ratio, atLeast, atMost) };
}

/**
 * A value whose goal is a number of its own unit.
 *
 * @param {{ figure: string, unit: string, value: number, atLeast?: number, atMost?: number,
 *   baseline?: number, against?: string }} facts at most one goal; when there is a baseline, the value stands
 *   on top of it, and the ratio says how many times the baseline both are together
 * @returns {Row}
 */
export function limit({ figure, unit, value, atLeast, atMost, baseline, against = '' }) {
  const row = { figure, value: round(value), unit, against, ...judge(value, atLeast, atMost) };
  if (baseline === undefined) return row;
  return { ...row, baseline: round(baseline), ratio: round((baseline + value) / baseline) };
}

function judge(number, atLeast, atMost) {
  const goal = atLeast ?? atMost;
  if (goal === undefined) return { wanted: '', verdict: '' };
  const ok = atLeast === undefined ? number <= goal : number >= goal;
  const isClose = Math.abs(number - goal) <= TIE * goal;
  const missed = isClose ? 'MISSED, within noise' : 'MISSED';
  const wanted = `${atLeast === undefined ? '≤' : '≥'} ${goal}`;
  return { goal, ok, wanted, verdict: ok ? 'reached' : missed };
}

/**
 * @param {Row} row
 * @returns {string} the row as one JSON object, with the keys that every benchmark has
 */
export function toJson({ figure, value, unit, baseline, ratio, goal, ok }) {
  return JSON.stringify({ figure, value, unit, baseline, ratio, goal, ok });
}

const WIDTHS = [40, 12, 13, 36, 12, 8, 8];

/** @returns {string} heading of the table */
export function heading() {
  return columns(['figure', 'value', 'unit', 'against', 'baseline', 'ratio', 'goal', '']);
}

/**
 * @param {Row} row
 * @returns {string} the row as a line of the table
 */
export function toLine(row) {
  const { figure, value, unit, against, baseline = '', ratio = '', wanted, verdict } = row;
  return columns([figure, value, unit, against, baseline, ratio, wanted, verdict]);
}

function columns(texts) {
  return texts
    .map((text, at) => String(text).padEnd(WIDTHS[at] ?? 0))
    .join('')
    .trimEnd();
}
