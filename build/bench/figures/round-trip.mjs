import { bareTrips, nodeTrips, perlTrips } from '../pairs.mjs';
import { race } from '../race.mjs';
import { compare } from '../rows.mjs';

/** One message there and back, none other on its way. */
export async function roundTrip({ rounds, times, reference, pinned, say }) {
  if (!pinned) say('Without taskset the round trip also measures how fast the machine wakes up');
  const options = { trips: times.trips, warmUp: times.tripsBefore };
  const before = pinned ?? [];
  const competitors = {
    limit: () => bareTrips(options, before),
    node: () => nodeTrips(options, before),
  };
  if (reference) competitors.perl = () => perlTrips(options, before);
  const results = await race(competitors, rounds);
  const row = (key, baseline, against, goal) =>
    compare({
      figure: `round trip, ${key}`,
      unit: 'µs',
      against,
      value: results.median('node', key),
      baseline: results.median(baseline, key),
      ratio: results.ratio('node', baseline, key),
      atMost: goal,
    });
  const rows = [
    row('median', 'limit', 'bare Node.js sockets', 1.25),
    row('p99', 'limit', 'bare Node.js sockets', 1.4),
  ];
  if (!reference) return rows;
  return [
    ...rows,
    row('median', 'perl', 'Perl AnyEvent::MP'),
    row('p99', 'perl', 'Perl AnyEvent::MP'),
  ];
}
