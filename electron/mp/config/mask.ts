/** Hiding what must not be shown: secrets and private keys, wherever in a file they stand. */

import { documentRange, scanContainer, valueIn } from './edit/scan.ts';
import type { Range } from './edit/scan.ts';
import { splice } from './edit/items.ts';
import type { Splice } from './edit/items.ts';

/** Stands for what is hidden, however long that is. */
export const MASK = '••••';

/** Keys of values to hide: our own, and what other programs may call such a thing. */
const SECRET_KEY = /secret|passw|passphrase|token|private|credential|api_?key/i;
/** What of a PEM text may be shown. */
const PUBLIC_PART = /-----BEGIN CERTIFICATE-----[\sA-Za-z0-9+/=]*-----END CERTIFICATE-----/g;
const LINE_END = /\r\n|\n|\r/g;

/**
 * The text of a file with secrets and private keys masked; it keeps its number of lines.
 *
 * @param text a text that `parseRelaxed` accepts
 */
export function maskSecrets(text: string): string {
  const splices: Splice[] = [];
  const seen = collect(text, documentRange(text), false, splices);
  comments(text, 0, documentRange(text).start, splices);
  comments(text, seen, text.length, splices);
  return splice(text, splices);
}

/** Collects what to hide in a value; returns where that ends. */
function collect(text: string, range: Range, isPem: boolean, splices: Splice[]): number {
  const container = scanContainer(text, range);
  if (!container) {
    if (text[range.start] === '"') hideInString(text, range, isPem, splices);
    return range.end;
  }
  let at = range.start + 1;
  for (const { key, start, value, keyEnd = start } of container.items) {
    comments(text, at, start, splices);
    comments(text, keyEnd, value.start, splices);
    if (key !== undefined && SECRET_KEY.test(key)) hide(text, value, splices);
    else collect(text, value, isPem || key === 'cert', splices);
    at = value.end;
  }
  comments(text, at, range.end, splices);
  return range.end;
}

function hide(text: string, range: Range, splices: Splice[]): void {
  const lineEnds = text.slice(range.start, range.end).match(LINE_END)?.join('') ?? '';
  splices.push({ ...range, text: `"${MASK}"${lineEnds}` });
}

/** Of a certificate's text the certificates are public; everything else may belong to the key. */
function hideInString(text: string, range: Range, isPem: boolean, splices: Splice[]): void {
  const value = valueIn(text, range);
  if (typeof value !== 'string' || (!isPem && !value.includes('PRIVATE KEY'))) return;
  const shown = (value.match(PUBLIC_PART) ?? []).map((part) => `${part}\n`).join('');
  const isHidden = value.replace(PUBLIC_PART, '').trim() !== '';
  if (isHidden) splices.push({ ...range, text: JSON.stringify(`${shown}${MASK}`) });
}

/** A line that was taken out by making it a comment can hold a secret as well. */
function comments(text: string, from: number, to: number, splices: Splice[]): void {
  const part = text.slice(from, to);
  for (const match of part.matchAll(/#[^\r\n]*/g)) {
    const start = from + match.index;
    if (/cert|key/i.test(match[0]) || SECRET_KEY.test(match[0])) {
      splices.push({ start, end: start + match[0].length, text: `# ${MASK}` });
    }
  }
}
