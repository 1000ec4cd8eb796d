import { describe, expect, test } from 'vitest';
import { checkAddress, isIPv6, splitAddresses } from '../../../renderer/state/addresses.ts';
import type { AddressUse } from '../../../renderer/state/addresses.ts';

const meaning = (text: string, use: AddressUse = 'bind') => {
  const check = checkAddress(text, use);
  return check.ok ? check.meaning : `no: ${check.problem}`;
};

describe('what an address means', () => {
  test.each([
    ['*', 'all addresses of this machine but loopback, any free port'],
    ['*:4040', 'all addresses of this machine but loopback, port 4040'],
    ['10.0.0.1:*', '10.0.0.1, any free port'],
    ['4040', "this machine's name, port 4040"],
    [':4040', "this machine's name, port 4040"],
    ['[::1]:4040', '::1, port 4040'],
    ['2001:db8::1', '2001:db8::1, any free port'],
    [' web-1.example:4040 ', 'web-1.example, port 4040'],
    ['a:1,b:2', 'a, port 1; b, port 2'],
  ])('%s to listen on', (text, words) => expect(meaning(text)).toBe(words));

  test('a seed without a port has 4040', () => {
    expect(meaning('fra-1', 'seed')).toBe('fra-1, port 4040');
    expect(meaning('fra-1:*', 'seed')).toBe('fra-1, port 4040');
  });

  test('a seed should not be this machine', () => {
    expect(checkAddress('*:4040', 'seed')).toMatchObject({ ok: true, note: /another node/ });
    expect(checkAddress('*:4040', 'bind')).toMatchObject({ ok: true, note: null });
  });

  test('says nothing of what says it all itself', () => {
    expect(checkAddress('10.0.0.1:4040', 'seed')).toMatchObject({ plain: true });
    expect(checkAddress('10.0.0.1', 'seed')).toMatchObject({ plain: false });
  });
});

describe('what is wrong with an address', () => {
  test.each([
    ['', /Enter an address/],
    ['host:0', /1 to 65535/],
    ['host:65536', /1 to 65535/],
    ['70000', /1 to 65535/],
    ['host:http', /host:port/],
    ['[::g]:4040', /brackets/],
    ['[::1', /host:port/],
    ['::1:4040:5:6:7:8:9:1:2', /\[address\]:port/],
    ['10.0.0.256:4040', /0 to 255/],
    ['10.0.1', /0 to 255/],
    ['http://host:4040', /without a scheme/],
    ['a b:4040', /without spaces/],
    ['host/path', /host:port/],
  ])('%s', (text, problem) => {
    expect(checkAddress(text, 'bind')).toMatchObject({ ok: false, problem });
  });
});

test.each([
  ['::', true],
  ['::1', true],
  ['1:2:3:4:5:6:7:8', true],
  ['fe80::1%eth0', true],
  ['::ffff:10.0.0.1', true],
  ['1:2:3:4:5:6:7', false],
  ['1:2:3:4:5:6:7:8:9', false],
  ['1::2::3', false],
  ['::ffff:10.0.0.256', false],
  ['12345::', false],
  ['10.0.0.1', false],
  ['', false],
])('%s as IPv6', (text, expected) => expect(isIPv6(text)).toBe(expected));

test('pasted text is taken apart', () => {
  expect(splitAddresses('a:1, b:2\n c:3 ,')).toEqual(['a:1', 'b:2', 'c:3']);
});
