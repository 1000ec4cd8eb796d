/** Longest name shown; the rest is in the title and in the copy. */
export const MAX_SHOWN_LENGTH = 200;

// C0, DEL, C1, soft hyphen, zero-width and direction controls, line separators, byte order mark, lone
// surrogates and the invisible tag characters: each can hide or reorder what stands beside it.
const UNSEEN =
  // eslint-disable-next-line no-control-regex -- control characters are just what is looked for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\u{e0000}-\u{e007f}]/gu;

/**
 * Text from the network as it may stand on the screen: what can't be seen, or would turn the text
 * around it, becomes a visible escape such as `\u202e`, and the length is bounded.
 * @param limit characters at most; longer text ends in `…`
 */
export function shown(text: string, limit: number = MAX_SHOWN_LENGTH): string {
  const cut = text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
  return cut.replace(UNSEEN, escaped);
}

/** The same for text of several lines: line feeds stay, tabs become spaces. */
export function shownBlock(text: string, limit: number): string {
  const lines = (text.length > limit ? `${text.slice(0, limit - 1)}…` : text).split('\n');
  return lines.map((line) => line.replaceAll('\t', '  ').replace(UNSEEN, escaped)).join('\n');
}

function escaped(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  if (character === '\n') return '\\n';
  if (character === '\t') return '\\t';
  if (character === '\r') return '\\r';
  return point > 0xffff
    ? `\\u{${point.toString(16)}}`
    : `\\u${point.toString(16).padStart(4, '0')}`;
}
