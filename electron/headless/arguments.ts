import { parseArgs } from 'node:util';
import { MeshError } from '../../shared/errors.ts';

/** What `run` is asked to do. */
export interface RunArguments {
  profile: string | undefined;
  nodeId: string | undefined;
  binds: readonly string[] | undefined;
  seeds: readonly string[] | undefined;
  secret: string | undefined;
  groups: readonly string[];
  /** Groups whose ports get `test TIME` once a second. */
  tests: readonly string[];
  /** `null`: no file at all; `undefined`: the usual one. */
  rc: string | null | undefined;
  events: boolean;
  /** Seconds between two messages to random ports; 0 = none. */
  traffic: number;
}

export type Command = { name: 'run'; run: RunArguments } | { name: 'help' } | { name: 'version' };

export const HELP = `Usage: npm run node -- run [PROFILE] [options]

A node of an AnyEvent::MP network without a window.

  PROFILE          profile of the configuration file; default: the host name
  --nodeid ID      node ID
  --bind A         listen on host:port, any number of times; --no-bind: nowhere
  --seed A         find the network at host:port, any number of times
  --secret S       shared secret; better in the variable MESHDECK_SECRET, as a
                   command line can be read by every user of the machine
  --group NAME     register a port in the group; it prints what it gets, answers
                   "echo PORT …" and "test DATA PORT", and runs a small chat
                   ("join PORT", "message TEXT"); any number of times
  --test NAME      send "test TIME" to all ports of the group once a second
  --traffic S      send a message to a random group port about every S seconds
  --rc FILE        configuration file; --no-rc: none
  --events         print one JSON object a line for everything that happens
  --help, --version
`;

/**
 * Reads the command line of the headless node.
 * @param argv without the program
 * @throws MeshError `usage`
 */
export function readArguments(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Command {
  const { values, positionals } = parse(argv);
  if (values.help) return { name: 'help' };
  if (values.version) return { name: 'version' };
  const [command, profile, ...rest] = positionals;
  if (command !== 'run') {
    throw usage(
      command === undefined ? 'There is no command.' : `There is no command "${command}".`,
    );
  }
  if (rest.length > 0) throw usage(`"${rest.join(' ')}" is too much: there is one profile.`);
  if (values.bind && values['no-bind']) throw usage('--bind and --no-bind exclude each other.');
  if (values.rc !== undefined && values['no-rc']) {
    throw usage('--rc and --no-rc exclude each other.');
  }
  const run: RunArguments = {
    profile,
    nodeId: values.nodeid,
    binds: values['no-bind'] ? [] : values.bind,
    seeds: values.seed,
    secret: values.secret ?? environment['MESHDECK_SECRET'],
    groups: values.group ?? [],
    tests: values.test ?? [],
    rc: values['no-rc'] ? null : values.rc,
    events: values.events ?? false,
    traffic: readSeconds(values.traffic),
  };
  return { name: 'run', run };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        nodeid: { type: 'string' },
        bind: { type: 'string', multiple: true },
        'no-bind': { type: 'boolean' },
        seed: { type: 'string', multiple: true },
        secret: { type: 'string' },
        group: { type: 'string', multiple: true },
        test: { type: 'string', multiple: true },
        traffic: { type: 'string' },
        rc: { type: 'string' },
        'no-rc': { type: 'boolean' },
        events: { type: 'boolean' },
        help: { type: 'boolean' },
        version: { type: 'boolean' },
      },
    });
  } catch (cause) {
    throw usage(firstSentence(cause), cause);
  }
}

function readSeconds(text: string | undefined): number {
  if (text === undefined) return 0;
  const seconds = Number(text);
  if (Number.isFinite(seconds) && seconds > 0 && seconds <= 86_400) return seconds;
  throw usage(`--traffic takes a number of seconds above 0, not "${text}".`);
}

function firstSentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return `${text.split('. ')[0]?.replace(/\.$/, '') ?? text}.`;
}

function usage(message: string, cause?: unknown): MeshError {
  return new MeshError('usage', message, { cause });
}
