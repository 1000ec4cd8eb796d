import type { Json, Message } from '../../shared/json.ts';
import { ANY } from '../../shared/template.ts';
import { jsonText } from '../observe/json-text.ts';

/** Characters of what was expected and what came, each. */
export const MAX_DIFFERENCE_LENGTH = 16 * 1024;

/**
 * Whether a message is the expected one. A string `{{any}}` stands for any value. A number equals its
 * text: Perl doesn't tell them apart, so a reply may have the one or the other (protocol section 3).
 */
export function isExpected(expected: Json, received: Json | undefined): boolean {
  if (received === undefined) return false;
  if (expected === ANY || expected === received) return true;
  if (typeof expected !== 'object' || expected === null) return isSameScalar(expected, received);
  if (typeof received !== 'object' || received === null) return false;
  if (Array.isArray(expected) !== Array.isArray(received)) return false;
  const keys = Object.keys(expected);
  if (keys.length !== Object.keys(received).length) return false;
  return keys.every((key) => isExpected(member(expected, key) as Json, member(received, key)));
}

/** Both as indented JSON. Where any value would do, what came stands in both: it is no difference. */
export function differenceOf(
  expected: Json,
  received: Message | null,
): { expected: string; received: string | null } {
  if (!received) return { expected: indented(expected), received: null };
  const filled = withReceived(expected, received as Json[]);
  return { expected: indented(filled), received: indented(received as Json[]) };
}

function indented(value: Json): string {
  const { text, cut } = jsonText(value, { limit: MAX_DIFFERENCE_LENGTH, indent: 2 });
  return cut ? `${text}…` : text;
}

function isSameScalar(expected: Json, received: Json): boolean {
  const kinds = [typeof expected, typeof received].sort().join();
  return kinds === 'number,string' && String(expected) === String(received);
}

function withReceived(expected: Json, received: Json | undefined): Json {
  if (received === undefined) return expected;
  if (isExpected(expected, received)) return received;
  if (typeof expected !== 'object' || expected === null) return expected;
  if (Array.isArray(expected)) {
    return expected.map((part, i) => withReceived(part, member(received, String(i))));
  }
  const entries = Object.entries(expected).map(([key, part]): [string, Json] => {
    return [key, withReceived(part, member(received, key))];
  });
  return Object.fromEntries<Json>(entries);
}

function member(value: Json, key: string): Json | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as { [key: string]: Json })[key];
}
