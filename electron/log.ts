import type { Clock } from '../shared/clock.ts';
import type { LogEntry, LogLevel, Push } from '../shared/contract.ts';
import type { MeshError } from '../shared/errors.ts';
import type { PushPart } from './ipc/publisher.ts';

/** Entries kept for a window that opens later. */
export const MAX_LOG_ENTRIES = 2_000;
/** Most entries told at once. */
export const MAX_ENTRIES_PER_PUSH = 200;
/** Longest text of an entry, in characters: peers can make us repeat what they sent. */
const MAX_TEXT_LENGTH = 2_000;

export interface LogFacts {
  /** The node or address that it is about. */
  peer?: string | null;
  /** Gives the entry its code and its next step. */
  error?: MeshError | null;
}

/** What happened, for the window and for stderr. */
export class Log implements PushPart {
  readonly #clock: Clock;
  readonly #write: (line: string) => void;
  readonly #onChange: () => void;
  #entries: LogEntry[] = [];
  #next = 1;
  #cursor = 1;

  /** @param write writes a line to stderr */
  constructor(clock: Clock, write: (line: string) => void, onChange: () => void) {
    this.#clock = clock;
    this.#write = write;
    this.#onChange = onChange;
  }

  add(level: LogLevel, text: string, { peer = null, error = null }: LogFacts = {}): void {
    const entry: LogEntry = {
      seq: this.#next++,
      at: this.#clock.now(),
      level,
      code: error?.code ?? null,
      text: text.slice(0, MAX_TEXT_LENGTH),
      next: error?.next ?? null,
      peer,
    };
    this.#entries.push(entry);
    // In steps, because moving a long array for every entry would be slow.
    if (this.#entries.length >= MAX_LOG_ENTRIES * 2) {
      this.#entries = this.#entries.slice(-MAX_LOG_ENTRIES);
    }
    if (level !== 'debug') this.#write(lineFor(entry));
    this.#onChange();
  }

  takeAll(): Push {
    this.#cursor = this.#next;
    return { log: this.#entries.slice(-MAX_LOG_ENTRIES) };
  }

  takeChange(): Push {
    const waiting = this.#next - this.#cursor;
    if (waiting === 0) return {};
    const from = Math.max(this.#entries.length - waiting, 0);
    const log = this.#entries.slice(from, from + MAX_ENTRIES_PER_PUSH);
    this.#cursor = (log.at(-1)?.seq ?? this.#next - 1) + 1;
    return { log };
  }
}

function lineFor({ level, text, next, peer }: LogEntry): string {
  const about = peer === null || text.includes(peer) ? '' : ` (${peer})`;
  const step = next === null ? '' : ` Next step: ${next}`;
  return `meshdeck: ${level === 'info' ? '' : `${level}: `}${printable(text + about + step)}`;
}

// eslint-disable-next-line no-control-regex -- control characters are just what is looked for
const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f-\u009f]/g;

/** Text from the network must not steer the terminal. */
function printable(text: string): string {
  return text.replace(CONTROL_CHARACTERS, (character) => {
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
}
