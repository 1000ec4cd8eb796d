/** Finding out which secret other nodes have, without joining and without telling them. */
import type { RotationPeer } from '../../shared/config-view.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { NodeId } from '../../shared/ids.ts';
import type { probeSeed } from '../mp/mp.ts';

/** Of all proofs only that says something about the secret; certificates prove without it. */
const SECRET_PROOF = ['hmac_md6_64_256'];
/** A node may be reachable by one of its addresses only; more are hardly worth the wait. */
const MAX_ADDRESSES = 3;
/** The node answered, and it proved something else or nothing. */
const OTHER_SECRET: readonly ErrorCode[] = ['secret-mismatch', 'auth-none-common', 'no-secret'];

/** A node to ask. */
export interface Candidate {
  /** `null` when only an address is known. */
  node: NodeId | null;
  /** `[]` when it listens nowhere. */
  addresses: readonly string[];
}

export interface Secrets {
  old: string;
  new: string;
}

export interface AskOptions {
  probeSeed: typeof probeSeed;
  secrets: Secrets;
  /** Which one is tried first: the one that most have by now. */
  first: keyof Secrets;
  cert: string | undefined;
  tlsRequired: boolean;
  /** An ID that no other node has: ours would look like a second node of that name. */
  newNodeId: () => string;
  /** The secret that nodes have that are connected to ours; `null` when ours has another one. */
  connected: keyof Secrets | null;
  isUp: (node: NodeId) => boolean;
}

/** Asks one node. Faults are answers. */
export async function askPeer(candidate: Candidate, options: AskOptions): Promise<RotationPeer> {
  const { node, addresses } = candidate;
  if (addresses.length === 0) return withoutAddress(candidate, options);
  let answer: RotationPeer | null = null;
  for (const address of addresses.slice(0, MAX_ADDRESSES)) {
    answer = await askAt(address, node, options);
    if (answer.takes !== 'unreachable') return answer;
  }
  return answer ?? withoutAddress(candidate, options);
}

/** A node that listens nowhere: all that can be known is by which secret it came in. */
function withoutAddress({ node }: Candidate, { connected, isUp }: AskOptions): RotationPeer {
  const about = { node: node ?? ('' as NodeId), address: null };
  if (node === null || connected === null || !isUp(node)) {
    return { ...about, takes: 'unreachable', text: 'It listens nowhere, so it can’t be asked.' };
  }
  const text = `It listens nowhere, but it is connected to this node, so it has the ${connected} secret.`;
  return { ...about, takes: connected, text };
}

async function askAt(
  address: string,
  node: NodeId | null,
  options: AskOptions,
): Promise<RotationPeer> {
  const second = options.first === 'old' ? 'new' : 'old';
  for (const which of [options.first, second] as const) {
    const { peer, error } = await options.probeSeed({
      address,
      secret: options.secrets[which],
      cert: options.cert,
      tlsRequired: options.tlsRequired,
      nodeId: options.newNodeId(),
      auths: SECRET_PROOF,
    });
    const about = { node: node ?? peer ?? (address as NodeId), address };
    if (!error) return { ...about, takes: which, text: `It has the ${which} secret.` };
    if (!OTHER_SECRET.includes(error.code)) {
      return { ...about, takes: 'unreachable', text: error.message };
    }
  }
  const text = 'It answers, but it has neither the old nor the new secret.';
  return { node: node ?? (address as NodeId), address, takes: 'neither', text };
}
