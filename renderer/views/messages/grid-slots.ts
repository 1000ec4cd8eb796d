import type { MessageView } from '../../../shared/messages.ts';
import type { Span } from '../../state/message-rows.ts';
import { MARGIN } from '../../state/message-scroll.svelte.ts';

/** A row on the screen. */
export interface Slot {
  /** Names the element that shows it; scrolling gives most rows the element that they had. */
  key: number;
  position: number;
  /** `undefined` while it is being fetched. */
  message: MessageView | undefined;
}

/** Rows are placed from here on: far from the beginning of a long list pixels lose their precision. */
const BASE_STEP = 1_024;

/**
 * The elements that show a span of rows: always the same few, used in turns, so that scrolling by one
 * row changes one of them.
 * @param rows that fit on the screen
 * @returns in the order of their keys, for elements that change places would have to be moved
 */
export function slotsOf(
  { from, to }: Span,
  rows: number,
  rowAt: (position: number) => MessageView | undefined,
): { base: number; rows: readonly Slot[] } {
  const pool = Math.ceil(rows) + 2 * MARGIN + 2;
  const slots: Slot[] = [];
  for (let position = from; position < to; position++) {
    const key = ((position % pool) + pool) % pool;
    slots.push({ key, position, message: rowAt(position) });
  }
  slots.sort((one, other) => one.key - other.key);
  return { base: Math.floor(from / BASE_STEP) * BASE_STEP, rows: slots };
}
