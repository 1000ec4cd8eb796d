/** What an invitation says about a network, and what it may say. */

import { isIPv6 } from 'node:net';
import * as v from 'valibot';
import type { Clock } from '../../../shared/clock.ts';
import { importCertificate } from '../certificates/import.ts';

/** What another machine needs to join. Contains the secret and the key: not for logs. */
export interface InvitedNetwork {
  /** How people call the network; a suggestion for the name of a profile. */
  name: string;
  /** Addresses that other machines reach: `host:port`, at least one. */
  seeds: readonly string[];
  /** The shared secret; this or `cert` or both. */
  secret?: string;
  /** PEM: certificate, key, CAs. */
  cert?: string;
}

const MAX_NAME_LENGTH = 100;
const MAX_SEEDS = 100;
/** A host name has 253 characters at most; brackets and a port come on top. */
const MAX_SEED_LENGTH = 270;
const MAX_SECRET_LENGTH = 10_000;
const MAX_CERT_LENGTH = 128 * 1024;

/** A host, perhaps in brackets, and perhaps a port. */
const ADDRESS = /^(?:\[(?<ip>[^\]]+)\]|(?<host>[^\s:[\]*#;,\p{C}]+))(?::(?<port>\d{1,5}))?$/u;

const seed = v.pipe(
  v.string(),
  v.maxLength(MAX_SEED_LENGTH, 'A seed is too long'),
  v.check(isAddress, ({ input }) => `The seed ${JSON.stringify(input)} is no host:port`),
);

const wellFormed = v.check((text: string) => text.isWellFormed(), 'A text is damaged');

const networkSchema = v.pipe(
  v.strictObject({
    name: v.pipe(
      v.string(),
      v.minLength(1, 'The network has no name'),
      v.maxLength(MAX_NAME_LENGTH, 'The name of the network is too long'),
      v.check((name) => !/\p{C}/u.test(name), 'The name of the network can’t be printed'),
    ),
    seeds: v.pipe(
      v.array(seed),
      v.minLength(1, 'There is no seed, so nobody would know whom to connect to'),
      v.maxLength(MAX_SEEDS, `There are more than ${MAX_SEEDS} seeds`),
    ),
    secret: v.exactOptional(
      v.pipe(
        v.string(),
        v.minLength(1, 'The secret is empty'),
        v.maxLength(MAX_SECRET_LENGTH, 'The secret is too long'),
        wellFormed,
      ),
    ),
    cert: v.exactOptional(
      v.pipe(v.string(), v.maxLength(MAX_CERT_LENGTH, 'The certificate is too long')),
    ),
  }),
  v.check(
    ({ secret, cert }) => secret !== undefined || cert !== undefined,
    'There is neither a secret nor a certificate, so no node would let anybody in',
  ),
);

/**
 * Checks what is to be told or was told about a network.
 *
 * @returns the network, its certificate in the usual form; or one sentence without a full stop that says
 *   what is wrong, and never shows the secret
 * @throws MeshError `cert-invalid`, `cert-mismatch`, `cert-expired`
 */
export function checkNetwork(value: unknown, clock: Pick<Clock, 'now'>): InvitedNetwork | string {
  const result = v.safeParse(networkSchema, value, { abortEarly: true, abortPipeEarly: true });
  if (!result.success) return sentenceOf(result.issues[0]);
  const { cert, ...network } = result.output;
  if (cert === undefined) return network;
  return { ...network, cert: importCertificate(cert, clock).pem };
}

/** Our own sentences stand as they are; valibot's, about types, quote values and so the secret. */
function sentenceOf(issue: v.BaseIssue<unknown>): string {
  if (issue.kind === 'validation') return issue.message;
  const path = issue.path?.map(({ key }) => String(key).slice(0, MAX_NAME_LENGTH)).join('.');
  return path ? `The value "${path}" is not what it should be` : 'Its values are no object';
}

/**
 * Whether it is `host`, `host:port`, `[IPv6]`, `[IPv6]:port` or a bare IPv6 address (protocol section 8). No
 * `*` and no bare port: they would mean the machine of whoever reads the invitation.
 */
function isAddress(text: string): boolean {
  if (isIPv6(text)) return true;
  const { ip, host, port = '4040' } = ADDRESS.exec(text)?.groups ?? {};
  const isHost = ip === undefined ? host !== undefined && !/^\d+$/.test(host) : isIPv6(ip);
  return isHost && Number(port) >= 1 && Number(port) <= 65_535;
}
