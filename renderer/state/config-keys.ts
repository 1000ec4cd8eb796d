/** The values of a profile (protocol section 9): what they are called, may hold, and mean. */
import { isNodeId } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';
import { checkAddress } from './addresses.ts';
import type { AddressUse } from './addresses.ts';

export interface Choice {
  value: string;
  label: string;
  text: string;
}

interface Common {
  key: string;
  label: string;
  hint: string;
}

/** One value and the control that fits it. */
export type KeySpec =
  | (Common & { kind: 'node-id' })
  | (Common & { kind: 'addresses'; use: AddressUse; none: string })
  | (Common & { kind: 'seconds' })
  | (Common & { kind: 'choices'; choices: readonly Choice[] })
  | (Common & { kind: 'switch'; on: string; off: string });

export interface KeySection {
  title: string;
  keys: readonly KeySpec[];
}

/** A timer in milliseconds must stay below 2³¹. */
export const MAX_SECONDS = 1_000_000;

/** A node ID that asks for a random one (protocol section 1). */
export const ANONYMOUS = 'anon/';

/** What counts when neither the profile, its parents nor the global values say anything. */
export const BUILT_IN: Readonly<Record<string, Json>> = {
  binds: ['*'],
  seeds: [],
  monitor_timeout: 30,
  connect_interval: 2,
  framing_format: ['json', 'storable'],
  auth_offer: ['tls_md6_64_256', 'hmac_md6_64_256'],
  auth_accept: ['tls_md6_64_256', 'hmac_md6_64_256', 'tls_anon', 'cleartext'],
  nodelay: true,
  tls_required: true,
};

const TLS_DIGEST: Choice = {
  value: 'tls_md6_64_256',
  label: 'Certificate',
  text: 'The encrypted connection proves who it is; needs a certificate on both sides.',
};
const SECRET_DIGEST: Choice = {
  value: 'hmac_md6_64_256',
  label: 'Secret',
  text: 'Proves that it knows the secret, without sending it.',
};

export const IDENTITY: KeySection = {
  title: 'Identity',
  keys: [
    {
      key: 'nodeid',
      kind: 'node-id',
      label: 'Node ID',
      hint: 'The name in the network, different from all others. anon/ takes a random one at each start.',
    },
  ],
};

export const NETWORK: KeySection = {
  title: 'Network',
  keys: [
    {
      key: 'seeds',
      kind: 'addresses',
      use: 'seed',
      label: 'Seeds',
      hint: 'Long-running nodes that are dialled to find the network. Without a port: 4040.',
      none: 'None: this node waits until others come to it.',
    },
    {
      key: 'binds',
      kind: 'addresses',
      use: 'bind',
      label: 'Listens on',
      hint: '* is all addresses of this machine but loopback; as a port, any free one. 4040 alone is port 4040 of its host name.',
      none: 'Nothing: other nodes can’t dial this one, it dials them.',
    },
  ],
};

export const TLS_REQUIRED: KeySpec = {
  key: 'tls_required',
  kind: 'switch',
  label: 'Require TLS',
  hint: 'Counts with a certificate only. Off lets nodes in that have the secret but don’t encrypt.',
  on: 'only encrypted connections',
  off: 'unencrypted ones too',
};

export const TIMING: KeySection = {
  title: 'Timing',
  keys: [
    {
      key: 'monitor_timeout',
      kind: 'seconds',
      label: 'Monitor timeout',
      hint: 'A handshake or a silent connection is given up after this time.',
    },
    {
      key: 'connect_interval',
      kind: 'seconds',
      label: 'Connect interval',
      hint: 'The time between two attempts to connect.',
    },
  ],
};

export const PROTOCOL: KeySection = {
  title: 'Protocol',
  keys: [
    {
      key: 'framing_format',
      kind: 'choices',
      label: 'Framings',
      hint: 'How messages are written, the preferred one first.',
      choices: [
        { value: 'json', label: 'JSON', text: 'Understood by every implementation.' },
        { value: 'storable', label: 'Storable', text: 'Perl’s own format, for Perl nodes.' },
      ],
    },
    {
      key: 'auth_offer',
      kind: 'choices',
      label: 'Proves itself by',
      hint: 'How this node proves that it belongs to the network, the preferred way first.',
      choices: [TLS_DIGEST, SECRET_DIGEST],
    },
    {
      key: 'auth_accept',
      kind: 'choices',
      label: 'Accepts',
      hint: 'What it takes as a proof from others, the preferred way first.',
      choices: [
        TLS_DIGEST,
        SECRET_DIGEST,
        {
          value: 'tls_anon',
          label: 'Encrypted, unproven',
          text: 'Encrypted, but without a proof: such a node is marked as untrusted.',
        },
        {
          value: 'cleartext',
          label: 'Secret in clear text',
          text: 'The secret itself crosses the network. For very old nodes only.',
        },
      ],
    },
    {
      key: 'nodelay',
      kind: 'switch',
      label: 'Send at once',
      hint: 'TCP_NODELAY: small messages don’t wait for more to come.',
      on: 'at once',
      off: 'may wait for more',
    },
    {
      key: 'autocork',
      kind: 'switch',
      label: 'Bundle writes',
      hint: 'Messages of one moment leave in one write.',
      on: 'bundled',
      off: 'one by one',
    },
  ],
};

export const SECTIONS: readonly KeySection[] = [IDENTITY, NETWORK, TIMING, PROTOCOL];

const SPECS = new Map<string, KeySpec>(
  [...SECTIONS.flatMap((section) => section.keys), TLS_REQUIRED].map((spec) => [spec.key, spec]),
);

const OTHER_LABELS: Readonly<Record<string, string>> = {
  parent: 'Parent',
  secret: 'Secret',
  cert: 'Certificate',
};

/** What a key is called on the screen. */
export function keyLabel(key: string): string {
  return SPECS.get(key)?.label ?? OTHER_LABELS[key] ?? key;
}

/** A loosely typed value as text; numbers may be stored as strings and the other way round. */
export function textOf(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** A list, or one string with commas. Entries of other kinds are left out. */
export function listOf(value: Json | undefined): string[] {
  if (typeof value === 'string') return value.split(',').map((part) => part.trim());
  if (!Array.isArray(value)) return [];
  return value.filter((item) => typeof item === 'string' || typeof item === 'number').map(String);
}

/** What Perl takes for true. */
export function switchOf(value: Json | undefined): boolean {
  return value !== '0' && Boolean(value);
}

/** Seconds, or `null` when the text is no number in range. */
export function secondsOf(value: Json | undefined): number | null {
  const text = textOf(value).trim();
  const seconds = /^(?:\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : 0;
  return seconds > 0 && seconds <= MAX_SECONDS ? seconds : null;
}

/** Why a value can't be saved, or `null`. */
export function valueProblem(key: string, value: Json): string | null {
  const spec = SPECS.get(key);
  switch (spec?.kind) {
    case 'node-id':
      return nodeIdProblem(textOf(value));
    case 'seconds':
      return secondsOf(value) === null
        ? `Enter a number of seconds above 0, up to ${MAX_SECONDS}.`
        : null;
    case 'choices':
      return listOf(value).length === 0 ? 'Choose at least one.' : null;
    case 'addresses':
      return addressesProblem(listOf(value), spec.use);
    case 'switch':
    case undefined:
      return null;
  }
}

/** The value as it goes into the file: seconds as a number. */
export function cleanValue(key: string, value: Json): Json {
  const spec = SPECS.get(key);
  if (spec?.kind === 'seconds') return secondsOf(value) ?? value;
  return spec?.kind === 'addresses' ? listOf(value).map((address) => address.trim()) : value;
}

/** @param text a node ID, perhaps `anon/` */
export function nodeIdProblem(text: string): string | null {
  if (text === '') return 'Enter a node ID, or inherit it.';
  return isNodeId(text) ? null : 'Use 1 to 255 printable characters without "#" and ";".';
}

function addressesProblem(addresses: readonly string[], use: AddressUse): string | null {
  for (const address of addresses) {
    const check = checkAddress(address, use);
    if (!check.ok) return check.problem;
  }
  return null;
}
