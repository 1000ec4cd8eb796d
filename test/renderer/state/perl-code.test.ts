import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { PortId } from '../../../shared/ids.ts';
import type { Json } from '../../../shared/json.ts';
import { perlLine, perlValue } from '../../../renderer/state/perl-code.ts';

const PORT = 'lon-07#Hx7.a' as PortId;

test('reads like a line that somebody would write', () => {
  expect(perlLine(PORT, ['job', 5, { name: 'Ada', tries: [1, 2.5] }, null])).toBe(
    "snd 'lon-07#Hx7.a', job => 5, { name => 'Ada', tries => [1, 2.5] }, undef;",
  );
  expect(perlLine(PORT, ['ping'])).toBe("snd 'lon-07#Hx7.a', 'ping';");
  expect(perlLine(PORT, ['two words', 1])).toBe("snd 'lon-07#Hx7.a', 'two words', 1;");
  expect(perlLine(PORT, [])).toBe("snd 'lon-07#Hx7.a';");
});

test('what JSON tells apart stays apart', () => {
  expect(perlValue([true, false, '5', 5, {}, []])).toBe("[\\1, \\0, '5', 5, {}, []]");
  expect(perlValue({ 'a b': 1, "it's": -0, '1x': 1e21 })).toBe(
    "{ 'a b' => 1, 'it\\'s' => -0.0, '1x' => 1e+21 }",
  );
});

test('nothing in a text is run or filled in', () => {
  expect(perlValue('back\\slash $x @{[ `id` ]}')).toBe("'back\\\\slash $x @{[ `id` ]}'");
  expect(perlValue('é $x @{[ `id` ]} "\\\n')).toBe('"\\x{e9} \\$x \\@{[ `id` ]} \\"\\\\\\n"');
  expect(perlValue('\u202e😀\u0000')).toBe('"\\x{202e}\\x{1f600}\\x{0}"');
});

const perl = perlReadsJson();

test.skipIf(!perl)('Perl reads back what was written', () => {
  const message: Json[] = [
    'job',
    { 'it\'s "$x" @y %z \\n \\': ['é€😀\u202e', '\t\r\n\u0000', "q'q", '', '0 but true'] },
    [-1.5, 1e21, 0, '007', null, { q: { m: 1 } }, {}],
    '@{[ die ]} $0 ${\\ die } \\\\ \u00ff',
  ];
  const program = [
    'use JSON::PP; sub snd { print JSON::PP->new->utf8->canonical->encode(\\@_) }',
    perlLine(PORT, message),
  ].join('\n');
  const output = execFileSync('perl', ['-e', program], { encoding: 'utf8' });
  expect(JSON.parse(output)).toEqual([PORT, ...message]);
});

function perlReadsJson(): boolean {
  try {
    execFileSync('perl', ['-MJSON::PP', '-e', '1'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
