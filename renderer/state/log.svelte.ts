import type { LogEntry, LogLevel } from '../../shared/contract.ts';

/** Entries kept in the window. */
export const MAX_ENTRIES = 5_000;

/** From what matters most to what matters least. */
export const LOG_LEVELS: readonly LogLevel[] = ['error', 'warning', 'info', 'debug'];

/** What happened, newest last. It outlives sessions: it tells why the last one ended. */
export class LogState {
  #entries = $state.raw<readonly LogEntry[]>([]);
  #level = $state.raw<LogLevel>('info');
  #filter = $state.raw('');
  #visible = $derived(
    this.#entries.filter((entry) => atLeast(entry.level, this.#level) && has(entry, this.#filter)),
  );
  /** Entries up to this one were on the screen. */
  #seen = $state.raw(-1);
  #unseenErrors = $derived(
    this.#entries.filter(({ level, seq }) => level === 'error' && seq > this.#seen).length,
  );

  get entries(): readonly LogEntry[] {
    return this.#entries;
  }
  /** Entries of the chosen level and above that hold the text looked for. */
  get visible(): readonly LogEntry[] {
    return this.#visible;
  }
  get level(): LogLevel {
    return this.#level;
  }
  get filter(): string {
    return this.#filter;
  }
  /** Errors since somebody last looked at the log. */
  get unseenErrors(): number {
    return this.#unseenErrors;
  }

  /** Takes new entries, oldest first. Entries that are there already are left out. */
  add(entries: readonly LogEntry[]): void {
    const newest = this.#entries.at(-1)?.seq ?? -1;
    const fresh = entries.filter((entry) => entry.seq > newest);
    if (fresh.length > 0) this.#entries = [...this.#entries, ...fresh].slice(-MAX_ENTRIES);
  }

  /** Somebody looks at the log now. */
  markSeen(): void {
    this.#seen = this.#entries.at(-1)?.seq ?? this.#seen;
  }

  setLevel(level: LogLevel): void {
    this.#level = level;
  }

  setFilter(text: string): void {
    this.#filter = text;
  }
}

function atLeast(level: LogLevel, wanted: LogLevel): boolean {
  return LOG_LEVELS.indexOf(level) <= LOG_LEVELS.indexOf(wanted);
}

function has(entry: LogEntry, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return true;
  return [entry.text, entry.next ?? '', entry.peer ?? '', entry.code ?? ''].some((part) =>
    part.toLowerCase().includes(wanted),
  );
}

export const log = new LogState();
