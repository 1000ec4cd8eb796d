import type { PortId } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';

/** Names that stand without quotes before `=>`, where Perl takes any word as text. */
const WORD = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Texts that single quotes can hold as they are. */
const PLAIN = /^[\x20-\x7e]*$/;
/** What means something inside double quotes. */
const SPECIAL: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  $: '\\$',
  '@': '\\@',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/**
 * A Perl line that sends this message with AnyEvent::MP. All that it was given is data in it: nothing is
 * run or filled in. `true` and `false` are written as `\1` and `\0`, which JSON::XS sends as such.
 */
export function perlLine(to: PortId, message: readonly Json[]): string {
  const [tag, ...rest] = message;
  const tagged = typeof tag === 'string' && WORD.test(tag) && rest.length > 0;
  const elements = tagged ? rest : message;
  const list = elements.map((element) => perlValue(element));
  const head = tagged ? [`${tag} => ${list[0] ?? ''}`, ...list.slice(1)] : list;
  return `snd ${[perlText(to), ...head].join(', ')};`;
}

/** A value as a Perl expression. */
export function perlValue(value: Json): string {
  if (value === null) return 'undef';
  if (typeof value === 'boolean') return value ? '\\1' : '\\0';
  if (typeof value === 'number') return perlNumber(value);
  if (typeof value === 'string') return perlText(value);
  if (Array.isArray(value)) return `[${value.map(perlValue).join(', ')}]`;
  const entries = Object.entries(value).map(
    ([key, each]) => `${WORD.test(key) ? key : perlText(key)} => ${perlValue(each)}`,
  );
  return entries.length > 0 ? `{ ${entries.join(', ')} }` : '{}';
}

/** Perl reads numbers as we write them, but for those that it has no literal for. */
function perlNumber(value: number): string {
  return Object.is(value, -0) ? '-0.0' : String(value);
}

/** A text in quotes: single ones where they do, so that it stays readable. */
function perlText(text: string): string {
  if (PLAIN.test(text)) return `'${text.replace(/[\\']/g, '\\$&')}'`;
  return `"${Array.from(text, perlCharacter).join('')}"`;
}

function perlCharacter(character: string): string {
  const special = SPECIAL[character];
  if (special !== undefined) return special;
  if (PLAIN.test(character)) return character;
  return `\\x{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
