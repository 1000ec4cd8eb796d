/** Ascending numbers of messages, growing and shrinking at both ends; eight octets each. */
export class SeqDeque {
  #ring = new Float64Array(64);
  /** Index of the first in the ring. */
  #head = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** @param index 0 ≤ index < length */
  at(index: number): number {
    return this.#ring[(this.#head + index) & (this.#ring.length - 1)] as number;
  }

  pushBack(seq: number): void {
    this.#grow();
    this.#length += 1;
    this.#set(this.#length - 1, seq);
  }

  pushFront(seq: number): void {
    this.#grow();
    this.#head = (this.#head - 1) & (this.#ring.length - 1);
    this.#length += 1;
    this.#set(0, seq);
  }

  /** Removes the first. */
  shift(): number {
    const seq = this.at(0);
    this.#head = (this.#head + 1) & (this.#ring.length - 1);
    this.#length -= 1;
    return seq;
  }

  /** Puts `seq` before what is at `index`; the rest moves back. */
  insert(index: number, seq: number): void {
    this.pushBack(seq);
    for (let i = this.#length - 1; i > index; i--) this.#set(i, this.at(i - 1));
    this.#set(index, seq);
  }

  /** Takes away what is at `index`; the rest moves up. */
  remove(index: number): void {
    for (let i = index; i < this.#length - 1; i++) this.#set(i, this.at(i + 1));
    this.#length -= 1;
  }

  /** Index of the first that is not less than `seq`. */
  lowerBound(seq: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.at(middle) < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #set(index: number, seq: number): void {
    this.#ring[(this.#head + index) & (this.#ring.length - 1)] = seq;
  }

  /** Makes room for one more; the size stays a power of two. */
  #grow(): void {
    if (this.#length < this.#ring.length) return;
    const grown = new Float64Array(this.#ring.length * 2);
    for (let i = 0; i < this.#length; i++) grown[i] = this.at(i);
    this.#ring = grown;
    this.#head = 0;
  }
}
