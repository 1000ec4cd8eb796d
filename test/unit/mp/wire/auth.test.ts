import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { md6Hex } from '../../../../electron/mp/crypto/md6.ts';
import {
  AUTH_METHODS,
  chooseAuth,
  SENDABLE_AUTHS,
  verifyAuth,
  type AuthFacts,
  type AuthMethod,
} from '../../../../electron/mp/wire/auth.ts';

const file = new URL('../../../fixtures/vectors/hmac-md6.json', import.meta.url);
const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as {
  vectors: { secret: string; message_hex: string; args_as_reference_calls: string }[];
};
const usable = vectors.filter(({ secret }) => secret !== '');

function facts(changes: Partial<AuthFacts> = {}): AuthFacts {
  return {
    secret: Buffer.from('geheim'),
    text: Buffer.from('L\nn\nR\nm\n'),
    encrypted: false,
    ...changes,
  };
}

function method(name: string): AuthMethod {
  const found = AUTH_METHODS.get(name);
  if (!found) throw new Error(`no method ${name}`);
  return found;
}

describe('hmac_md6_64_256', () => {
  it.each(usable)('gives the value of the reference for secret $secret', (vector) => {
    const secret = Buffer.from(vector.secret, 'utf8');
    const text = Buffer.from(vector.message_hex, 'hex');
    const value = method('hmac_md6_64_256').value(facts({ secret, text }));
    expect(value).toBe(vector.args_as_reference_calls);
  });

  it('has vectors to be checked with', () => expect(usable.length).toBeGreaterThan(5));
});

describe('cleartext', () => {
  it('is the secret in hex, also of octets that are a window into others', () => {
    const window = new Uint8Array(Buffer.from('xxgeheim€xx')).subarray(2, 11);
    const value = method('cleartext').value(facts({ secret: window }));
    expect(value).toBe(Buffer.from('geheim€').toString('hex'));
  });

  it('is accepted, and never sent', () => {
    expect(SENDABLE_AUTHS).not.toContain('cleartext');
    expect(chooseAuth(['cleartext'], ['cleartext'], facts())).toBeUndefined();
  });
});

describe.each([...AUTH_METHODS.values()])('auth method $name', (tested) => {
  const encrypted = facts({ encrypted: true });

  it('accepts its own value', () => {
    expect(verifyAuth(tested, encrypted, tested.value(encrypted))).toBe(true);
  });

  it('is lower-case hex, and nothing else is accepted', () => {
    const value = tested.value(encrypted);
    expect(value).toMatch(tested.anonymous ? /^$/ : /^([0-9a-f]{2})+$/);
    const wrong = [
      value.toUpperCase(),
      `${value} `,
      ` ${value}`,
      `${value}\r`,
      `${value}00`,
      value.slice(0, -1),
      value.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
      value.replace(/^./, (first) => (first === '0' ? '1' : '0')),
      '',
    ].filter((text) => text !== value);
    for (const text of wrong) expect(verifyAuth(tested, encrypted, text), text).toBe(false);
  });

  it('can be used with what it needs only', () => {
    const needsSecret = !tested.name.startsWith('tls_');
    expect(tested.usable(facts({ encrypted: false }))).toBe(needsSecret);
    for (const secret of [null, new Uint8Array(0)]) {
      expect(tested.usable(facts({ secret, encrypted: true }))).toBe(!needsSecret);
      const bare = facts({ secret, encrypted: false });
      expect(tested.usable(bare)).toBe(false);
      expect(verifyAuth(tested, bare, '')).toBe(false);
      expect(chooseAuth([tested.name], [tested.name], bare)).toBeUndefined();
    }
  });
});

describe.each(['hmac_md6_64_256', 'cleartext'])('auth method %s', (name) => {
  it('depends on the secret', () => {
    const other = facts({ secret: Buffer.from('geheim2') });
    expect(verifyAuth(method(name), facts(), method(name).value(other))).toBe(false);
  });
});

describe('tls_md6_64_256', () => {
  it('is the MD6 of the greeting lines', () => {
    const text = Buffer.from('abc');
    const value = method('tls_md6_64_256').value(facts({ text, encrypted: true }));
    expect(value).toBe(md6Hex(text));
  });
});

describe('tls_anon', () => {
  it('proves nothing, and is never sent', () => {
    expect(method('tls_anon').anonymous).toBe(true);
    expect(SENDABLE_AUTHS).not.toContain('tls_anon');
    expect([...AUTH_METHODS.values()].filter((each) => each.anonymous)).toHaveLength(1);
  });
});

describe('hmac_md6_64_256 against reflection', () => {
  it('gives the two sides different values', () => {
    const hmac = method('hmac_md6_64_256');
    const left = hmac.value(facts({ text: Buffer.from('L\nR\n') }));
    const right = hmac.value(facts({ text: Buffer.from('R\nL\n') }));
    expect(left).not.toBe(right);
  });
});

describe('chooseAuth', () => {
  const hmac = 'hmac_md6_64_256';

  it("takes the first of the peer's list that we offer and have", () => {
    const list = ['tls_md6_64_256', 'hmac_sha3_512', 'cleartext', hmac, 'tls_anon'];
    expect(chooseAuth(list, ['tls_md6_64_256', 'cleartext', hmac], facts())?.name).toBe(hmac);
  });

  it.each([
    ['the peer accepts nothing', [], [hmac]],
    ['we offer nothing', [hmac], []],
    ['nothing is in common', ['tls_anon'], [hmac]],
    ['what is in common is not built', ['tls_md6_64_256'], ['tls_md6_64_256']],
    ['a name is one of every object', ['constructor', '__proto__'], ['constructor', '__proto__']],
  ])('finds nothing when %s', (_why, accepted, offered) => {
    expect(chooseAuth(accepted, offered, facts())).toBeUndefined();
  });
});
