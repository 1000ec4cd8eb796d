/** The words of the reference's utility: what each takes from the command line, and what it means. */

import { MeshError } from '../../shared/errors.ts';
import { isNodeId, isPortId, nodeOf, type NodeId, type PortId } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';
import { fileValue, messageValue, type Argument } from './arguments.ts';
import type { Step } from './steps.ts';
import { checkItem, checkValue, type ListKey, type SettableKey } from './values.ts';

/** The arguments that no word has taken yet. */
class Rest {
  readonly #words: readonly Argument[];
  #at = 0;

  constructor(words: readonly Argument[]) {
    this.#words = words;
  }

  get empty(): boolean {
    return this.#at === this.#words.length;
  }

  /** @param what the sentence's subject when nothing is left */
  take(what: string): Argument {
    const next = this.#words[this.#at];
    if (!next) throw new MeshError('usage', `${what} is missing.`);
    this.#at += 1;
    return next;
  }

  all(): Argument[] {
    const rest = this.#words.slice(this.#at);
    this.#at = this.#words.length;
    return rest;
  }
}

type Reader = (rest: Rest, word: string) => Step;

/** Keys with `setKEY VALUE`, `KEY VALUE` and `delKEY`. The last one is ours. */
const KEYS: readonly SettableKey[] = [
  'nodeid',
  'secret',
  'binds',
  'seeds',
  'services',
  'parent',
  'monitor_timeout',
  'connect_interval',
  'framing_format',
  'auth_offer',
  'auth_accept',
  'autocork',
  'nodelay',
  'tls_required',
];

/** Lists and the word for one of their items. */
const ITEMS: readonly (readonly [ListKey, string])[] = [
  ['seeds', 'seed'],
  ['binds', 'bind'],
  ['services', 'service'],
];

/** What ours doesn't do, with what does instead. */
const REFUSED: Readonly<Record<string, string>> = {
  eval: 'Have the other node offer a port for it, and use "cal".',
  shell: 'Use "cal" and "trace".',
  restart: 'Restart the node on its own machine.',
};

const WORDS: ReadonlyMap<string, Reader> = new Map([
  ...KEYS.flatMap(keyWords),
  ...ITEMS.flatMap(([key, item]) => itemWords(key, item)),
  ['gensecret', () => ({ kind: 'generate-secret' })],
  ['gencert', () => ({ kind: 'generate-certificate' })],
  ['setcert', readCert],
  ['cert', readCert],
  ['delcert', () => ({ kind: 'delete', key: 'cert' })],
  ['profile', (rest) => ({ kind: 'profile', name: profileName(rest) })],
  ['delprofile', (rest) => ({ kind: 'delete-profile', name: profileName(rest) })],
  ['showprofile', (rest) => ({ kind: 'show-profile', name: profileName(rest) })],
  ['showconfig', readShowConfig],
  ['snd', (rest) => ({ kind: 'send', ...destinationAndMessage(rest) })],
  ['cal', (rest) => ({ kind: 'call', ...destinationAndMessage(rest) })],
  ['mon', (rest) => ({ kind: 'monitor', port: portId(rest) })],
  ['trace', (rest) => ({ kind: 'trace', node: nodeId(rest) })],
  ['run', readRun],
  ['_resolve', (rest) => ({ kind: 'resolve', address: text(rest, 'The address') })],
] satisfies (readonly [string, Reader])[] as (readonly [string, Reader])[]);

/** All words, for documents and tests. */
export const ALL_WORDS: readonly string[] = [...WORDS.keys()].sort();

/**
 * Reads a whole chain of words; nothing is done yet.
 * @throws MeshError `usage` for unknown words and missing values, and those of `checkValue`
 */
export function readWords(words: readonly Argument[]): Step[] {
  const rest = new Rest(words);
  const steps: Step[] = [];
  while (!rest.empty) steps.push(readWord(rest));
  return steps;
}

function readWord(rest: Rest): Step {
  const argument = rest.take('The word');
  const word = messageValue(argument);
  const reader = typeof word === 'string' ? WORDS.get(word) : undefined;
  if (reader && typeof word === 'string') return reader(rest, word);
  if (typeof word === 'string' && Object.hasOwn(REFUSED, word)) throw refused(word);
  // What stands here may be a secret that somebody didn't put in quotes: only a plain word is repeated.
  const shown = typeof word === 'string' && /^[a-z_]{1,20}$/.test(word) ? ` "${word}"` : '';
  throw new MeshError('usage', `There is no such word${shown}.`);
}

function refused(word: string): MeshError {
  const message = `"${word}" runs code on another node, which this program never asks for.`;
  return new MeshError('usage', message, { next: REFUSED[word] ?? '' });
}

function keyWords(key: SettableKey): [string, Reader][] {
  const set: Reader = (rest) => {
    const argument = rest.take(`The value for "${key}"`);
    return { kind: 'set', key, value: checkValue(key, fileValue(argument)) };
  };
  return [
    [`set${key}`, set],
    [key, set],
    [`del${key}`, () => ({ kind: 'delete', key })],
  ];
}

function itemWords(key: ListKey, name: string): [string, Reader][] {
  const item = (rest: Rest): Json => fileValue(rest.take(`The ${name}`));
  return [
    [`add${name}`, (rest) => ({ kind: 'add', key, item: checkItem(key, item(rest)) })],
    // Not checked: what shouldn't be in the list must be removable.
    [`del${name}`, (rest) => ({ kind: 'remove', key, item: item(rest) })],
  ];
}

function readCert(rest: Rest): Step {
  return { kind: 'read-certificate', file: text(rest, 'The name of a PEM file') };
}

function readShowConfig(rest: Rest): Step {
  const [name, ...pairs] = rest.all();
  return {
    kind: 'show-config',
    name: name ? asProfileName(name) : null,
    values: readPairs(pairs),
  };
}

/** As `configure` of the reference reads its arguments: of an odd number the first is a profile. */
function readRun(rest: Rest): Step {
  const all = rest.all();
  const first = all.length % 2 === 1 ? all.shift() : undefined;
  const values = readPairs(all);
  const { profile = null, ...others } = values;
  const name = first ? asProfileName(first) : profile;
  for (const [key, value] of Object.entries(others)) checkRunValue(key, value);
  return { kind: 'run', name: name === null ? null : String(name), values: others };
}

function checkRunValue(key: string, value: Json): void {
  const known = KEYS.find((candidate) => candidate === key);
  if (!known) throw new MeshError('usage', 'A node is configured with keys and values in turn.');
  checkValue(known, value);
}

function readPairs(pairs: readonly Argument[]): Record<string, Json> {
  const values = Object.create(null) as Record<string, Json>;
  for (let at = 0; at < pairs.length; at += 2) {
    const [key, value] = [pairs[at], pairs[at + 1]];
    if (!key || !value) throw new MeshError('usage', 'The last key has no value.');
    values[String(fileValue(key))] = fileValue(value);
  }
  return values;
}

function destinationAndMessage(rest: Rest): { to: PortId; message: Json[] } {
  return { to: portId(rest), message: rest.all().map(messageValue) };
}

function portId(rest: Rest): PortId {
  const port = text(rest, 'The port');
  if (isPortId(port)) return port;
  throw new MeshError('destination-invalid', `${JSON.stringify(port)} is no port ID.`);
}

function nodeId(rest: Rest): NodeId {
  const id = text(rest, 'The node ID');
  if (isPortId(id) && isNodeId(nodeOf(id))) return nodeOf(id);
  throw new MeshError('destination-invalid', `${JSON.stringify(id)} is no node ID.`);
}

function text(rest: Rest, what: string): string {
  const value = messageValue(rest.take(what));
  if (typeof value === 'string' && value !== '') return value;
  throw new MeshError('value-invalid', `${what} should be a text.`);
}

function profileName(rest: Rest): string {
  return asProfileName(rest.take('The name of a profile'));
}

function asProfileName(argument: Argument): string {
  const name = fileValue(argument);
  if ((typeof name === 'string' && name !== '') || typeof name === 'number') return String(name);
  throw new MeshError('value-invalid', 'The name of a profile should be a text.');
}
