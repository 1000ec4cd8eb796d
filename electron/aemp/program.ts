/** The utility as a whole: reads all words, writes the file once, then prints and talks in their order. */

import { MeshError } from '../../shared/errors.ts';
import { VERSION } from '../../shared/version.ts';
import { configPath, type Environment } from '../mp/config/location.ts';
import { ConfigStore } from '../mp/config/store.ts';
import { formatEndpoint, resolveAddress, systemResolver } from '../mp/transport/addresses.ts';
import { readCommandLine } from './arguments.ts';
import { HELP } from './help.ts';
import { prepare } from './prepare.ts';
import { runNode } from './run.ts';
import { isEdit, isShow, type NodeStep, type Step } from './steps.ts';
import { addressee, isUp, talk } from './talk.ts';
import { openTemporaryNode } from './temporary-node.ts';
import { readWords } from './words.ts';
import { readContent, writeSteps } from './write.ts';

/** Where text goes; lines have no ends, texts do. */
export interface Output {
  print: (text: string) => void;
  /** Remarks and errors for people. */
  say: (line: string) => void;
}

interface Context extends Output {
  path: string;
  store: ConfigStore;
  timeout: number | undefined;
}

/**
 * Does what the command line says.
 * @param argv without the program
 * @throws MeshError; nothing was written unless it comes from a protocol word
 */
export async function aemp(
  argv: readonly string[],
  environment: Environment,
  output: Output,
): Promise<void> {
  const { show, rc, timeout, words } = readCommandLine(argv);
  if (show === 'version') return output.print(`Meshdeck aemp ${VERSION}\n`);
  if (show === 'help') return output.print(HELP);
  if (words.length === 0) throw new MeshError('usage', 'There is no word that says what to do.');
  const path = rc ?? configPath(environment);
  const context = { ...output, path, store: new ConfigStore(path), timeout };
  await perform(readWords(words), context);
}

async function perform(read: readonly Step[], context: Context): Promise<void> {
  const steps = await prepare(read);
  const { printed, remarks } = await writeSteps(context.store, steps);
  for (const remark of remarks) context.say(remark);
  let profile: string | null = null;
  for (const [index, step] of steps.entries()) {
    context.print(printed[index] ?? '');
    if (step.kind === 'profile') profile = step.name;
    if (!isShow(step) && !isEdit(step)) await beNode(step, profile, context);
  }
}

async function beNode(step: NodeStep, profile: string | null, context: Context): Promise<void> {
  const { print, say, path, timeout } = context;
  if (step.kind === 'resolve') return print(`${await resolve(step.address)}\n`);
  const content = await readContent(context.store);
  if (step.kind === 'run') {
    const name = step.name ?? profile ?? undefined;
    return runNode({ rc: path, content, profile: name, values: step.values, log: say });
  }
  const { node, problems } = await openTemporaryNode(content, profile);
  try {
    await talk(step, { node, timeout, print: (line) => print(`${line}\n`) });
  } catch (error) {
    // What keeps others away doesn't explain why a node that is up sends no reply.
    const mayExplain = isAway(error) || !isUp(node, addressee(step));
    for (const { message, next } of mayExplain ? problems : []) say(`${message} ${next}`);
    throw error;
  } finally {
    await node.close();
  }
}

function isAway(error: unknown): boolean {
  return error instanceof MeshError && error.code === 'destination-unknown';
}

/** What the reference makes of an address. */
async function resolve(address: string): Promise<string> {
  const endpoints = await resolveAddress(address, 0, systemResolver);
  return endpoints.map(formatEndpoint).join(',');
}
