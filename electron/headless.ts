/** A node from a profile, without a window: `npm run node -- run …`. */
import { toMeshError, type MeshError } from '../shared/errors.ts';
import { VERSION } from '../shared/version.ts';
import { HELP, readArguments, type RunArguments } from './headless/arguments.ts';
import { errorLine, followEvents, type EventLine } from './headless/events.ts';
import { openGroupPort } from './headless/group-port.ts';
import { makeTraffic, sendTests } from './headless/traffic.ts';
import { configure, type Node } from './mp/mp.ts';

/** Exit code of everything that a person has to correct before it can work. */
const EXIT_FAULT = 2;

/** Times of log lines are the machine's local ones, as the reference prints them. */
function logLine(text: string): void {
  const now = new Date();
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000);
  process.stderr.write(`${local.toISOString().slice(0, 19).replace('T', ' ')} ${text}\n`);
}

function reportError(error: MeshError): void {
  logLine(`${error.message} ${error.next}`);
}

function printEvent(line: EventLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

async function main(): Promise<void> {
  const command = readArguments(process.argv.slice(2), process.env);
  if (command.name === 'help') process.stdout.write(HELP);
  else if (command.name === 'version') process.stdout.write(`Meshdeck node ${VERSION}\n`);
  else await run(command.run);
}

async function run(args: RunArguments): Promise<void> {
  // The secret must not be seen by programs that this one might start, nor in a dump of it.
  delete process.env['MESHDECK_SECRET'];
  const { nodeId, binds, seeds, secret } = args;
  const node = await configure({
    profile: args.profile,
    rc: args.rc,
    overrides: { nodeId, binds, seeds, secret },
    onCreate: (created) => follow(created, args),
  });
  // Standard output is for events alone when they are asked for.
  const print = args.events ? logLine : (line: string) => void process.stdout.write(`${line}\n`);
  for (const group of args.groups) openGroupPort(node, group, print);
  for (const group of args.tests) sendTests(node, group);
  if (args.traffic > 0) makeTraffic(node, args.traffic);
  endOnSignals(node);
}

function follow(node: Node, args: RunArguments): void {
  if (args.events) followEvents(node, printEvent);
  node.on('listening', ({ addresses }) => {
    const where = addresses.length > 0 ? `listens on ${addresses.join(', ')}` : 'listens nowhere';
    logLine(`Node "${node.id}" ${where}.`);
  });
  node.on('up', ({ node: id }) => logLine(`"${id}" is up.`));
  node.on('down', ({ node: id, reason }) => logLine(`"${id}" is down: ${String(reason.at(-1))}`));
  node.on('log', ({ level, text, error }) => {
    if (level === 'debug') return;
    if (error) reportError(error);
    else logLine(text);
  });
}

function endOnSignals(node: Node): void {
  const end = () => void node.close().finally(() => process.exit(0));
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  // Whoever reads our output is gone: there is nobody left to work for.
  process.stdout.on('error', end);
}

main().catch((thrown: unknown) => {
  const error = toMeshError(thrown);
  if (process.argv.includes('--events')) printEvent(errorLine(error.toView(), null));
  reportError(error);
  process.exitCode = EXIT_FAULT;
});
