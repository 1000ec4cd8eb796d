import { MeshError } from '../../../shared/errors.ts';
import type { Filter, FilterRecord } from '../../../shared/filter.ts';
import { parseFilter } from '../../../shared/filter.ts';
import type { Test } from '../../../shared/filter/compile.ts';
import { compile } from '../../../shared/filter/compile.ts';
import type { FilterNode } from '../../../shared/filter/syntax.ts';
import type { Message } from '../../../shared/json.ts';
import { PREVIEW_LENGTH } from '../../../shared/messages.ts';
import type { KeptMessage } from './kept.ts';
import { messageOf } from './kept.ts';
import type { MessageStore } from './store.ts';

/** Which messages are wanted. */
export interface Selection {
  /** As in docs/filters.md; `''` = all. */
  filter: string;
  /** Node-port and global-service traffic too. */
  system: boolean;
}

/** A selection that was understood. Every user has its own: it keeps what it looks at last. */
export class Sieve {
  readonly filter: Filter;
  readonly #system: boolean;
  readonly #record = new FilterableMessage();
  /** Texts that a message must contain to pass, in lower case: looked for before it is parsed. */
  readonly #needed: readonly string[];
  /** The conditions that a row decides; `null` = none. Most messages need not be parsed then. */
  readonly #row: Test | null;
  readonly #rowDecides: boolean;

  /**
   * @param now Unix ms, what times in the filter refer to
   * @throws MeshError `filter-invalid` with the place, `from` … `to`, in `detail`
   */
  constructor({ filter, system }: Selection, now: number) {
    const parsed = parseFilter(filter, { now });
    if (!parsed.ok) {
      const { message, from, to } = parsed.error;
      throw new MeshError('filter-invalid', message, { detail: { from, to } });
    }
    this.filter = parsed.filter;
    this.#system = system;
    const { node } = parsed.filter;
    this.#needed = neededTexts(node);
    const row = rowConditions(node);
    this.#row = row && compile(row);
    this.#rowDecides = row === node;
  }

  passes(kept: KeptMessage): boolean {
    if (kept.system && !this.#system) return false;
    if (!this.#needed.every((text) => mayContain(kept, text))) return false;
    if (this.#row && isTagWhole(kept)) {
      this.#record.hold(kept, [kept.tag]);
      const fits = this.#row(this.#record);
      if (!fits || this.#rowDecides) return fits;
    }
    this.#record.hold(kept, null);
    const passes = this.filter.test(this.#record);
    this.#record.release();
    return passes;
  }
}

/** Characters that JSON writes differently than they are: a text with one of them can't be looked for so. */
// eslint-disable-next-line no-control-regex -- control characters are just what is looked for
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

/** The part of a filter that must hold, and that needs nothing of a message but its row; `null` = none. */
function rowConditions(node: FilterNode): FilterNode | null {
  if (isOfRow(node)) return node;
  if (node.kind !== 'and') return null;
  const items = node.items.filter(isOfRow);
  return items.length > 0 ? { kind: 'and', items } : null;
}

function isOfRow(node: FilterNode): boolean {
  switch (node.kind) {
    case 'text':
      return false;
    case 'and':
    case 'or':
      return node.items.every(isOfRow);
    case 'not':
      return isOfRow(node.item);
    case 'has':
    case 'compare':
      return node.field.type !== 'json';
    case 'all':
      return true;
  }
}

/** Rows hold the beginning of long tags only. */
function isTagWhole({ tag }: KeptMessage): boolean {
  return tag === null || tag.length < PREVIEW_LENGTH;
}

/** The free texts that every message that passes contains. */
function neededTexts(node: FilterNode): string[] {
  if (node.kind === 'and') return node.items.flatMap(neededTexts);
  return node.kind === 'text' && !ESCAPED.test(node.text) ? [node.text.toLowerCase()] : [];
}

/** Whether a text can be in a message; parsing most of them only to find nothing would take too long. */
function mayContain({ content, peer, port }: KeptMessage, text: string): boolean {
  if (typeof content !== 'string') return true;
  const found = (where: string): boolean => where.toLowerCase().includes(text);
  return found(content) || found(peer) || found(port);
}

/** What times in filters refer to: now, or in a recording its last message. */
export function filterTime({ ring }: MessageStore, live: boolean, now: number): number {
  return live ? now : (ring.get(ring.next - 1)?.at ?? now);
}

/** A kept message as filters see it; its content is read only when they look into it. */
class FilterableMessage implements FilterRecord {
  #kept!: KeptMessage;
  #message: Message | null = null;

  /** @param message what stands for its content; `null` = read it when it is asked for */
  hold(kept: KeptMessage, message: Message | null): void {
    this.#kept = kept;
    this.#message = message;
  }

  /** Lets go of what was parsed. */
  release(): void {
    this.#message = null;
  }

  get message(): Message {
    return (this.#message ??= messageOf(this.#kept));
  }

  get at(): number {
    return this.#kept.at;
  }

  get direction(): 'in' | 'out' {
    return this.#kept.direction;
  }

  get peer(): string {
    return this.#kept.peer;
  }

  get port(): string {
    return this.#kept.port;
  }

  get size(): number {
    return this.#kept.size;
  }

  get replyTo(): KeptMessage['replyTo'] {
    return this.#kept.replyTo;
  }

  get answeredBy(): KeptMessage['answeredBy'] {
    return this.#kept.answeredBy;
  }

  get marked(): boolean {
    return this.#kept.marked;
  }
}
