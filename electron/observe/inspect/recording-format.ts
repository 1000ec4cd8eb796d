/** The file format of recordings; docs/recordings.md describes it. */
import { MeshError } from '../../../shared/errors.ts';
import type { NodeId } from '../../../shared/ids.ts';
import { isNodeId, MAX_PORT_ID_LENGTH } from '../../../shared/ids.ts';
import type { Json, Message } from '../../../shared/json.ts';
import type { KeptMessage, Pair } from './kept.ts';
import { textOf } from './kept.ts';

export const RECORDING_FORMAT = 'meshdeck-recording';
export const RECORDING_VERSION = 1;

/** Deepest nesting of a message, as in frames. */
const MAX_DEPTH = 512;
/** Latest time that has a date. */
const MAX_TIME = 8.64e15;

/** The first line. */
export interface RecordingHeader {
  /** The node whose messages these are. */
  node: NodeId;
  profile: string;
  /** Unix ms. */
  started: number;
  /** Version of the program that wrote it. */
  program: string;
}

/** A message as it stands in a file. */
export interface RecordedMessage {
  seq: number;
  at: number;
  direction: 'in' | 'out';
  peer: NodeId;
  port: string;
  size: number;
  system: boolean;
  replyTo: Pair | null;
  message: Message;
}

/** What a line after the first says. */
export type RecordingLine =
  | { kind: 'message'; message: RecordedMessage }
  /** Messages passed too fast to be written. */
  | { kind: 'skipped'; count: number }
  /** The recording was ended in good order. */
  | { kind: 'end' };

export function headerLine({ node, profile, started, program }: RecordingHeader): string {
  const format = { format: RECORDING_FORMAT, version: RECORDING_VERSION };
  return `${JSON.stringify({ ...format, node, profile, started, program })}\n`;
}

/** A message as one object of JSON, without a line end. */
export function messageJson(kept: KeptMessage): string {
  const { seq, at, direction: dir, peer, port, size, system, replyTo } = kept;
  const facts = JSON.stringify({
    seq,
    at,
    dir,
    peer,
    port,
    size,
    ...(system && { system }),
    ...(replyTo && { replyTo }),
  });
  // The content is text already, in most cases.
  return `${facts.slice(0, -1)},"message":${textOf(kept)}}`;
}

export function skippedLine(count: number): string {
  return `${JSON.stringify({ skipped: count })}\n`;
}

export function endLine(reason: string, messages: number): string {
  return `${JSON.stringify({ end: reason, messages })}\n`;
}

/**
 * Reads the first line.
 * @throws MeshError `recording-invalid`, `recording-version`
 */
export function parseHeader(text: string): RecordingHeader {
  const header = objectOf(text);
  if (header?.['format'] !== RECORDING_FORMAT) {
    throw new MeshError('recording-invalid', 'This file is not a recording of Meshdeck.');
  }
  const { version, node, profile, started, program } = header;
  if (version !== RECORDING_VERSION) {
    const shown = JSON.stringify(version ?? null).slice(0, 20);
    throw new MeshError(
      'recording-version',
      `The recording has version ${shown}; this program reads version ${RECORDING_VERSION}.`,
    );
  }
  if (!isNodeId(node) || !isTime(started)) {
    throw new MeshError('recording-invalid', 'The first line of the recording is damaged.');
  }
  return { node, started, profile: textOr(profile), program: textOr(program) };
}

/** Reads a line after the first; `null` when it is damaged. Lines with unknown meaning count as such. */
export function parseLine(text: string): RecordingLine | null {
  const line = objectOf(text);
  if (!line) return null;
  if (isCount(line['skipped'])) return { kind: 'skipped', count: line['skipped'] };
  if (typeof line['end'] === 'string') return { kind: 'end' };
  const message = messageOf(line);
  return message && { kind: 'message', message };
}

function messageOf(line: { [key: string]: Json }): RecordedMessage | null {
  const { seq, at, dir, peer, port, size, message } = line;
  if (!isCount(seq) || !isTime(at) || !isCount(size) || !isNodeId(peer)) return null;
  if (dir !== 'in' && dir !== 'out') return null;
  if (typeof port !== 'string' || !Array.isArray(message) || !isShallow(message, 1)) return null;
  return {
    seq,
    at,
    direction: dir,
    peer,
    port: port.slice(0, MAX_PORT_ID_LENGTH),
    size,
    system: line['system'] === true,
    replyTo: pairOf(line['replyTo']),
    message,
  };
}

function pairOf(value: Json | undefined): Pair | null {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null;
  const { seq, latency } = value;
  return isCount(seq) && isTime(latency) ? { seq, latency } : null;
}

function objectOf(text: string): { [key: string]: Json } | null {
  try {
    const value = JSON.parse(text) as Json;
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function isShallow(value: Json, depth: number): boolean {
  if (value === null || typeof value !== 'object') return true;
  if (depth > MAX_DEPTH) return false;
  for (const key in value) {
    if (!isShallow((value as { [key: string]: Json })[key] as Json, depth + 1)) return false;
  }
  return true;
}

function isCount(value: Json | undefined): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isTime(value: Json | undefined): value is number {
  return typeof value === 'number' && value >= 0 && value <= MAX_TIME;
}

function textOr(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
