import { setTimeout as delay } from 'node:timers/promises';
import { PERL_ENVIRONMENT, perl, worker } from '../commands.mjs';
import { withProcesses } from '../process.mjs';
import { race } from '../race.mjs';
import { compare, limit } from '../rows.mjs';

const SIZES = [4, 8, 16, 32];
/** Larger meshes of the reference take longer to start than they are worth. */
const REFERENCE_SIZES = [4, 8, 16];

/** Duplicate connections are closed after a mesh is complete; whoever sees a node go then is wrong. */
const AFTERMATH_MS = 1_000;

/**
 * Starts `size` processes, and takes the time from telling all but the seed to join until each sees all
 * others.
 *
 * @returns {Promise<{ value: number, downs: number }>} ms, and how often a node was reported as lost
 */
function form(size, command, environment) {
  return withProcesses(async (start) => {
    const members = Array.from({ length: size }, () => start(command, environment));
    for (const member of members) await member.told('ready');
    const [seed, ...others] = members;
    const facts = { others: size - 1 };
    seed.do('go', { id: 'member0', seeds: [], ...facts });
    const { address } = await seed.told('listening');
    const beganAt = performance.now();
    others.forEach((member, index) => {
      member.do('go', { id: `member${index + 1}`, seeds: [address], ...facts });
    });
    await Promise.all(members.map((member) => member.told('complete')));
    const value = performance.now() - beganAt;
    await delay(AFTERMATH_MS);
    const downs = members.reduce((sum, member) => sum + member.all('down').length, 0);
    return { value, downs };
  });
}

/** A mesh from one seed. */
export async function mesh({ rounds, reference }) {
  const competitors = Object.fromEntries(
    SIZES.map((size) => [`node ${size}`, () => form(size, worker('mesh-member'))]),
  );
  for (const size of reference ? REFERENCE_SIZES : []) {
    competitors[`perl ${size}`] = () => form(size, perl('mesh'), PERL_ENVIRONMENT);
  }
  const results = await race(competitors, rounds);
  return [
    ...SIZES.flatMap((size) => timeRows(results, size)),
    growthRow(results),
    downRow(results),
  ];
}

function timeRows(results, size) {
  const value = results.median(`node ${size}`);
  const figure = `mesh of ${size}`;
  if (!results.has(`perl ${size}`)) return [limit({ figure, value, unit: 'ms' })];
  return [
    compare({
      figure,
      unit: 'ms',
      against: 'Perl AnyEvent::MP',
      value,
      baseline: results.median(`perl ${size}`),
      ratio: results.ratio(`node ${size}`, `perl ${size}`),
      atMost: size === 16 ? 1.2 : undefined,
    }),
  ];
}

/** Every node connects to every other: what each costs may grow like their number, not faster. */
function growthRow(results) {
  return compare({
    figure: 'mesh of 32, per node',
    unit: 'ms',
    against: 'mesh of 16, per node',
    value: results.median('node 32') / 32,
    baseline: results.median('node 16') / 16,
    ratio: results.ratio('node 32', 'node 16') / 2,
    atMost: 2,
  });
}

function downRow(results) {
  const counts = SIZES.flatMap((size) => results.all(`node ${size}`, 'downs'));
  const value = counts.reduce((sum, count) => sum + count, 0);
  return limit({ figure: 'mesh, nodes reported as lost', unit: 'in all', value, atMost: 0 });
}
