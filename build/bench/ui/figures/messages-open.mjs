import { Results } from '../../race.mjs';
import { limit } from '../../rows.mjs';
import { withMessages } from '../messages.mjs';

const KIB = 1024;
const SIZES = [
  { name: '64 KiB', octets: 64 * KIB },
  { name: '1 MiB', octets: KIB * KIB },
  { name: '8 MiB', octets: 8 * KIB * KIB },
];
const AT_ONCE = 200;
const NO_FREEZE = 100;
/** Long enough for the message to be opened, unfolded, and shown as JSON. */
const WATCHED = 3_000;

/** Opening a long message: until its head is there, and whether anything stands still meanwhile. */
export async function messagesOpen(context) {
  const results = await withMessages(context, (window) => measure(window, context.rounds));
  return SIZES.flatMap(({ name }) => [
    limit({
      figure: `head of a message of ${name}`,
      unit: 'ms',
      value: results.median(name),
      atMost: AT_ONCE,
    }),
    limit({
      figure: `${name}: longest gap of the page`,
      unit: 'ms',
      value: results.median(name, 'page'),
      atMost: NO_FREEZE,
    }),
    limit({
      figure: `${name}: longest gap of the main process`,
      unit: 'ms',
      value: results.median(name, 'main'),
    }),
  ]);
}

async function measure(window, rounds) {
  const results = new Results();
  for (let round = 0; round < rounds; round += 1) {
    await window.open({ messages: 1_000 });
    for (const { name, octets } of SIZES) {
      await window.long(octets);
      const facts = { tag: `long ${octets}`, duration: WATCHED };
      results.add(name, await window.measure(`open ${name}`, 'open-newest', facts));
    }
  }
  return results;
}
