import { parseArgs } from 'node:util';

const ROUNDS = 5;

/**
 * How long a measurement takes: `duration` and `warmUp` in ms, `flood` too, of messages that come and come;
 * `trips` there and back.
 */
const FULL = { warmUp: 800, duration: 2000, flood: 60_000, trips: 20_000, tripsBefore: 5_000 };
const QUICK = { warmUp: 300, duration: 500, flood: 10_000, trips: 4_000, tripsBefore: 1_000 };

/**
 * @typedef {object} Options
 * @property {number} rounds at least 1
 * @property {string[] | null} only names of figures; `null`: all
 * @property {boolean} json
 * @property {typeof FULL} times
 * @property {string | null} look folder for what helps to understand the figures
 */

/**
 * @param {string[]} argv
 * @param {string[]} names of the figures there are
 * @param {{ canLook?: boolean }} [abilities] whether there is --look
 * @returns {Options}
 * @throws {Error} that says what is wrong with the arguments
 */
export function readOptions(argv, names, { canLook = false } = {}) {
  const { values } = parseArgs({
    args: argv,
    options: {
      rounds: { type: 'string', default: String(ROUNDS) },
      only: { type: 'string' },
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      ...(canLook && { look: { type: 'string' } }),
    },
  });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds needs a number from 1');
  const only = values.only?.split(',') ?? null;
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new Error(`There is no figure ${unknown}; there are ${names.join(', ')}`);
  }
  return {
    rounds,
    only,
    json: values.json,
    times: values.quick ? QUICK : FULL,
    look: values.look ?? null,
  };
}
