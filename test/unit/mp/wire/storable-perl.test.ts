import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Frame } from '../../../../electron/mp/wire/framing.ts';
import { storableFraming } from '../../../../electron/mp/wire/framing-storable.ts';
import type { Json } from '../../../../shared/json.ts';
import { expectCode } from '../../../helpers/codes.ts';

const STORABLE = ['-MStorable=thaw,nfreeze'];
const hasStorable = spawnSync('perl', [...STORABLE, '-e1']).status === 0;

/** Prints each frame of its input as a line of JSON, all scalars as strings. */
const DUMP = `
  sub dump_ {
    my ($x) = @_;
    return "null" unless defined $x;
    return "[" . join (",", map dump_ ($_), @$x) . "]" if ref $x eq "ARRAY";
    return "{" . join (",", map { dump_ ("$_") . ":" . dump_ ($x->{$_}) } keys %$x) . "}"
      if ref $x eq "HASH";
    die "unexpected " . ref $x if ref $x;
    join "", '"', (map unit ($_), map ord, split //, $x), '"'
  }
  sub unit {
    my ($c) = @_;
    return sprintf "\\\\u%04x", $c if $c < 0x10000;
    sprintf "\\\\u%04x\\\\u%04x", 0xd800 + (($c - 0x10000) >> 10), 0xdc00 + ($c & 0x3ff)
  }
  local $/;
  print dump_ (thaw $_), "\\n" for unpack "(w/a*)*", <STDIN>;
`;

/** Reads its input as AnyEvent::Handle does, and writes it again. */
const ECHO = 'local $/; print pack "w/a*", nfreeze thaw $_ for unpack "(w/a*)*", <STDIN>';

/** Writes the value of each argument. */
const FREEZE = 'no strict; print pack "w/a*", nfreeze ["x", eval "use utf8; $_"] for @ARGV';

function perl(program: string, input: Buffer, args: readonly string[] = []): Buffer {
  const options = [...STORABLE, '-e', `binmode STDIN; binmode STDOUT; ${program}`, ...args];
  const { status, stdout, stderr } = spawnSync('perl', options, { input, maxBuffer: 2 ** 26 });
  expect(stderr.toString()).toBe('');
  expect(status).toBe(0);
  return stdout;
}

function encode(frames: readonly Json[][]): Buffer {
  const encoded = frames.map(([port, ...message]) =>
    storableFraming.encode(port as string, message),
  );
  return Buffer.concat(encoded as Buffer[]);
}

function decode(octets: Buffer): Frame[] {
  const frames: Frame[] = [];
  storableFraming.decoder((frame) => frames.push(frame), { maxFrame: 2 ** 24 }).push(octets);
  return frames;
}

/** `value` with its scalars changed, as own properties whatever their names. */
function mapScalars(value: Json, change: (scalar: null | boolean | number | string) => Json): Json {
  if (typeof value !== 'object' || value === null) return change(value);
  if (Array.isArray(value)) return value.map((part) => mapScalars(part, change));
  const parts = Object.entries(value).map(([key, part]) => [key, mapScalars(part, change)]);
  return Object.fromEntries(parts) as Json;
}

/** A frame as Perl prints it: results of comparisons are 1 and an empty string. */
function printed(frame: Json): Json {
  return mapScalars(frame, (scalar) => {
    if (typeof scalar === 'boolean') return scalar ? '1' : '';
    return scalar === null ? null : String(scalar);
  });
}

/** A frame as it comes back: of the numbers, only 32 bit integers come as such. */
function returned(frame: Json): Json {
  return mapScalars(frame, (scalar) => {
    if (typeof scalar !== 'number') return scalar;
    return scalar === (scalar | 0) ? scalar | 0 : String(scalar);
  });
}

/** Frames of every kind, the same in each run. */
function samples(): Json[][] {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'binary-ascii', maxLength: 300 }),
  );
  const value = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      text,
      fc.integer(),
      fc.integer({ min: -300, max: 300 }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(null, true, false, 0, '', '0', 'é', 2 ** 31, -(2 ** 31)),
      fc.array(tie('value'), { maxLength: 5 }),
      fc.dictionary(text, tie('value'), { maxKeys: 4 }),
    ),
  })).value;
  const frame = fc.tuple(text, fc.array(value, { maxLength: 6 }));
  const random = fc.sample(frame, { numRuns: 600, seed: 42 });
  const long: Json[] = [
    'x',
    'y'.repeat(70_000),
    `€${'z'.repeat(70_000)}`,
    Array<Json>(5000).fill(7),
  ];
  return [[''], long, ...random.map(([port, message]): Json[] => [port, ...message])];
}

describe.skipIf(!hasStorable)('Storable of Perl', () => {
  it('reads our frames as what they were', () => {
    const lines = perl(DUMP, encode(samples())).toString().trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as Json)).toEqual(samples().map(printed));
  });

  it('gives our frames back as they were', () => {
    expect(decode(perl(ECHO, encode(samples())))).toEqual(samples().map(returned));
  });

  it.each<[string, Json]>([
    ['undef', null],
    ['[undef, 0, -1, 127, 128, -128, -129]', [null, 0, -1, 127, 128, -128, -129]],
    ['[2**31 - 1, -2**31, 2**31, 2**32]', [2147483647, -2147483648, '2147483648', '4294967296']],
    ['[18446744073709551615, 1.5, 1e300, 0.1]', ['18446744073709551615', '1.5', '1e+300', '0.1']],
    ['["5", "5" + 0, "" . 5]', ['5', 5, '5']],
    ['do { my @a; $a[2] = 1; \\@a }', [null, null, 1]],
    [
      '["", "abc", "\\x{e9}\\x{ff}", "\\x{20ac}", "\\x{1f600}", "\\0"]',
      ['', 'abc', 'éÿ', '€', '😀', '\0'],
    ],
    ['do { my $s = "\\xe9"; utf8::upgrade ($s); $s }', 'é'],
    ['do { my $s = "€"; utf8::encode ($s); $s }', '\u00e2\u0082\u00ac'],
    ['["x" x 255, "x" x 256, "€" x 100]', ['x'.repeat(255), 'x'.repeat(256), '€'.repeat(100)]],
    ['{ a => 1, "\\xe9" => [2], "" => {} }', { a: 1, é: [2], '': {} }],
    ['{ a => undef, "\\x{20ac}" => 2, "\\x{e9}" => 3 }', { a: null, '€': 2, é: 3 }],
    [
      'do { my $k = "\\xe9"; utf8::upgrade ($k); +{ $k => 1, "\\x{20ac}" => 2 } }',
      { é: 1, '€': 2 },
    ],
    ['{ __proto__ => 1, constructor => 2 }', { ['__proto__']: 1, constructor: 2 }],
    ['do { my $x = [1]; [$x, $x, { a => $x }] }', [[1], [1], { a: [1] }]],
    ['do { my $s = "abc"; my $r = \\$s; [$r, $r, \\$s, \\$r] }', ['abc', 'abc', 'abc', 'abc']],
    ['do { my ($x, $y) = ("abc", [1]); sub { \\@_ }->($x, $x, $y, $y) }', ['abc', 'abc', [1], [1]]],
    ['sub { \\@_ }->(undef, 1 == 1, 1 == 0, undef)', [null, true, false, null]],
    ['[\\1, \\0, \\"1", \\"0"]', [true, false, true, false]],
    [
      'do { require Hash::Util; my %h = (a => 1, b => 2); Hash::Util::lock_ref_keys (\\%h); delete $h{b}; \\%h }',
      { a: 1 },
    ],
  ])('is read: %s', (expression, expected) => {
    expect(decode(perl(FREEZE, Buffer.alloc(0), [expression]))).toEqual([['x', expected]]);
  });

  it.each([
    ['bless [], "Foo"', /blessed object of class Foo/],
    ['[bless ({}, "Foo"), bless ({}, "Foo")]', /blessed object of class Foo/],
    ['do { require JSON::PP; JSON::PP::true () }', /class JSON::PP::Boolean/],
    ['qr/x/', /class Regexp/],
    ['v1.2.3', /version string/],
    ['do { $Storable::Deparse = 1; sub { 1 } }', /code/],
    [
      'do { require Scalar::Util; my $x = [1]; my @w = ($x, $x); Scalar::Util::weaken ($w[1]); \\@w }',
      /weak reference/,
    ],
    ['do { require Tie::Hash; tie my %h, "Tie::StdHash"; \\%h }', /tied hash/],
    ['do { require Tie::Array; tie my @a, "Tie::StdArray"; \\@a }', /tied array/],
    ['do { sub My::STORABLE_freeze { "x" } bless [], "My" }', /freezes itself/],
    ['do { my @c = (1); push @c, \\@c; \\@c }', /part of itself/],
  ])('is refused: %s', (expression, message) => {
    const frame = perl(FREEZE, Buffer.alloc(0), [expression]);
    expect(expectCode('frame-invalid', () => decode(frame)).message).toMatch(message);
  });
});
