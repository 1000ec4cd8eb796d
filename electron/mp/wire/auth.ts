import { timingSafeEqual } from 'node:crypto';
import { hmacMd6AsReference } from '../crypto/hmac.ts';

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
  /** Whether this method can be used at all on such a connection. */
  usable(facts: AuthFacts): boolean;
  /** The value that a prover sends. Call only when usable. */
  value(facts: AuthFacts): string;
}

const hmacMd6: AuthMethod = {
  name: 'hmac_md6_64_256',
  usable: (facts) => hasSecret(facts),
  value: (facts) => hex(hmacMd6AsReference(facts.secret as Uint8Array, facts.text)),
};

/** Never sent by us: it gives the secret away. Accepted, because the reference accepts it. */
const cleartext: AuthMethod = {
  name: 'cleartext',
  usable: (facts) => hasSecret(facts),
  value: (facts) => hex(facts.secret as Uint8Array),
};

/** The methods of dialect 1 that are built. A connection's dialect chooses its table (section 11). */
export const AUTH_METHODS: ReadonlyMap<string, AuthMethod> = new Map(
  [hmacMd6, cleartext].map((method) => [method.name, method]),
);

/** What this node sends, at most; the configuration may name fewer. */
export const SENDABLE_AUTHS: readonly string[] = ['hmac_md6_64_256'];

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

/** The first method of the peer's list that we offer and can use here, or `undefined`. */
export function chooseAuth(
  accepted: readonly string[],
  offered: readonly string[],
  facts: AuthFacts,
): AuthMethod | undefined {
  const name = accepted.find(
    (candidate) =>
      offered.includes(candidate) &&
      SENDABLE_AUTHS.includes(candidate) &&
      AUTH_METHODS.get(candidate)?.usable(facts),
  );
  return name === undefined ? undefined : AUTH_METHODS.get(name);
}

function hasSecret(facts: AuthFacts): boolean {
  // An empty secret is known to everybody.
  return facts.secret !== null && facts.secret.length > 0;
}

function hex(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('hex');
}
