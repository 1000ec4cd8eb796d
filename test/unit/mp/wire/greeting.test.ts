import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  excerpt,
  formatGreeting,
  MAX_OFFERED_WORDS,
  offeredWords,
  parseGreeting,
  type Greeting,
} from '../../../../electron/mp/wire/greeting.ts';
import { isNodeId, type NodeId } from '../../../../shared/ids.ts';
import type { ErrorCode } from '../../../../shared/errors.ts';
import { errorOf, expectCode } from '../../../helpers/codes.ts';

function greeting(changes: Partial<Greeting> = {}): Greeting {
  return {
    nodeId: 'alice' as NodeId,
    auths: ['hmac_md6_64_256', 'cleartext'],
    framings: ['json'],
    keys: new Map(),
    ...changes,
  };
}

describe('formatGreeting', () => {
  it('writes the line as the protocol has it', () => {
    const keys = new Map([
      ['provider', 'AE-1.30'],
      ['peeraddr', '127.0.0.1:4040'],
    ]);
    expect(formatGreeting(greeting({ framings: ['json', 'storable'], keys }))).toBe(
      'aemp;1;alice;hmac_md6_64_256,cleartext;json,storable;provider=AE-1.30;peeraddr=127.0.0.1:4040',
    );
  });

  it('escapes ; and % in values', () => {
    const keys = new Map([['peeraddr', '[fe80::1%eth0;x]:1']]);
    expect(formatGreeting(greeting({ keys }))).toMatch(/;peeraddr=\[fe80::1%25eth0%3bx\]:1$/);
  });

  it('writes UTF-8, one character an octet', () => {
    expect(formatGreeting(greeting({ nodeId: 'é€' as NodeId }))).toContain(
      ';\xc3\xa9\xe2\x82\xac;',
    );
  });
});

describe('parseGreeting', () => {
  it('reads a recorded one', () => {
    const line =
      'aemp;1;bob;tls_md6_64_256,hmac_md6_64_256,tls_anon,cleartext;json,storable;provider=AE-1.30;peeraddr=127.0.0.1:39908';
    expect(parseGreeting(line)).toEqual({
      nodeId: 'bob',
      auths: ['tls_md6_64_256', 'hmac_md6_64_256', 'tls_anon', 'cleartext'],
      framings: ['json', 'storable'],
      keys: new Map([
        ['provider', 'AE-1.30'],
        ['peeraddr', '127.0.0.1:39908'],
      ]),
    });
  });

  it('takes keys in any order, unknown ones, and those without a value', () => {
    const { keys } = parseGreeting('aemp;1;b;x;json;tls=1.0;mproto=1;flag;a=b=c;peeraddr=h:1');
    expect([...keys]).toEqual([
      ['tls', '1.0'],
      ['mproto', '1'],
      ['flag', ''],
      ['a', 'b=c'],
      ['peeraddr', 'h:1'],
    ]);
  });

  it('undoes escapes once, in either case', () => {
    const { keys } = parseGreeting('aemp;1;b;x;json;a=%3b%3B%25;b=%253b;c=100%;d=%41');
    expect(Object.fromEntries(keys)).toEqual({ a: ';;%', b: '%3b', c: '100%', d: '%41' });
  });

  it('takes empty lists as empty, and empty items as nothing', () => {
    const read = parseGreeting('aemp;1;b;;,json,,');
    expect(read.auths).toEqual([]);
    expect(read.framings).toEqual(['json']);
  });

  it('has no prototype to fall into', () => {
    const { keys } = parseGreeting('aemp;1;b;x;json;__proto__=x;constructor=y');
    expect(keys.get('__proto__')).toBe('x');
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it.each([
    ['UTF-8', 'n\xc3\xa9\xe2\x82\xac', 'né€'],
    ['Latin-1, as the reference sends characters below 256', 'n\xe9', 'né'],
    ['UTF-8 of the replacement character itself', 'n\xef\xbf\xbd', 'n\ufffd'],
  ])('reads node IDs in %s', (_name, octets, id) => {
    expect(parseGreeting(`aemp;1;${octets};x;json`).nodeId).toBe(id);
  });

  const refused: [string, ErrorCode][] = [
    ['aemq;1;b;x;json', 'not-aemp'],
    ['AEMP;1;b;x;json', 'not-aemp'],
    ['aemp-dataconn;1;b;x;json', 'not-aemp'],
    [' aemp;1;b;x;json', 'not-aemp'],
    ['', 'not-aemp'],
    ['aemp', 'version-mismatch'],
    ['aemp;', 'version-mismatch'],
    ['aemp;2;b;x;json', 'version-mismatch'],
    ['aemp;1abc;b;x;json', 'version-mismatch'],
    ['aemp;1.0;b;x;json', 'version-mismatch'],
    ['aemp; 1;b;x;json', 'version-mismatch'],
    ['aemp;01;b;x;json', 'version-mismatch'],
    ['aemp;1', 'greeting-invalid'],
    ['aemp;1;b', 'greeting-invalid'],
    ['aemp;1;b;x', 'greeting-invalid'],
    ['aemp;1;;x;json', 'greeting-invalid'],
    ['aemp;1;b#c;x;json', 'greeting-invalid'],
    ['aemp;1;b\x07;x;json', 'greeting-invalid'],
    [`aemp;1;${'b'.repeat(256)};x;json`, 'greeting-invalid'],
    [`aemp;1;${'b'.repeat(3000)};x;json`, 'greeting-invalid'],
  ];

  const named = refused.map(([line, code]) => [line.slice(0, 30), code, line] as const);

  it.each(named)('refuses %j as %s', (_start, code, line) => {
    expect(expectCode(code, () => parseGreeting(line)).message).toMatch(/^[\x20-\x7e…]+$/);
  });

  it('takes an ID of 255 octets', () => {
    expect(parseGreeting(`aemp;1;${'b'.repeat(255)};x;json`).nodeId).toHaveLength(255);
  });

  it('reads back whatever it writes', () => {
    const word = fc.stringMatching(/^[a-z0-9_]{1,12}$/);
    const arbitrary = fc.record({
      nodeId: fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }).filter(isNodeId),
      auths: fc.array(word, { maxLength: 4 }),
      framings: fc.array(word, { maxLength: 3 }),
      keys: fc
        .array(fc.tuple(word, fc.stringMatching(/^[ -~]{0,30}$/)))
        .map((pairs) => new Map(pairs)),
    });
    fc.assert(
      fc.property(arbitrary, (sent) => {
        expect(parseGreeting(formatGreeting(sent))).toEqual(sent);
      }),
      { numRuns: 200 },
    );
  });

  it('throws nothing but coded errors, whatever it gets', () => {
    const noise = fc.oneof(
      fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((c) => String.fromCharCode(c)) }),
      fc
        .array(fc.constantFrom('aemp', '1', ';', ',', '=', '%', '%3b', 'b', '\xff', '', '\x80'), {
          maxLength: 20,
        })
        .map((parts) => `aemp;1;${parts.join('')}`),
    );
    fc.assert(
      fc.property(noise, (line) => {
        try {
          expect(isNodeId(parseGreeting(line).nodeId)).toBe(true);
        } catch {
          expect(errorOf(() => parseGreeting(line)).code).toMatch(/^(not-aemp|version|greeting)/);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('offeredWords', () => {
  it('keeps what a peer accepts, in its order', () => {
    const { auths } = parseGreeting('aemp;1;bob;tls_anon,cleartext;json');
    expect(offeredWords(auths)).toEqual(['tls_anon', 'cleartext']);
  });

  it('leaves out what is no word, and what is too much', () => {
    expect(offeredWords(['x'.repeat(41), 'a b', '\x1b[2J', '\xff', '', 'ok'])).toEqual(['ok']);
    const many = Array.from({ length: 500 }, (_, i) => `m${i}`);
    expect(offeredWords(many)).toEqual(many.slice(0, MAX_OFFERED_WORDS));
  });
});

describe('excerpt', () => {
  it('escapes and shortens', () => {
    expect(excerpt('a\n\x1b\xff')).toBe('"a\\x0a\\x1b\\xff"');
    expect(excerpt('x'.repeat(41))).toBe(`"${'x'.repeat(40)}…"`);
  });
});
