import { PERL_ENVIRONMENT, perl, worker } from '../commands.mjs';
import { withProcesses } from '../process.mjs';
import { race } from '../race.mjs';
import { compare } from '../rows.mjs';

const once = (command, environment) => () =>
  withProcesses((start) => start(command, environment).told('result'));

/** Two ports of one node answer each other. */
export async function local({ rounds, times, reference }) {
  const competitors = {
    limit: once(worker('local-direct', times)),
    node: once(worker('local-node', times)),
  };
  if (reference) competitors.perl = once(perl('local', times), PERL_ENVIRONMENT);
  const results = await race(competitors, rounds);
  const row = (baseline, against, goal) =>
    compare({
      figure: 'local port to port',
      unit: 'thousand/s',
      against,
      value: results.median('node') / 1000,
      baseline: results.median(baseline) / 1000,
      ratio: results.ratio('node', baseline),
      atLeast: goal,
    });
  const rows = [row('limit', 'direct dispatch over a map', 0.3)];
  return reference ? [...rows, row('perl', 'Perl AnyEvent::MP', 10)] : rows;
}
