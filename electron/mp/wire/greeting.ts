import { isUtf8 } from 'node:buffer';
import { MeshError } from '../../../shared/errors.ts';
import { isNodeId, type NodeId } from '../../../shared/ids.ts';

/** The only version there is of dialect 1. */
export const PROTOCOL_VERSION = '1';

/** First line of a connection, as its sender means it (protocol section 2). */
export interface Greeting {
  nodeId: NodeId;
  /** Auth methods its sender accepts, in order of preference. */
  auths: readonly string[];
  /** Framings its sender can read, in order of preference. */
  framings: readonly string[];
  /** `provider`, `peeraddr`, `tls` … Unknown keys are kept. */
  keys: ReadonlyMap<string, string>;
}

/**
 * The greeting as one line without line end, one character an octet (latin1): exactly these octets
 * enter the digests.
 */
export function formatGreeting(greeting: Greeting): string {
  const keys = [...greeting.keys].map(([key, value]) => `;${key}=${escapeValue(value)}`);
  const fields = [
    'aemp',
    PROTOCOL_VERSION,
    greeting.nodeId,
    greeting.auths.join(','),
    greeting.framings.join(','),
  ];
  return toOctets(fields.join(';') + keys.join(''));
}

/**
 * Reads a greeting line.
 * @param line one character an octet, without line end
 * @throws MeshError `not-aemp`, `version-mismatch`, `greeting-invalid`
 */
export function parseGreeting(line: string): Greeting {
  const [protocol, version, nodeId, auths, framings, ...pairs] = line.split(';');
  if (protocol !== 'aemp') {
    throw new MeshError(
      'not-aemp',
      `The other side greets with ${excerpt(line)}, not with "aemp".`,
    );
  }
  // Exactly "1": the reference compares numbers and would take "1abc".
  if (version !== PROTOCOL_VERSION) {
    throw new MeshError(
      'version-mismatch',
      `The other side speaks version ${excerpt(version ?? '')} of the protocol, this node version 1.`,
    );
  }
  if (nodeId === undefined || auths === undefined || framings === undefined) {
    throw new MeshError('greeting-invalid', `The greeting ${excerpt(line)} is not complete.`);
  }
  const id = fromOctets(nodeId);
  if (!isNodeId(id)) {
    throw new MeshError(
      'greeting-invalid',
      `The other side calls itself ${excerpt(nodeId)}, which is no node ID.`,
      { next: 'Give that node an ID of 1 to 255 printable characters without "#" and ";".' },
    );
  }
  return {
    nodeId: id,
    auths: list(auths),
    framings: list(framings),
    keys: new Map(pairs.map(pair)),
  };
}

/** Methods or framings kept of a greeting for people to look at: more than anybody has. */
export const MAX_OFFERED_WORDS = 20;

/** What a method or framing is called: printable ASCII, at most as long as any real one. */
const OFFERED_WORD = /^[\x21-\x7e]{1,40}$/;

/**
 * What a peer's greeting lists as accepted, fit to be shown: strangers choose the words.
 * @returns the words in their order, at most {@link MAX_OFFERED_WORDS}; what is no word is left out
 */
export function offeredWords(words: readonly string[]): string[] {
  return words.filter((word) => OFFERED_WORD.test(word)).slice(0, MAX_OFFERED_WORDS);
}

/** A short, quoted, printable form of octets that came from a stranger. */
export function excerpt(octets: string): string {
  const head = octets.slice(0, 40).replace(/[^\u0020-\u007e]/g, escapeOctet);
  return `"${head}${octets.length > 40 ? '…' : ''}"`;
}

function escapeOctet(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

function list(text: string): string[] {
  return text.split(',').filter((item) => item !== '');
}

function pair(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 0) return [text, ''];
  return [text.slice(0, at), unescapeValue(text.slice(at + 1))];
}

function escapeValue(value: string): string {
  return value.replace(/[%;]/g, (character) => (character === '%' ? '%25' : '%3b'));
}

function unescapeValue(value: string): string {
  return value.replace(/%(25|3b)/gi, (code) => (code === '%25' ? '%' : ';'));
}

/** Text to octets, one character each. */
function toOctets(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** The reference sends octets as they are: UTF-8 where they are UTF-8, else Latin-1. */
function fromOctets(octets: string): string {
  const bytes = Buffer.from(octets, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : octets;
}
