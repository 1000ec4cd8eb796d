import type { MessageSource } from '../../shared/messages.ts';
import { MAX_TEXT_PART } from '../../shared/messages.ts';
import type { DiffLine } from '../../shared/diff-line.ts';
import { MeshError } from '../../shared/errors.ts';
import { request } from './client.ts';
import { count } from './format.ts';
import { diffLines } from './line-diff.ts';
import type { MessageKey } from './message-tree.svelte.ts';
import { Task } from './task.svelte.ts';

/** Two messages side by side. */
export interface Comparison {
  one: MessageKey;
  other: MessageKey;
  lines: readonly DiffLine[];
  /** One of them is longer than what was compared. */
  cut: boolean;
}

/** The difference of two messages: one is chosen, then the other. */
class CompareState {
  readonly task = new Task();
  /** Waits for a second one. */
  #first = $state.raw<MessageKey | null>(null);
  #result = $state.raw<Comparison | null>(null);

  get first(): MessageKey | null {
    return this.#first;
  }
  get result(): Comparison | null {
    return this.#result;
  }

  /** The next message that is selected is compared with this one. */
  choose(first: MessageKey | null): void {
    this.#first = first;
  }

  /** Shows the difference between two messages; they may be of different sources. */
  async show(one: MessageKey, other: MessageKey): Promise<void> {
    this.#first = null;
    await this.task.run(async () => {
      const [before, after] = await Promise.all([textOf(one), textOf(other)]);
      const lines = diffLines(before.text, after.text);
      this.#result = { one, other, lines, cut: before.cut || after.cut };
    });
  }

  close(): void {
    this.#result = null;
  }
}

async function textOf(key: MessageKey): Promise<{ text: string; cut: boolean }> {
  const part = { path: null, from: 0, length: MAX_TEXT_PART };
  const answer = await request('message.text', { ...key, ...part });
  if (answer) return { text: answer.text, cut: answer.length > answer.text.length };
  throw new MeshError('not-open', `Message ${count(key.seq)} is no longer kept.`, {
    next: 'Choose another one.',
  });
}

/** Whether two keys name the same message. */
export function sameMessage(one: MessageKey, other: MessageKey): boolean {
  return one.seq === other.seq && sourceName(one.source) === sourceName(other.source);
}

function sourceName(source: MessageSource): string {
  return source === 'live' ? source : `recording ${source.recording}`;
}

export const compare = new CompareState();
