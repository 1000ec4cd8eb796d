/** Replacing the secret of a network, node by node. */
import type { RotationPeer, RotationView } from '../../shared/config-view.ts';
import { MeshError } from '../../shared/errors.ts';
import type { NodeId } from '../../shared/ids.ts';
import type { ConfigContent } from '../mp/config/content.ts';
import { profileLabel } from '../mp/config/layers.ts';
import { toFileText, toPlainText } from '../mp/config/octets.ts';
import { readValue } from '../mp/config/shapes.ts';
import type { probeSeed } from '../mp/mp.ts';
import { ownValue } from './changes.ts';
import type { ConfigFile } from './config-file.ts';
import type { InvitationFile, Invitations } from './invitations.ts';
import { homeOf, layerOf, secretOf } from './layer.ts';
import { askPeer, type AskOptions, type Candidate, type Secrets } from './peer-secrets.ts';
import type { NodeLife, RunningNode } from './running.ts';
import type { SecretClipboard } from './secret-clipboard.ts';
import { inTurns } from './turns.ts';
import { effectiveText } from './values.ts';

/** Nodes that are asked at the same time. */
const AT_ONCE = 8;

export interface RotationOptions {
  file: Pick<ConfigFile, 'content' | 'change'>;
  life: NodeLife;
  invitations: Pick<Invitations, 'seal'>;
  clipboard: Pick<SecretClipboard, 'copy'>;
  probeSeed: typeof probeSeed;
  newSecret: () => string;
  fingerprint: (secret: string) => string;
  /** The random part of an ID that no other node has. */
  anonymousName: () => string;
  /** Called when {@link Rotation.takeChange} has something to tell. */
  onChange: () => void;
}

/** One rotation under way. Holds secrets: the new one is nowhere else before the move. */
interface Current {
  /** Where it was asked for. */
  profile: string | null;
  /** Where in the file the secret stands: all profiles that have it from there move together. */
  home: string | null;
  secrets: Secrets;
  /** How the new secret was handed out so far. */
  savedTo: string | null;
  seen: boolean;
  moved: boolean;
  /** The running node still has the old secret, although the file has the new one. */
  restartDue: boolean;
  /** Everybody who was ever seen: after the move, nodes with the old secret are out of sight. */
  candidates: Map<string, Candidate>;
  peers: readonly RotationPeer[];
}

/**
 * Guides a network to a new secret. Every node takes one secret only, so the nodes move one after
 * the other, and the two halves don't see each other until the last one has moved.
 */
export class Rotation {
  readonly #options: RotationOptions;
  #current: Current | null = null;
  #changed = false;

  constructor(options: RotationOptions) {
    this.#options = options;
  }

  /**
   * Makes a new secret, and asks all nodes which one they have. A rotation that was under way is over.
   * @throws MeshError `no-secret`, `profile-*`, `parent-unknown`
   */
  async begin(profile: string | null): Promise<RotationView> {
    const content = await this.#options.file.content();
    const layer = layerOf(content, profile);
    const secrets = { old: secretOf(layer), new: this.#options.newSecret() };
    const home = homeOf(layer, 'secret');
    const current: Current = {
      profile,
      home,
      secrets,
      savedTo: null,
      seen: false,
      moved: false,
      restartDue: false,
      candidates: new Map(),
      peers: [],
    };
    this.#current = current;
    try {
      return await this.ask();
    } catch (error) {
      if (this.#current === current) this.cancel();
      throw error;
    }
  }

  /** Asks again. @throws MeshError `not-running` when no rotation is under way */
  async ask(): Promise<RotationView> {
    const current = this.#rotation();
    const content = await this.#options.file.content();
    this.#collect(current, content);
    const ask = this.#askOptions(current, content);
    const own = this.#options.life.running()?.node.id;
    const answers = await inTurns([...current.candidates.values()], AT_ONCE, (candidate) =>
      askPeer(candidate, ask),
    );
    // A seed may be a node that is known already, or this one.
    const peers = new Map(answers.toReversed().map((peer) => [peer.node, peer]));
    if (own !== undefined) peers.delete(own);
    current.peers = [...peers.values()].sort((a, b) => (a.node < b.node ? -1 : 1));
    this.#touch();
    return this.#view(current);
  }

  /**
   * Writes the new secret to the file, and starts the node anew with it.
   * @throws MeshError `config-conflict` when somebody else has changed the secret; why the node can't start
   */
  async move(): Promise<RotationView> {
    const current = this.#rotation();
    if (!current.moved) await this.#write(current);
    if (current.restartDue) await this.#options.life.restart();
    current.restartDue = false;
    return this.ask();
  }

  /** Forgets the new secret, unless the file has it. */
  cancel(): void {
    if (!this.#current) return;
    this.#current = null;
    this.#touch();
  }

  /** A window that has just opened goes on where another one was. */
  takeAll(): { rotation: RotationView | null } {
    this.#changed = false;
    return { rotation: this.#current && this.#view(this.#current) };
  }

  takeChange(): { rotation?: RotationView | null } {
    return this.#changed ? this.takeAll() : {};
  }

  /** An encrypted file with the new secret, for the other machines. @throws MeshError `value-invalid` */
  async invite(passphrase: string): Promise<InvitationFile> {
    const current = this.#rotation();
    const content = await this.#options.file.content();
    const cert = effectiveText(layerOf(content, current.profile), 'cert');
    const running = this.#own(current, content);
    const network = {
      name: profileLabel(current.profile ?? running?.profile ?? 'network'),
      seeds: this.#addresses(current, running),
      secret: current.secrets.new,
      ...(cert !== undefined && { cert }),
    };
    return this.#options.invitations.seal(network, passphrase);
  }

  /** The invitation was put there: the new secret is not only here any more. */
  saved(path: string): void {
    this.#rotation().savedTo = path;
    this.#touch();
  }

  /** The new secret, for machines that take no invitation. @throws MeshError `not-running` */
  reveal(): string {
    const current = this.#rotation();
    current.seen = true;
    this.#touch();
    return current.secrets.new;
  }

  /** Puts the new secret on the clipboard for a short while. @throws MeshError `not-running` */
  copy(): Promise<void> {
    return this.#options.clipboard.copy(this.reveal());
  }

  /** What would be lost if the program ended now, one sentence each. */
  atStake(): string[] {
    const current = this.#current;
    if (!current || current.moved) return [];
    const { savedTo, seen } = current;
    if (savedTo === null && !seen) {
      return ['A rotation of the secret is under way: the new secret, which is in no file, goes.'];
    }
    const where = savedTo === null ? 'in no file here' : `only in the invitation ${savedTo}`;
    return [
      `A rotation of the secret is under way, and the new secret is ${where}. Without it, this node is cut off from those that have moved.`,
    ];
  }

  async #write(current: Current): Promise<void> {
    const { home, secrets } = current;
    const before = await this.#options.file.content();
    const restartDue = this.#isSharedBy(this.#options.life.running(), current, before);
    await this.#options.file.change([
      {
        kind: 'set',
        profile: home,
        key: 'secret',
        value: toFileText(secrets.new),
        seen: { value: this.#unchanged(current, before) },
      },
    ]);
    Object.assign(current, { moved: true, restartDue });
    this.#touch();
  }

  #touch(): void {
    this.#changed = true;
    this.#options.onChange();
  }

  /** What stands in the file for the old secret. @throws MeshError `config-conflict` */
  #unchanged({ home, secrets }: Current, content: ConfigContent) {
    const value = ownValue(content, home, 'secret');
    const text = value === undefined || value === null ? undefined : readValue('secret', value);
    if (text !== undefined && toPlainText(text) === secrets.old) return value;
    throw new MeshError('config-conflict', 'The secret in the file was changed meanwhile.', {
      next: 'Look at the file as it is now, and begin again.',
    });
  }

  /** Remembers the nodes that can be seen now, and the seeds. */
  #collect(current: Current, content: ConfigContent): void {
    const node = this.#own(current, content)?.node;
    if (node) {
      for (const id of node.knownNodes().filter((known) => known !== node.id)) {
        const before = current.candidates.get(id)?.addresses ?? [];
        const addresses = node.addressesOf(id) ?? before;
        current.candidates.set(id, { node: id, addresses });
      }
    }
    const known = new Set([...current.candidates.values()].flatMap(({ addresses }) => addresses));
    for (const seed of [...seedsOf(content, current.profile), ...(node?.seeds ?? [])]) {
      if (known.has(seed)) continue;
      current.candidates.set(`seed ${seed}`, { node: null, addresses: [seed] });
    }
  }

  #askOptions(current: Current, content: ConfigContent): AskOptions {
    const { probeSeed, life, anonymousName } = this.#options;
    const running = life.running();
    const layer = layerOf(content, current.profile);
    const required = readValue('tls_required', layer.effective.values['tls_required'] ?? true);
    const which = current.moved ? 'new' : 'old';
    return {
      probeSeed,
      secrets: current.secrets,
      first: which,
      cert: effectiveText(layer, 'cert'),
      tlsRequired: required ?? true,
      newNodeId: () => `anon/${anonymousName()}`,
      connected: this.#isSharedBy(running, current, content) ? which : null,
      isUp: (node: NodeId) => running?.node.upNodes().includes(node) ?? false,
    };
  }

  /** The running node, when it belongs to the network whose secret is rotated. */
  #own(current: Current, content: ConfigContent): RunningNode | null {
    const running = this.#options.life.running();
    return this.#isSharedBy(running, current, content) ? running : null;
  }

  /** Whether the running node has its secret from the same place. */
  #isSharedBy(running: RunningNode | null, { home }: Current, content: ConfigContent): boolean {
    if (!running || running.rc === null) return false;
    try {
      return homeOf(layerOf(content, running.profile), 'secret') === home;
    } catch {
      // The profile that it was started with is gone, or never was in the file: global values count.
      return home === null;
    }
  }

  #addresses({ profile, peers }: Current, running: RunningNode | null): string[] {
    const own = [...(running?.node.listeners ?? [])];
    const others = peers.flatMap(({ address }) => (address === null ? [] : [address]));
    const all = own.length > 0 ? own : others;
    if (all.length > 0) return [...new Set(all)];
    throw new MeshError('value-invalid', 'No address of this network is known.', {
      next: profile === null ? 'Start a node of it first.' : 'Start this profile first.',
    });
  }

  #view(current: Current): RotationView {
    const { profile, secrets, savedTo, seen, moved, restartDue, peers } = current;
    const { fingerprint } = this.#options;
    const lagging = peers.some(({ takes }) => takes === 'old' || takes === 'neither');
    return {
      profile,
      old: fingerprint(secrets.old),
      new: fingerprint(secrets.new),
      peers,
      savedTo,
      seen,
      moved: moved && !restartDue,
      complete: moved && !lagging,
    };
  }

  #rotation(): Current {
    if (this.#current) return this.#current;
    throw new MeshError('not-running', 'No rotation of a secret is under way.', {
      next: 'Begin one first.',
    });
  }
}

function seedsOf(content: ConfigContent, profile: string | null): readonly string[] {
  const value = layerOf(content, profile).effective.values['seeds'] ?? null;
  return (value === null ? undefined : readValue('seeds', value)) ?? [];
}
