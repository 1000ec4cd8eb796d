import { parseArgs } from 'node:util';
import { MeshError } from '../shared/errors.ts';
import { isChromiumSwitch } from './chromium-switches.ts';
import { DEFAULT_DEMO_NODES, MAX_DEMO_NODES, MIN_DEMO_NODES } from './demo/plan.ts';

export interface Flags {
  /** Number of demo nodes, or `null`. */
  demo: number | null;
  profile: string | undefined;
  rc: string | undefined;
  userData: string | undefined;
  screenshot: string | undefined;
  /** Seconds. */
  quitAfter: number | undefined;
  theme: 'dark' | 'light' | undefined;
  version: boolean;
  help: boolean;
}

export const HELP = `Usage: meshdeck [FLAG]…
       meshdeck aemp WORD…     change the configuration, talk to nodes; see meshdeck aemp --help

  --demo[=N]            start a demo network of N nodes (${MIN_DEMO_NODES} – ${MAX_DEMO_NODES}, default ${DEFAULT_DEMO_NODES}) and join it
  --profile NAME        profile of the configuration file (default: the host name)
  --rc FILE             configuration file (default: $PERL_ANYEVENT_MP_RC, else ~/.perl-anyevent-mp)
  --user-data DIR       folder for what the window remembers
  --screenshot FILE     write a PNG of the window once the mesh is complete (or after 20 s), then end
  --quit-after SECONDS  end after that time
  --theme dark|light    colours (default: as the system)
  --version             say what this is and which Electron runs it
  --help                show this
`;

const OPTIONS = {
  profile: { type: 'string' },
  rc: { type: 'string' },
  'user-data': { type: 'string' },
  screenshot: { type: 'string' },
  'quit-after': { type: 'string' },
  theme: { type: 'string' },
  version: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** Longest time for --quit-after, in seconds: timers can't be longer. */
const MAX_QUIT_AFTER = 2_000_000;

/**
 * Reads the command line.
 * @param args what came after the program, and after the app's folder when there is one
 * @throws MeshError `usage` with a sentence about the flag that is wrong
 */
export function parseFlags(args: readonly string[]): Flags {
  const own = args.filter((arg) => !isChromiumSwitch(arg));
  const { demo, rest } = takeDemo(own);
  const values = parse(rest);
  return {
    demo,
    profile: notEmpty('--profile', values.profile),
    rc: notEmpty('--rc', values.rc),
    userData: notEmpty('--user-data', values['user-data']),
    screenshot: notEmpty('--screenshot', values.screenshot),
    quitAfter: seconds(values['quit-after']),
    theme: themeOf(values.theme),
    version: values.version ?? false,
    help: values.help ?? false,
  };
}

/**
 * The arguments that are ours.
 * @param argv `process.argv`
 * @param hasFolder whether Electron was told which folder to run: then ours come after it
 */
export function ownArguments(argv: readonly string[], hasFolder: boolean): string[] {
  const args = argv.slice(1);
  if (!hasFolder) return args;
  const folder = args.findIndex((arg) => !arg.startsWith('-'));
  return folder < 0 ? [] : args.slice(folder + 1);
}

/**
 * The command line of the aemp utility: all that follows `aemp`, when that comes first.
 * @param args as {@link ownArguments} gives them
 * @returns `null` when the window is wanted
 */
export function aempWords(args: readonly string[]): string[] | null {
  const first = args.findIndex((arg) => !isChromiumSwitch(arg));
  return args[first] === 'aemp' ? args.slice(first + 1) : null;
}

/** The one flag with an optional value, which parseArgs doesn't know. */
function takeDemo(args: readonly string[]): { demo: number | null; rest: string[] } {
  let demo: number | null = null;
  const rest = args.filter((arg) => {
    const [name, value] = splitOnce(arg);
    if (name !== '--demo') return true;
    demo = value === undefined ? DEFAULT_DEMO_NODES : demoCount(value);
    return false;
  });
  return { demo, rest };
}

function splitOnce(arg: string): [string, string | undefined] {
  const at = arg.indexOf('=');
  return at < 0 ? [arg, undefined] : [arg.slice(0, at), arg.slice(at + 1)];
}

function demoCount(text: string): number {
  const count = /^\d{1,3}$/.test(text) ? Number(text) : NaN;
  if (count >= MIN_DEMO_NODES && count <= MAX_DEMO_NODES) return count;
  throw usage(`--demo takes a number from ${MIN_DEMO_NODES} to ${MAX_DEMO_NODES}, not "${text}"`);
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: false }).values;
  } catch (error) {
    // Its sentences name the flag; further lines explain its own syntax.
    const [sentence = ''] = (error as Error).message.split('\n');
    throw usage(sentence.split('. To specify')[0]?.replace(/\.$/, '') ?? sentence);
  }
}

function notEmpty(flag: string, value: string | undefined): string | undefined {
  if (value === '') throw usage(`${flag} needs a value`);
  return value;
}

function seconds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = text === '' ? NaN : Number(text);
  if (value > 0 && value <= MAX_QUIT_AFTER) return value;
  throw usage(`--quit-after takes a number of seconds, not "${text}"`);
}

function themeOf(text: string | undefined): Flags['theme'] {
  if (text === undefined || text === 'dark' || text === 'light') return text;
  throw usage(`--theme takes "dark" or "light", not "${text}"`);
}

function usage(sentence: string): MeshError {
  return new MeshError('usage', `${sentence}.`);
}
