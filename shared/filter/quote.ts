import type { PathStep } from './syntax.ts';

// What can't be seen, or reorders what stands beside it; the same set that the screens escape.
const UNSEEN_SET =
  '\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180e\\u200b-\\u200f\\u2028-\\u202f\\u2060-\\u206f\\u3164\\ufeff\\uffa0\\ufff9-\\ufffb\\ud800-\\udfff\\u{e0000}-\\u{e007f}';
const UNSEEN = new RegExp(`[${UNSEEN_SET}]`, 'u');
const EACH_UNSEEN = new RegExp(`[${UNSEEN_SET}]`, 'gu');

/** Keys that may follow a dot. */
const PLAIN_KEY = /^[\p{L}_$][\p{L}\p{N}_$-]*$/u;

/** Where the first invisible character of `text` stands; -1 = nowhere. */
export function unseenAt(text: string): number {
  return text.search(UNSEEN);
}

/** `text` in double quotes, with JSON's escapes; invisible characters become visible escapes. */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(EACH_UNSEEN, escaped);
}

/** `arg[0].name`, `arg[0]["any key"][-1]`. */
export function pathText(path: readonly PathStep[]): string {
  return `arg${path.map(stepText).join('')}`;
}

function stepText(step: PathStep): string {
  if (typeof step === 'number') return `[${step}]`;
  return PLAIN_KEY.test(step) ? `.${step}` : `[${quoted(step)}]`;
}

/** As JSON escapes it: one `\u` for each half of a character beyond the first 65,536. */
function escaped(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
