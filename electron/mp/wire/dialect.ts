import { MeshError } from '../../../shared/errors.ts';
import { AUTH_METHODS, type AuthMethod } from './auth.ts';
import { FRAMINGS, type Framing } from './framing.ts';
import type { Greeting } from './greeting.ts';

/** Generations of the protocol that are built: `1` is that of AnyEvent::MP 1.1 – 1.30. */
export type DialectName = '1';

/** What a connection of a dialect is made of. Its services are the kernel's, its groups global's. */
export interface Dialect {
  readonly name: DialectName;
  readonly auths: ReadonlyMap<string, AuthMethod>;
  readonly framings: ReadonlyMap<string, Framing>;
}

const DIALECTS: Readonly<Record<DialectName, Dialect>> = {
  '1': { name: '1', auths: AUTH_METHODS, framings: FRAMINGS },
};

/** Greeting key of dialect 2 (protocol section 11); both dialects call their version 1. */
const DIALECT_2_KEY = 'mproto';

/**
 * The dialect that a peer speaks, by its greeting.
 * @throws MeshError `version-mismatch` when it is one that isn't built
 */
export function dialectOf(peer: Greeting): Dialect {
  if (!peer.keys.has(DIALECT_2_KEY)) return DIALECTS['1'];
  throw new MeshError(
    'version-mismatch',
    `"${peer.nodeId}" runs AnyEvent::MP 2, whose networks this program can't join.`,
  );
}
