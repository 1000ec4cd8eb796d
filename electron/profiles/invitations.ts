/** Inviting other machines, and taking invitations. */
import { hostname } from 'node:os';
import type { Clock } from '../../shared/clock.ts';
import type { ConfigRequests, ConfigView, InvitationView } from '../../shared/config-view.ts';
import { MeshError } from '../../shared/errors.ts';
import { isNodeId } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';
import type { Change } from '../mp/config/changes.ts';
import type { ConfigContent } from '../mp/config/content.ts';
import { profileKey, profileLabel } from '../mp/config/layers.ts';
import { toFileText } from '../mp/config/octets.ts';
import type { Random } from '../mp/crypto/random.ts';
import { assessSecret } from '../mp/crypto/secret.ts';
import {
  createInvitation,
  exportNetworkUnprotected,
  isProtected,
  openInvitation,
  readUnprotectedNetwork,
} from '../mp/invitations/invitation.ts';
import type { InvitedNetwork } from '../mp/invitations/network.ts';
import { DEFAULT_TCP_PORT, parseHostPort } from '../mp/transport/addresses.ts';
import { certificateView } from './certificate-view.ts';
import { storedValue } from './changes.ts';
import type { ConfigFile } from './config-file.ts';
import type { Kept, KeptTexts } from './kept-texts.ts';
import { layerOf } from './layer.ts';
import { effectiveText, layerValues } from './values.ts';

/** A node ID that asks for a random one. */
const ANONYMOUS = 'anon/';
/** Longest name of a network in the name of a file. */
const MAX_FILE_NAME = 60;

export interface InvitationsOptions {
  file: Pick<ConfigFile, 'content' | 'change'>;
  clock: Clock;
  random: Random;
  texts: Pick<KeptTexts, 'get' | 'forget'>;
  /** N of scrypt; for tests. */
  cost?: number;
}

/** An invitation as it was made. It may hold secrets for all to read. */
export interface InvitationFile {
  /** Proposed name of the file. */
  name: string;
  text: string;
}

/** Invitations of and for profiles. */
export class Invitations {
  readonly #options: InvitationsOptions;

  constructor(options: InvitationsOptions) {
    this.#options = options;
  }

  /**
   * Writes down what another machine needs to join the network of a profile.
   * @throws MeshError `value-invalid` (seeds, passphrase, nothing to prove oneself by), `cert-*`, `profile-*`
   */
  async create(request: ConfigRequests['invitation.create']['args']): Promise<InvitationFile> {
    const { profile, seeds, passphrase } = request;
    const layer = layerOf(await this.#options.file.content(), profile);
    const [secret, cert] = [effectiveText(layer, 'secret'), effectiveText(layer, 'cert')];
    const network: InvitedNetwork = {
      name: profileLabel(layer.name ?? hostname()),
      seeds,
      ...(secret !== undefined && secret !== '' && { secret }),
      ...(cert !== undefined && { cert }),
    };
    return this.seal(network, passphrase);
  }

  /** @param passphrase `null`: for everybody to read */
  async seal(network: InvitedNetwork, passphrase: string | null): Promise<InvitationFile> {
    const { clock } = this.#options;
    const text =
      passphrase === null
        ? exportNetworkUnprotected(network, clock)
        : await createInvitation(network, passphrase, this.#options);
    return { name: fileName(network.name), text };
  }

  /**
   * What an invitation says. The passphrase that fits is remembered until the invitation is accepted.
   * @throws MeshError `invitation-invalid`, `passphrase-wrong`, `cert-*`, `file-unreadable`
   */
  async open(request: ConfigRequests['invitation.open']['args']): Promise<InvitationView> {
    const kept = this.#options.texts.get(request.token);
    const { name, seeds, secret, cert } = await this.#read({ ...kept, ...request });
    kept.passphrase = request.passphrase;
    const now = this.#options.clock.now();
    return {
      network: name,
      seeds,
      secret: secret === undefined ? null : assessed(secret),
      certificate: cert === undefined ? null : certificateView(cert, now),
    };
  }

  /**
   * Takes an invitation into a profile: a new one, or one that is in the network already and gets its
   * new secret or certificate this way.
   * @throws MeshError like {@link open}, and `node-id-invalid`, `address-invalid`
   */
  async accept(request: ConfigRequests['invitation.accept']['args']): Promise<ConfigView> {
    const { file, texts } = this.#options;
    const network = await this.#read(texts.get(request.token));
    assertPlace(request.nodeId, request.binds);
    const view = await file.change(acceptChanges(await file.content(), network, request));
    texts.forget(request.token);
    return view;
  }

  async #read({ text, passphrase }: Pick<Kept, 'text' | 'passphrase'>): Promise<InvitedNetwork> {
    if (!isProtected(text)) return readUnprotectedNetwork(text, this.#options.clock);
    if (passphrase !== null) return openInvitation(text, passphrase, this.#options);
    throw new MeshError('passphrase-wrong', 'This invitation is encrypted.', {
      next: 'Enter its passphrase.',
    });
  }
}

/** @throws MeshError `node-id-invalid`, `address-invalid` */
function assertPlace(nodeId: string, binds: readonly string[]): void {
  if (nodeId !== ANONYMOUS && !isNodeId(nodeId)) {
    throw new MeshError('node-id-invalid', `"${nodeId}" can’t be the ID of a node.`);
  }
  for (const bind of binds) parseHostPort(bind, DEFAULT_TCP_PORT, hostname());
}

function acceptChanges(
  content: ConfigContent,
  network: InvitedNetwork,
  place: { profile: string; nodeId: string; binds: readonly string[] },
): Change[] {
  const { profile } = place;
  const fresh = toFileText(profile);
  const values = {
    nodeid: storedValue('nodeid', place.nodeId),
    binds: [...place.binds],
    seeds: [...network.seeds],
  };
  const { cert } = network;
  const credentials = { secret: storedValue('secret', network.secret), cert };
  // In a new file they are global: other profiles that are added are in the same network.
  if (content.profiles.size === 0 && Object.keys(content.globals).length === 0) {
    return [...sets(null, credentials), { kind: 'create-profile', profile: fresh, values }];
  }
  const key = profileKey(content, profile);
  const all = { ...values, ...overriding(content, key, credentials) };
  return key === undefined
    ? [{ kind: 'create-profile', profile: fresh, values: defined(all) }]
    : sets(key, all);
}

/** What the network doesn't have must not be inherited from another one either. */
function overriding(
  content: ConfigContent,
  key: string | undefined,
  given: Readonly<Record<'secret' | 'cert', string | undefined>>,
): Record<string, Json | undefined> {
  const layer = key === undefined ? layerValues(content, null) : layerValues(content, key);
  const names = ['secret', 'cert'] as const;
  return Object.fromEntries(
    names.map((name) => [
      name,
      given[name] ?? (effectiveText(layer, name) === undefined ? undefined : null),
    ]),
  );
}

function sets(
  profile: string | null,
  values: Readonly<Record<string, Json | undefined>>,
): Change[] {
  return Object.entries(defined(values)).map(([key, value]) => {
    return { kind: 'set', profile, key, value };
  });
}

function defined(values: Readonly<Record<string, Json | undefined>>): Record<string, Json> {
  const entries = Object.entries(values);
  return Object.fromEntries(
    entries.filter((entry): entry is [string, Json] => entry[1] !== undefined),
  );
}

function assessed(secret: string): InvitationView['secret'] {
  const { strength, text } = assessSecret(secret);
  return { strength, text };
}

/** A name that every system takes for a file. */
function fileName(network: string): string {
  const plain = network.replace(/[^\p{L}\p{N}_-]+/gu, '-').replace(/^-+|-+$/g, '');
  return `${plain.slice(0, MAX_FILE_NAME) || 'network'}.meshdeck-invitation`;
}
