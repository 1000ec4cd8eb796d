import fc from 'fast-check';

const COMMENTS = ['# plain\n', '# "quoted": {[,\n', '#\r\n', '# ü€ \\" \n'];
const BLANKS = ['', '', '', ' ', '\n   ', '\t', '\r\n', ' \n\n  '];

/** What may stand between two tokens. */
export const blank = fc
  .array(
    fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...BLANKS) }, fc.constantFrom(...COMMENTS)),
    {
      maxLength: 2,
    },
  )
  .map((parts) => parts.join(''));

/** Scalars whose text says more than their value. */
export const scalarText = fc.oneof(
  fc.constantFrom('null', 'true', 'false', '12345678901234567890', '1e400', '-0', '1.50E+2'),
  fc.constantFrom('"Ã¼nÃ¯code"', '"\\u00fc\\/"', '"a\tb"', '"# no comment"', '"}],{["', '""'),
  fc.string({ maxLength: 6, unit: 'grapheme' }).map((text) => JSON.stringify(text)),
  fc.integer().map(String),
);

const key = fc.constantFrom('seeds', 'binds', 'x', 'Ã¼', '__proto__', 'a\\"b', '\\u0078y');

function container(open: string, close: string, item: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(fc.array(fc.tuple(blank, item, blank), { maxLength: 4 }), fc.boolean(), blank)
    .map(([items, trailing, last]) => {
      const parts = items.map(([before, text, after]) => before + text + after);
      const comma = trailing && parts.length > 0 ? ',' : '';
      return `${open}${parts.join(',')}${comma}${last}${close}`;
    });
}

const { tree } = fc.letrec<{ tree: string; member: string }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalarText,
    container('[', ']', tie('tree')),
    container('{', '}', tie('member')),
  ),
  member: fc
    .tuple(key, blank, blank, tie('tree'))
    .map(([name, before, after, value]) => `"${name}"${before}:${after}${value}`),
}));

/** Any value, laid out in any way. */
export const relaxedText: fc.Arbitrary<string> = tree;

/** An object of given members, each with its text, laid out in any way. */
export function relaxedObject(
  members: readonly (readonly [string, string])[],
): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.tuple(...members.map(() => fc.tuple(blank, blank, blank, blank))),
      fc.boolean(),
      blank,
    )
    .map(([blanks, trailing, last]) => {
      const parts = members.map(([name, text], index) => {
        const [a, b, c, d] = blanks[index] ?? ['', '', '', ''];
        return `${a}${JSON.stringify(name)}${b}:${c}${text}${d}`;
      });
      return `{${parts.join(',')}${trailing && parts.length > 0 ? ',' : ''}${last}}`;
    });
}

/** Strings, other scalars, brackets, commas, colons and comments of a text, in order, without blanks. */
export function tokensOf(text: string): string[] {
  return text.match(/#[^\r\n]*|"(?:[^"\\]|\\[^])*"|[[\]{}:,]|[^\s#"[\]{}:,]+/g) ?? [];
}
