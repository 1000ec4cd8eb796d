/** Words remembered; names of ports and tags of a network are far fewer. */
export const MAX_WORDS = 5_000;
/** Longer ones are rarely the same twice. */
const MAX_WORD_LENGTH = 100;

/** Makes equal texts one, so that a hundred thousand messages to a port don't hold its name as often. */
export class Words {
  readonly #words = new Map<string, string>();

  /** The text that stands for all that equal `word`. */
  one(word: string): string {
    const known = this.#words.get(word);
    if (known !== undefined) return known;
    if (word.length > MAX_WORD_LENGTH) return word;
    // Reply ports have a name each: begun anew, the lasting names are soon back.
    if (this.#words.size >= MAX_WORDS) this.#words.clear();
    this.#words.set(word, word);
    return word;
  }
}
