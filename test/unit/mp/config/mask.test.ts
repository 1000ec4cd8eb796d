import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffLines } from '../../../../electron/mp/config/diff.ts';
import { MASK, maskSecrets } from '../../../../electron/mp/config/mask.ts';
import { parseRelaxed } from '../../../../electron/mp/config/relaxed.ts';
import { relaxedText } from '../../../helpers/relaxed-text.ts';

const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIB+/=\n-----END CERTIFICATE-----';
const KEY = '-----BEGIN EC PRIVATE KEY-----\nHIDDEN\n-----END EC PRIVATE KEY-----';

describe('maskSecrets', () => {
  it.each([
    ['{"secret": "HIDDEN"}', `{"secret": "${MASK}"}`],
    ['{"profile": {"p": {"secret": 4040404}}}', `{"profile": {"p": {"secret": "${MASK}"}}}`],
    ['{"\\u0073ecret": "HIDDEN"}', `{"\\u0073ecret": "${MASK}"}`],
    [
      '{"db_password": "HIDDEN", "ApiKey": "HIDDEN"}',
      `{"db_password": "${MASK}", "ApiKey": "${MASK}"}`,
    ],
    ['{"secret": ["HIDDEN",\n"HIDDEN"]}', `{"secret": "${MASK}"\n}`],
    [
      '{# secret: HIDDEN\n"a": 1 # cert "HIDDEN"\n}# key HIDDEN',
      `{# ${MASK}\n"a": 1 # ${MASK}\n}# ${MASK}`,
    ],
    [`{"cert": ${JSON.stringify(CERTIFICATE)}}`, `{"cert": ${JSON.stringify(CERTIFICATE)}}`],
    [
      `{"cert": ${JSON.stringify(`${CERTIFICATE}\n${KEY}\n${CERTIFICATE}`)}}`,
      `{"cert": ${JSON.stringify(`${CERTIFICATE}\n${CERTIFICATE}\n${MASK}`)}}`,
    ],
    ['{"cert": "-----BEGIN PRIVATE KEY-----\\nHIDDEN"}', `{"cert": "${MASK}"}`],
    ['{"cert": {"key": ["HIDDEN"]}}', `{"cert": {"key": ["${MASK}"]}}`],
    [`{"services": [["A", ${JSON.stringify(KEY)}]]}`, `{"services": [["A", "${MASK}"]]}`],
    ['{"seeds": ["a:1"]} # plain', '{"seeds": ["a:1"]} # plain'],
  ])('masks %s', (text, expected) => {
    expect(maskSecrets(text)).toBe(expected);
    expect(expected).not.toContain('HIDDEN');
  });

  it('keeps the number of lines, and leaves no secret anywhere', () => {
    const secret = relaxedText.filter((text) => text.includes('HIDDEN') || !text.includes('#'));
    fc.assert(
      fc.property(relaxedText, secret, (first, second) => {
        const text = `{"a": ${first}\n, "secret": ${second}\n, "list": [{"secret": "HIDDEN"}]}`;
        const masked = maskSecrets(text);
        expect(masked.split(/\r\n|\n|\r/).length).toBe(text.split(/\r\n|\n|\r/).length);
        expect(masked).not.toContain('HIDDEN');
        expect(parseRelaxed(masked)).toMatchObject({ secret: MASK, list: [{ secret: MASK }] });
      }),
      { numRuns: 500 },
    );
  });
});

describe('diffLines', () => {
  const apply = (lines: readonly { kind: string; text: string }[], without: string): string =>
    lines.flatMap(({ kind, text }) => (kind === without ? [] : [text])).join('\n');

  it('holds both texts, and marks no more than it must', () => {
    const text = fc.array(fc.constantFrom('1,', '2,', '3,', '[],'), { maxLength: 12 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const [a, b] = [before, after].map((items) => ['[', ...items, ']'].join('\n'));
        const lines = diffLines(a ?? '', b ?? '');
        expect(apply(lines, 'added')).toBe(a);
        expect(apply(lines, 'removed')).toBe(b);
        if (a === b) expect(lines.every(({ kind }) => kind === 'same')).toBe(true);
      }),
    );
    expect(
      diffLines('[\n1,\n2,\n3\n]', '[\n1,\n3\n]').filter(({ kind }) => kind !== 'same'),
    ).toEqual([{ kind: 'removed', text: '2,' }]);
  });

  it('leaves out what is far from a change in a long text, and gives up on a huge one', () => {
    const long = (change: string): string =>
      `[\n${Array.from({ length: 1000 }, (_, i) => (i === 500 ? change : `${i}`)).join(',\n')}\n]`;
    const lines = diffLines(long('"old"'), long('"new"'));
    expect(lines.map(({ text }) => text)).toEqual([
      '⋯',
      '497,',
      '498,',
      '499,',
      '"old",',
      '"new",',
      '501,',
      '502,',
      '503,',
      '⋯',
    ]);
    const huge = (start: number): string =>
      `[\n${Array.from({ length: 3000 }, (_, i) => start + i).join(',\n')}\n]`;
    const all = diffLines(huge(0), huge(10_000));
    expect([apply(all, 'added'), apply(all, 'removed')]).toEqual([huge(0), huge(10_000)]);
  });
});
