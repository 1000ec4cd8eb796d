import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { LIMITS_RANGE } from '../shared/messages.ts';
import type { MessageLimits } from './observe/message-ring.ts';
import { DEFAULT_LIMITS } from './observe/message-ring.ts';

/** How much of the messages is kept, remembered in a file from one start to the next. */
export class RememberedLimits {
  readonly #memory: string;
  #limits: MessageLimits;

  /** @param memory the file; damaged or missing, the default holds */
  constructor(memory: string) {
    this.#memory = memory;
    this.#limits = read(memory) ?? DEFAULT_LIMITS;
  }

  get(): MessageLimits {
    return { ...this.#limits };
  }

  /** Keeps the choice for the next start; that it can't is no reason to bother anybody. */
  set(limits: MessageLimits): void {
    this.#limits = { ...limits };
    try {
      mkdirSync(dirname(this.#memory), { recursive: true });
      writeFileSync(this.#memory, `${JSON.stringify(this.#limits)}\n`);
    } catch {
      // The next start takes the default.
    }
  }
}

function read(memory: string): MessageLimits | null {
  try {
    const content = JSON.parse(readFileSync(memory, 'utf8')) as Partial<Record<string, unknown>>;
    const { messages, octets } = content;
    if (!fits(messages, LIMITS_RANGE.messages) || !fits(octets, LIMITS_RANGE.octets)) return null;
    return { messages, octets };
  } catch {
    return null;
  }
}

function fits(value: unknown, [least, most]: readonly [number, number]): value is number {
  return Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;
}
