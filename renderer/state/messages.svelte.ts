import type { MessageView } from '../../shared/messages.ts';

/** Rows kept in the window: an hour of steady traffic, and still quick to filter while typing. */
export const MAX_ROWS = 20_000;

/**
 * The messages of this node, newest last. Rows live in plain arrays that grow in place, because copying
 * or watching 20,000 of them for every push would cost more than showing them; `#revision` says when to
 * look again.
 */
export class MessagesState {
  #rows: MessageView[] = [];
  #visible: MessageView[] = [];
  #revision = $state.raw(0);
  #system = $state.raw(false);
  #filter = $state.raw('');
  /** The filter, taken apart once and not for every row. */
  #words: readonly string[] = [];
  /** Rows up to this one are shown while paused. */
  #pausedAt = $state.raw<number | null>(null);
  #pending = $state.raw(0);
  #dropped = $state.raw(0);
  #trimmed = $state.raw(0);

  /** Rows that pass the filter. The array grows in place: read it again when `revision` changes. */
  get visible(): readonly MessageView[] {
    void this.#revision;
    return this.#visible;
  }
  /** All rows kept, shown or not. */
  get total(): number {
    void this.#revision;
    return this.#rows.length;
  }
  get revision(): number {
    return this.#revision;
  }
  /** Whether node-port and global-service traffic is shown. */
  get system(): boolean {
    return this.#system;
  }
  get filter(): string {
    return this.#filter;
  }
  get paused(): boolean {
    return this.#pausedAt !== null;
  }
  /** Rows that would be shown but wait for the end of the pause. */
  get pending(): number {
    return this.#pending;
  }
  /** Messages that nobody keeps any more. */
  get dropped(): number {
    return this.#dropped;
  }
  /** Visible rows that have gone from the front since the list was last filtered. */
  get trimmed(): number {
    return this.#trimmed;
  }

  /** Takes new rows, oldest first. Rows that are there already are left out. */
  add(rows: readonly MessageView[]): void {
    const newest = this.#rows.at(-1)?.seq ?? 0;
    const fresh = rows.filter((row) => row.seq > newest);
    if (fresh.length === 0) return;
    for (const row of fresh) this.#rows.push(row);
    const passing = fresh.filter((row) => this.#passes(row));
    if (this.#pausedAt === null) for (const row of passing) this.#visible.push(row);
    else this.#pending += passing.length;
    this.#trim();
    this.#revision += 1;
  }

  /** @param count messages that the main process has let go, in all */
  setDropped(count: number): void {
    this.#dropped = Math.max(this.#dropped, count);
  }

  setSystem(shown: boolean): void {
    this.#system = shown;
    this.#refilter();
  }

  setFilter(text: string): void {
    this.#filter = text;
    this.#words = text.toLowerCase().split(/\s+/).filter(Boolean);
    this.#refilter();
  }

  pause(): void {
    this.#pausedAt ??= this.#rows.at(-1)?.seq ?? 0;
  }

  resume(): void {
    this.#pausedAt = null;
    this.#refilter();
  }

  /**
   * The newest rows, shown or not, oldest first.
   * @param seq those after this number
   * @param most at most so many
   */
  after(seq: number, most: number): readonly MessageView[] {
    void this.#revision;
    const rows = this.#rows;
    let first = rows.length;
    while (first > 0 && rows.length - first < most && (rows[first - 1]?.seq ?? 0) > seq) first -= 1;
    return rows.slice(first);
  }
  /** Number of the newest row; 0 = none. */
  get newest(): number {
    void this.#revision;
    return this.#rows.at(-1)?.seq ?? 0;
  }

  /** The row of that number, when it is still kept. */
  row(seq: number): MessageView | undefined {
    void this.#revision;
    const rows = this.#rows;
    let low = 0;
    let high = rows.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const row = rows[middle] as MessageView;
      if (row.seq === seq) return row;
      if (row.seq < seq) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  /** Forgets all rows: another session begins. What the person has set stays. */
  clear(): void {
    this.#rows = [];
    this.#dropped = 0;
    this.#pausedAt = null;
    this.#refilter();
  }

  #trim(): void {
    const excess = this.#rows.length - MAX_ROWS;
    if (excess <= 0) return;
    this.#rows.splice(0, excess);
    this.#dropped = Math.max(this.#dropped, (this.#rows[0]?.seq ?? 1) - 1);
    // While paused the rows on the screen stay, even those that are no longer kept.
    if (this.#pausedAt !== null) return;
    const first = this.#rows[0]?.seq ?? 0;
    let gone = 0;
    while (gone < this.#visible.length && (this.#visible[gone] as MessageView).seq < first) gone++;
    if (gone > 0) this.#visible.splice(0, gone);
    this.#trimmed += gone;
  }

  #refilter(): void {
    const end = this.#pausedAt ?? Infinity;
    const passing = this.#rows.filter((row) => this.#passes(row));
    this.#visible = passing.filter((row) => row.seq <= end);
    this.#pending = passing.length - this.#visible.length;
    this.#trimmed = 0;
    this.#revision += 1;
  }

  #passes(row: MessageView): boolean {
    if (row.system && !this.#system) return false;
    return this.#words.every((word) => contains(row, word));
  }
}

/** Plain text search over what a row shows. */
function contains(row: MessageView, word: string): boolean {
  return (
    row.preview.toLowerCase().includes(word) ||
    row.peer.toLowerCase().includes(word) ||
    row.port.toLowerCase().includes(word) ||
    (row.tag?.toLowerCase().includes(word) ?? false)
  );
}

export const messages = new MessagesState();
