import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { MeshError } from '../../../shared/errors.ts';
import { tagOf } from '../../../shared/ids.ts';
import type { NodeId } from '../../../shared/ids.ts';
import { PREVIEW_LENGTH } from '../../../shared/messages.ts';
import type { MessageLimits } from '../message-ring.ts';
import { lowerBound, MessageRing } from '../message-ring.ts';
import type { KeptMessage, Pair } from './kept.ts';
import { MAX_TEXT_LENGTH } from './kept.ts';
import type { Line } from './line-reader.ts';
import { readLines } from './line-reader.ts';
import { memoryOf } from './memory.ts';
import type { Pace } from './pace.ts';
import type { RecordedMessage, RecordingHeader } from './recording-format.ts';
import { parseHeader, parseLine } from './recording-format.ts';
import type { MessageStore } from './store.ts';
import { Words } from './words.ts';

// Opening a named pipe must not wait for its writer. Windows has no such flag.
const READ_FLAGS = constants.O_RDONLY | ((constants.O_NONBLOCK as number | undefined) ?? 0);

/** A recording in memory, to be looked at like the messages of a running node. */
export class Recording implements MessageStore {
  readonly self: NodeId;
  readonly header: RecordingHeader;
  readonly ring: MessageRing;
  /** What was wrong with the file; one sentence each. */
  readonly notes: readonly string[];

  constructor(header: RecordingHeader, ring: MessageRing, notes: readonly string[]) {
    this.self = header.node;
    this.header = header;
    this.ring = ring;
    this.notes = notes;
  }
}

/**
 * Reads a recording, as much of it as fits. Whatever is wrong after the first line costs only what is
 * damaged.
 * @param limits how much is kept; the rest of the file is not read
 * @throws MeshError `file-unreadable`, `recording-invalid`, `recording-version`
 */
export async function readRecording(
  path: string,
  limits: MessageLimits,
  pace: Pace,
): Promise<Recording> {
  const handle = await openRegular(path);
  try {
    const builder = new RecordingBuilder(limits);
    pace.begin();
    reading: for await (const lines of readLines(handle)) {
      for (const line of lines) {
        if (!builder.take(line)) break reading;
        if (pace.due()) await pace.rest();
      }
    }
    return builder.finish();
  } catch (error) {
    if (error instanceof MeshError) throw error;
    throw unreadable(path, error);
  } finally {
    await handle.close();
  }
}

/** Puts a recording together, line by line. */
class RecordingBuilder {
  readonly #ring: MessageRing;
  readonly #words = new Words();
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  /** Numbers in the file of the messages kept, in order. */
  readonly #seqs: number[] = [];
  #header: RecordingHeader | null = null;
  #lines = 0;
  #damaged = 0;
  #firstDamaged = 0;
  #skipped = 0;
  #complete = false;
  #cut = false;
  #full = false;

  constructor(limits: MessageLimits) {
    this.#ring = new MessageRing(limits);
  }

  /** @returns false when no more fits */
  take({ octets, ended }: Line): boolean {
    this.#lines += 1;
    const text = this.#decode(octets);
    if (!this.#header) {
      this.#header = parseHeader(text ?? '');
      return true;
    }
    if (text?.trim() === '') return true;
    const line = text === null ? null : parseLine(text);
    if (line?.kind === 'skipped') this.#skipped += line.count;
    else if (line?.kind === 'end') this.#complete = true;
    else if (!line || !this.#add(line.message)) this.#damage(ended);
    return !this.#full;
  }

  finish(): Recording {
    const header = this.#header ?? parseHeader('');
    return new Recording(header, this.#ring, this.#notes());
  }

  #damage(ended: boolean): void {
    if (this.#full) return;
    if (!ended) {
      this.#cut = true;
      return;
    }
    this.#damaged += 1;
    this.#firstDamaged ||= this.#lines;
  }

  /** @returns false when it doesn't fit: in its place, or at all */
  #add(recorded: RecordedMessage): boolean {
    if (recorded.seq <= (this.#seqs.at(-1) ?? -1)) return false;
    const kept = this.#keep(recorded);
    if (!this.#ring.hasRoomFor(kept)) {
      this.#full = true;
      return false;
    }
    this.#ring.add(kept);
    this.#seqs.push(recorded.seq);
    const request = kept.replyTo && this.#ring.get(kept.replyTo.seq);
    if (request && kept.replyTo) {
      request.answeredBy ??= { seq: kept.seq, latency: kept.replyTo.latency };
    }
    return true;
  }

  #keep({ message, ...recorded }: RecordedMessage): KeptMessage {
    const content = recorded.size > MAX_TEXT_LENGTH ? message : JSON.stringify(message);
    const tag = tagOf(message)?.slice(0, PREVIEW_LENGTH) ?? null;
    const port = this.#words.one(recorded.port);
    return {
      seq: this.#ring.next,
      at: recorded.at,
      direction: recorded.direction,
      peer: this.#words.one(recorded.peer) as NodeId,
      port,
      tag: tag === null ? null : this.#words.one(tag),
      size: recorded.size,
      memory: memoryOf({ content, port }),
      system: recorded.system,
      content,
      replyTo: this.#here(recorded.replyTo),
      answeredBy: null,
      marked: false,
    };
  }

  /** A request by its number in here; `null` when it was not recorded. */
  #here(pair: Pair | null): Pair | null {
    if (!pair) return null;
    const index = lowerBound(this.#seqs, pair.seq);
    return this.#seqs[index] === pair.seq ? { seq: index + 1, latency: pair.latency } : null;
  }

  #decode(octets: Uint8Array | null): string | null {
    try {
      return octets && this.#decoder.decode(octets);
    } catch {
      return null;
    }
  }

  #notes(): string[] {
    const notes: string[] = [];
    if (this.#skipped > 0) {
      notes.push(
        `While it was recorded, ${count(this.#skipped)} messages came too fast for the disk.`,
      );
    }
    if (this.#damaged > 0) {
      const lines = this.#damaged === 1 ? 'One line is' : `${count(this.#damaged)} lines are`;
      notes.push(`${lines} damaged and left out, the first is line ${count(this.#firstDamaged)}.`);
    }
    if (this.#cut) notes.push('The last line is cut; it is left out.');
    if (this.#full) {
      const kept = count(this.#seqs.length);
      notes.push(`Only the first ${kept} messages fit; the rest of the file was not read.`);
    } else if (!this.#complete) {
      notes.push('The end is missing: the recording was interrupted, or the file is cut.');
    }
    return notes;
  }
}

async function openRegular(path: string): Promise<FileHandle> {
  try {
    const handle = await open(path, READ_FLAGS);
    if ((await handle.stat()).isFile()) return handle;
    await handle.close();
  } catch (error) {
    throw unreadable(path, error);
  }
  throw unreadable(path, new Error('it is not a regular file'));
}

function unreadable(path: string, cause: unknown): MeshError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new MeshError('file-unreadable', `${path} can't be read: ${why}.`, {
    next: 'Choose a recording that you may read.',
    cause,
  });
}

function count(value: number): string {
  return value.toLocaleString('en');
}
