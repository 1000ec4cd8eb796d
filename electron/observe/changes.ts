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

  clear(): void {
    this.#keys.clear();
  }

  /** The values that changed and the keys that are gone; forgets both. */
  take<Value>(current: ReadonlyMap<Key, Value>): { values: Value[]; gone: Key[] } {
    const values: Value[] = [];
    const gone: Key[] = [];
    for (const key of this.#keys) {
      const value = current.get(key);
      if (value === undefined) gone.push(key);
      else values.push(value);
    }
    this.#keys.clear();
    return { values, gone };
  }
}
