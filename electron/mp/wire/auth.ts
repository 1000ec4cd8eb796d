import { timingSafeEqual } from 'node:crypto';
import { hmacMd6AsReference } from '../crypto/hmac.ts';
import { md6Hex } from '../crypto/md6.ts';

/** What a proof is made from. */
export interface AuthFacts {
  /** The shared secret; `null` when there is none. */
  secret: Uint8Array | null;
  /** The greeting lines of the prover, then of the verifier, each with LF (protocol section 2). */
  text: Uint8Array;
  /** Whether the connection is encrypted. */
  encrypted: boolean;
}

/** One way to prove who one is. The value is lower-case hex. */
export interface AuthMethod {
  readonly name: string;
  /** Proves nothing about its sender: who uses it is not trusted. */
  readonly anonymous: boolean;
  /** Whether this method can be used at all on such a connection. */
  usable(facts: AuthFacts): boolean;
  /** The value that a prover sends. Call only when usable. */
  value(facts: AuthFacts): string;
}

const hmacMd6: AuthMethod = {
  name: 'hmac_md6_64_256',
  anonymous: false,
  usable: (facts) => hasSecret(facts),
  value: (facts) => hex(hmacMd6AsReference(facts.secret as Uint8Array, facts.text)),
};

/** Proves that both ends of the TLS connection are those of the greeting; the certificates say who. */
const tlsMd6: AuthMethod = {
  name: 'tls_md6_64_256',
  anonymous: false,
  usable: (facts) => facts.encrypted,
  value: (facts) => md6Hex(facts.text),
};

/** Never sent by us. Accepted over TLS, because the reference accepts it. */
const tlsAnon: AuthMethod = {
  name: 'tls_anon',
  anonymous: true,
  usable: (facts) => facts.encrypted,
  value: () => '',
};

/** Never sent by us: it gives the secret away. Accepted, because the reference accepts it. */
const cleartext: AuthMethod = {
  name: 'cleartext',
  anonymous: false,
  usable: (facts) => hasSecret(facts),
  value: (facts) => hex(facts.secret as Uint8Array),
};

/** The methods of dialect 1. A connection's dialect chooses its table (section 11). */
export const AUTH_METHODS: ReadonlyMap<string, AuthMethod> = new Map(
  [tlsMd6, hmacMd6, tlsAnon, cleartext].map((method) => [method.name, method]),
);

/** What this node sends, at most; the configuration may name fewer. */
export const SENDABLE_AUTHS: readonly string[] = ['tls_md6_64_256', 'hmac_md6_64_256'];

/**
 * Whether `value` proves what `method` asks for. Takes the same time for every wrong value.
 * @param facts with the peer as the prover: its greeting lines come first
 */
export function verifyAuth(method: AuthMethod, facts: AuthFacts, value: string): boolean {
  if (!method.usable(facts)) return false;
  const expected = Buffer.from(method.value(facts), 'latin1');
  const given = Buffer.from(value, 'latin1');
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/**
 * The first method of the peer's list that we offer and can use here, or `undefined`.
 * @param methods those of the connection's dialect
 */
export function chooseAuth(
  accepted: readonly string[],
  offered: readonly string[],
  facts: AuthFacts,
  methods: ReadonlyMap<string, AuthMethod> = AUTH_METHODS,
): AuthMethod | undefined {
  const name = accepted.find(
    (candidate) =>
      offered.includes(candidate) &&
      SENDABLE_AUTHS.includes(candidate) &&
      methods.get(candidate)?.usable(facts),
  );
  return name === undefined ? undefined : methods.get(name);
}

function hasSecret(facts: AuthFacts): boolean {
  // An empty secret is known to everybody.
  return facts.secret !== null && facts.secret.length > 0;
}

function hex(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('hex');
}
