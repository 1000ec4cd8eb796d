import type { KeptMessage } from './kept.ts';
import { textOf } from './kept.ts';

/** What each row of a CSV file tells. */
export const CSV_COLUMNS = [
  'seq',
  'time',
  'direction',
  'peer',
  'port',
  'tag',
  'size',
  'reply_to',
  'latency_ms',
  'message',
] as const;

/**
 * Spreadsheets calculate what begins so, and text from peers must not be calculated. The wide forms count
 * the same in some languages.
 */
const FORMULA = /^[\s]*[=+\-@\t\r\n＝＋－＠]/;

export const CSV_HEADER = `${CSV_COLUMNS.join(',')}\r\n`;

/** A message as a row of CSV (RFC 4180). */
export function csvRow(kept: KeptMessage): string {
  const { seq, at, direction, peer, port, tag, size, replyTo, answeredBy } = kept;
  const latency = (replyTo ?? answeredBy)?.latency;
  const cells = [
    String(seq),
    new Date(at).toISOString(),
    direction,
    textCell(peer),
    textCell(port),
    textCell(tag ?? ''),
    String(size),
    replyTo ? String(replyTo.seq) : '',
    latency === undefined ? '' : latency.toFixed(3),
    textCell(textOf(kept)),
  ];
  return `${cells.join(',')}\r\n`;
}

/** Text in quotes; an apostrophe keeps spreadsheets from calculating it. */
export function textCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
