import type { Clock } from '../../../shared/clock.ts';
import { errorView } from '../../../shared/errors.ts';
import type { Guard } from '../../../shared/guard.ts';
import type { RecordingView } from '../../../shared/messages.ts';
import type { MessageLog } from '../messages.ts';
import type { Sieve } from './filtering.ts';
import type { OutputFile } from './output-file.ts';
import type { Pace } from './pace.ts';
import type { RecordingHeader } from './recording-format.ts';
import { endLine, headerLine, messageJson, skippedLine } from './recording-format.ts';

/** Time between two looks at what came, ms: short, so that little is lost when the machine stops. */
export const RECORD_INTERVAL = 100;
/** Characters handed to the disk at once. */
const BLOCK_LENGTH = 256 * 1024;
/** Octets kept free for the last line. */
const END_ROOM = 100;

/** Why a recording ends by itself, or is ended. */
export type RecordingEnd = 'stopped' | 'size' | 'time' | 'session';

export interface RecorderOptions {
  log: Pick<MessageLog, 'ring' | 'onEnd'>;
  sieve: Sieve;
  header: RecordingHeader;
  file: OutputFile;
  path: string;
  maxOctets: number | null;
  maxDuration: number | null;
  clock: Clock;
  pace: Pace;
  /** Called when {@link Recorder.view} changed. */
  onChange: () => void;
}

/**
 * Writes what passes to a file, from now on. It reads from the ring, which so is its buffer: when the disk
 * can't follow, the ring drops what was not written yet, and the file and the view say how much.
 */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #guards: Guard[] = [];
  #view: RecordingView;
  #cursor: number;
  #text = '';
  #octets = 0;
  #messages = 0;
  #skipped = 0;
  #timer: Guard | null = null;
  #work: Promise<void>;
  #ending: Promise<void> | null = null;
  /** The size allows no more. */
  #full = false;

  constructor(options: RecorderOptions) {
    this.#options = options;
    const { log, clock, path, maxOctets, maxDuration, header } = options;
    this.#cursor = log.ring.next;
    this.#view = {
      path,
      since: header.started,
      messages: 0,
      skipped: 0,
      octets: 0,
      maxOctets,
      maxDuration,
      ended: null,
    };
    this.#guards.push(log.onEnd(() => void this.end('session')));
    if (maxDuration !== null) {
      this.#guards.push(clock.after(maxDuration, () => void this.end('time')));
    }
    this.#put(headerLine(header));
    this.#work = this.#cycle();
  }

  /** A new object whenever something changed. */
  get view(): RecordingView {
    return this.#view;
  }

  /** Writes what came until now, and closes the file. Never rejects: the view says what happened. */
  end(reason: RecordingEnd): Promise<void> {
    return (this.#ending ??= this.#end(reason));
  }

  async #end(reason: RecordingEnd): Promise<void> {
    const last = this.#options.log.ring.next;
    for (const guard of [...this.#guards, this.#timer]) guard?.dispose();
    await this.#work;
    if (this.#view.ended) return;
    try {
      await this.#drain(last);
      this.#put(endLine(this.#full ? 'size' : reason, this.#messages));
      await this.#flush();
      await this.#options.file.finish();
      this.#tell(this.#full ? 'size' : reason);
    } catch (error) {
      await this.#fail(error);
    }
  }

  /** One look at what came; the next follows after a while. */
  async #cycle(): Promise<void> {
    try {
      await this.#drain(this.#options.log.ring.next);
      await this.#flush();
    } catch (error) {
      return this.#fail(error);
    }
    this.#tell(null);
    if (this.#ending) return;
    if (this.#full) void this.end('size');
    else {
      this.#timer = this.#options.clock.after(
        RECORD_INTERVAL,
        () => void (this.#work = this.#cycle()),
      );
    }
  }

  /** Takes all messages before `until`. */
  async #drain(until: number): Promise<void> {
    const { pace } = this.#options;
    pace.begin();
    while (this.#cursor < until && !this.#full) {
      this.#takeNext();
      if (this.#text.length >= BLOCK_LENGTH) await this.#flush();
      if (pace.due()) await pace.rest();
    }
  }

  #takeNext(): void {
    const { log, sieve } = this.#options;
    const seq = log.ring.nextKept(this.#cursor);
    if (seq > this.#cursor) {
      this.#skipped += seq - this.#cursor;
      this.#put(skippedLine(seq - this.#cursor));
    }
    this.#cursor = seq + 1;
    const kept = log.ring.get(seq);
    if (kept && sieve.passes(kept) && this.#put(`${messageJson(kept)}\n`)) this.#messages += 1;
  }

  /** @returns false when the size allows no more */
  #put(line: string): boolean {
    const octets = Buffer.byteLength(line);
    const { maxOctets } = this.#options;
    const room = line.startsWith('{"end"') ? 0 : END_ROOM;
    if (maxOctets !== null && this.#octets + octets + room > maxOctets) {
      this.#full = true;
      return false;
    }
    this.#text += line;
    this.#octets += octets;
    return true;
  }

  async #flush(): Promise<void> {
    const text = this.#text;
    this.#text = '';
    if (text !== '') await this.#options.file.write(text);
  }

  async #fail(error: unknown): Promise<void> {
    for (const guard of [...this.#guards, this.#timer]) guard?.dispose();
    await this.#options.file.abandon();
    this.#tell(errorView(error));
  }

  #tell(ended: RecordingView['ended']): void {
    const counts = { messages: this.#messages, skipped: this.#skipped, octets: this.#octets };
    const before = this.#view;
    if (before.octets === counts.octets && ended === before.ended) return;
    this.#view = { ...before, ...counts, ended };
    this.#options.onChange();
  }
}
