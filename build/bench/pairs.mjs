import { PERL_ENVIRONMENT, perl, worker } from './commands.mjs';
import { withProcesses } from './process.mjs';

/**
 * Two processes, one of which tells the result: the first listens, the second connects to it.
 *
 * @param {string[][]} commands `first`, and `second` made with what the first told
 * @param {'first' | 'second'} teller
 */
function pair({ first, second, teller, environment, before = [], check = () => {} }) {
  return withProcesses(async (start) => {
    const one = start([...before, ...first], environment);
    const { address, port } = await one.told('ready');
    const two = start([...before, ...second({ address, port })], environment);
    // Whoever of the two fails, its own words tell why.
    const failed = (each) => each.told('never', 2 ** 31 - 1);
    const told = (teller === 'first' ? one : two).told('result');
    const result = await Promise.race([told, failed(one), failed(two)]);
    check(one);
    return result;
  });
}

/** One way between two bare sockets; `value` in messages a second. */
export function bareFlood(options) {
  const first = worker('bare-receiver', options);
  return pair({
    first,
    second: (to) => worker('bare-sender', { ...options, ...to }),
    teller: 'first',
  });
}

/** One way between two nodes. */
export function nodeFlood(options, check) {
  const first = worker('node-receiver', options);
  const second = (to) => worker('node-sender', { ...options, ...to });
  return pair({ first, second, teller: 'first', check });
}

/** One way between two nodes of the reference implementation. */
export function perlFlood(options) {
  const first = perl('pair', { ...options, program: 'receiver' });
  const second = (to) => perl('pair', { ...options, ...to, program: 'sender' });
  return pair({ first, second, teller: 'first', environment: PERL_ENVIRONMENT });
}

/** There and back between two bare sockets; `median` and `p99` in µs. */
export function bareTrips(options, before) {
  const first = worker('bare-answerer');
  const second = (to) => worker('bare-asker', { ...options, ...to });
  return pair({ first, second, teller: 'second', before });
}

export function nodeTrips(options, before) {
  const first = worker('node-answerer');
  const second = (to) => worker('node-asker', { ...options, ...to });
  return pair({ first, second, teller: 'second', before });
}

export function perlTrips(options, before) {
  const first = perl('pair', { program: 'answerer' });
  const second = (to) => perl('pair', { ...options, ...to, program: 'asker' });
  return pair({ first, second, teller: 'second', before, environment: PERL_ENVIRONMENT });
}
