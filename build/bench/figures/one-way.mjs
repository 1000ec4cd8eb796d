import { bareFlood, nodeFlood, perlFlood } from '../pairs.mjs';
import { race } from '../race.mjs';
import { compare } from '../rows.mjs';

const NAMES = { 80: '80 B', 1024: '1 KiB', 65536: '64 KiB' };

/** Goals by size; only small messages have one against the reference. */
const GOALS = {
  80: { off: 0.75, on: 0.6, perl: 7, autocork: 1.9 },
  1024: { off: 0.8 },
  65536: { off: 0.85 },
};

/** @returns a figure: how many messages of `size` octets a second go from one node to another */
export function oneWay(size) {
  return async ({ rounds, times, reference }) => {
    const options = { size, ...times };
    const competitors = {
      limit: () => bareFlood(options),
      off: () => nodeFlood(options),
      on: () => nodeFlood({ ...options, tap: true }),
    };
    if (reference) {
      competitors.perl = () => perlFlood(options);
      competitors.autocork = () => perlFlood({ ...options, autocork: true });
    }
    return rowsOf(await race(competitors, rounds), size);
  };
}

function rowsOf(results, size) {
  const goals = GOALS[size];
  const row = (name, baseline, tap, against, goal) =>
    compare({
      figure: `one way, ${NAMES[size]}, tap ${tap}`,
      unit: 'thousand/s',
      against,
      value: results.median(name) / 1000,
      baseline: results.median(baseline) / 1000,
      ratio: results.ratio(name, baseline),
      atLeast: goal,
    });
  const rows = [
    row('off', 'limit', 'off', 'bare Node.js sockets', goals.off),
    row('on', 'limit', 'on', 'bare Node.js sockets', goals.on),
  ];
  if (!results.has('perl')) return rows;
  return [
    ...rows,
    row('off', 'perl', 'off', 'Perl AnyEvent::MP', goals.perl),
    row('off', 'autocork', 'off', 'Perl AnyEvent::MP, autocork', goals.autocork),
  ];
}

/** Why there is no figure. */
class NotEncrypted extends Error {}

/** The same through TLS, against bare TLS sockets. */
export async function oneWayTls({ rounds, times, certificate, say }) {
  if (!certificate) {
    say('TLS is left out: there is no openssl to make a certificate with');
    return [];
  }
  const options = { size: 80, ...times };
  const check = (receiver) => {
    if (!receiver.all('up').every(({ encrypted }) => encrypted)) throw new NotEncrypted();
  };
  try {
    const results = await race(
      {
        limit: () => bareFlood({ ...options, cert: certificate.pem }),
        tls: () => nodeFlood({ ...options, rc: certificate.rc }, check),
      },
      rounds,
    );
    return [
      compare({
        figure: 'one way, 80 B, TLS',
        unit: 'thousand/s',
        against: 'bare Node.js TLS sockets',
        value: results.median('tls') / 1000,
        baseline: results.median('limit') / 1000,
        ratio: results.ratio('tls', 'limit'),
        atLeast: 0.75,
      }),
    ];
  } catch (error) {
    if (!(error instanceof NotEncrypted)) throw error;
    say('TLS is left out: nodes with a certificate did not encrypt');
    return [];
  }
}
