/** How much may be told at once. */
export interface Room<Value> {
  /** What all values together may cost; one is always told. */
  limit: number;
  cost: (value: Value) => number;
}

/**
 * Remembers which keys changed since somebody last asked, so that a push carries only those.
 * The values stay where they are: what is told is always their latest state.
 */
export class Changes<Key> {
  readonly #keys = new Set<Key>();

  get empty(): boolean {
    return this.#keys.size === 0;
  }

  add(key: Key): void {
    this.#keys.add(key);
  }

  /** Begins anew: everything that there is has to be told, nothing else. */
  rewind(current: ReadonlyMap<Key, unknown>): void {
    this.#keys.clear();
    for (const key of current.keys()) this.#keys.add(key);
  }

  /** Values that changed and keys that are gone, as many as there is room for; forgets them. */
  take<Value>(
    current: ReadonlyMap<Key, Value>,
    room: Room<Value>,
  ): { values: Value[]; gone: Key[] } {
    const values: Value[] = [];
    const gone: Key[] = [];
    let left = room.limit;
    for (const key of this.#keys) {
      if (left <= 0) break;
      this.#keys.delete(key);
      const value = current.get(key);
      if (value === undefined) gone.push(key);
      else {
        values.push(value);
        left -= room.cost(value);
      }
    }
    return { values, gone };
  }
}
