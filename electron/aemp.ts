/** The configuration and the network by command: `npm run aemp -- …`, installed `meshdeck aemp …`. */
import { toMeshError, type ErrorCode } from '../shared/errors.ts';
import { aemp } from './aemp/program.ts';

/** Everything that a person has to correct before it can work. */
const EXIT_FAULT = 2;
/** The command was right, but the other side wasn't there, or not as expected. */
const EXIT_NO_ANSWER = 1;
const NO_ANSWER: readonly ErrorCode[] = ['destination-unknown', 'port-unknown', 'reply-missing'];

async function main(): Promise<void> {
  try {
    await aemp(process.argv.slice(2), process.env, {
      print: (text) => void process.stdout.write(text),
      say: (line) => void process.stderr.write(`${line}\n`),
    });
  } catch (thrown) {
    const error = toMeshError(thrown);
    process.stderr.write(`${error.message} ${error.next}\n`);
    process.exitCode = NO_ANSWER.includes(error.code) ? EXIT_NO_ANSWER : EXIT_FAULT;
  }
}

// Whoever reads our output is gone, as in `aemp showconfig | head -1`.
process.stdout.on('error', () => process.exit());
await main();
