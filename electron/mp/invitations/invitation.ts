/** Inviting other machines to a network by a file. */

import type { Clock } from '../../../shared/clock.ts';
import { MeshError } from '../../../shared/errors.ts';
import type { Random } from '../crypto/random.ts';
import { INVITATION_KIND, PLAIN_KIND, invalid, kindOf } from './envelope.ts';
import {
  newHeader,
  readEnvelope,
  readJson,
  refuseOtherVersion,
  writeEnvelope,
} from './envelope.ts';
import { checkNetwork } from './network.ts';
import type { InvitedNetwork } from './network.ts';
import { assessPassphrase, MAX_PASSPHRASE_LENGTH } from './passphrase.ts';
import { deriveKey, seal, SEALING_COST, unseal } from './sealing.ts';
import type { DeriveKey } from './sealing.ts';

/** What making and opening need from outside. */
export interface InvitationTools {
  clock: Pick<Clock, 'now'>;
  random: Random;
  /** N of scrypt for new invitations; default {@link SEALING_COST}. */
  cost?: number;
  /** Default: scrypt. */
  deriveKey?: DeriveKey;
}

/** The version of the plain form. */
const PLAIN_VERSION = 1;

/**
 * Makes an encrypted invitation. Takes half a second to a second, on another thread.
 *
 * @param network checked here; a certificate is brought into its usual form
 * @param passphrase at least of strength `fair`; its Unicode form and space at its ends don't matter
 * @returns the text of the file
 * @throws MeshError `value-invalid` (the network or the passphrase), `cert-invalid`, `cert-mismatch`,
 *   `cert-expired`
 */
export async function createInvitation(
  network: InvitedNetwork,
  passphrase: string,
  tools: InvitationTools,
): Promise<string> {
  const plain = Buffer.from(JSON.stringify(ownNetwork(network, tools.clock)), 'utf8');
  checkPassphrase(passphrase);
  const header = newHeader(tools.cost ?? SEALING_COST, (count) => tools.random.bytes(count));
  const key = await (tools.deriveKey ?? deriveKey)(passphrase, header);
  return writeEnvelope(seal(plain, key, header));
}

/**
 * Opens an encrypted invitation. Takes as long as making one; a hostile file at most a few seconds and
 * 256 MiB, on another thread.
 *
 * @throws MeshError `invitation-invalid` (damaged, cut off, of another version, or its contents make no
 *   sense), `passphrase-wrong`, `cert-invalid`, `cert-mismatch`, `cert-expired`
 */
export async function openInvitation(
  text: string,
  passphrase: string,
  tools: Pick<InvitationTools, 'clock' | 'deriveKey'>,
): Promise<InvitedNetwork> {
  const envelope = readEnvelope(text);
  if (passphrase.length > MAX_PASSPHRASE_LENGTH) {
    throw new MeshError('passphrase-wrong', 'The passphrase is far too long.');
  }
  const key = await (tools.deriveKey ?? deriveKey)(passphrase, envelope.header);
  const value = readJson(unseal(envelope, key).toString('utf8'));
  return invitedNetwork(value, tools.clock);
}

/**
 * Writes a network down for everybody to read: whoever gets the file can join. Only after a warning.
 *
 * @returns the text of the file
 * @throws MeshError as {@link createInvitation}
 */
export function exportNetworkUnprotected(
  network: InvitedNetwork,
  clock: Pick<Clock, 'now'>,
): string {
  const value = { kind: PLAIN_KIND, version: PLAIN_VERSION, network: ownNetwork(network, clock) };
  return `${JSON.stringify(value, null, 2)}\n`;
}

/**
 * Reads what {@link exportNetworkUnprotected} wrote.
 *
 * @throws MeshError as {@link openInvitation}, but `passphrase-wrong`
 */
export function readUnprotectedNetwork(text: string, clock: Pick<Clock, 'now'>): InvitedNetwork {
  const value = readJson(text);
  if (!isProtectedValue(value)) {
    refuseOtherVersion(value);
    return invitedNetwork((value as { network?: unknown }).network, clock);
  }
  throw invalid('The file is encrypted', 'Enter the passphrase.');
}

/**
 * Whether a file needs a passphrase.
 *
 * @throws MeshError `invitation-invalid` when it is no invitation of either form
 */
export function isProtected(text: string): boolean {
  return isProtectedValue(readJson(text));
}

function isProtectedValue(value: unknown): boolean {
  const kind = kindOf(value);
  if (kind === INVITATION_KIND || kind === PLAIN_KIND) return kind === INVITATION_KIND;
  throw invalid('The file is no invitation');
}

function checkPassphrase(passphrase: string): void {
  if (passphrase.length > MAX_PASSPHRASE_LENGTH) {
    const text = `The passphrase is longer than ${MAX_PASSPHRASE_LENGTH} characters.`;
    throw new MeshError('value-invalid', text, { next: 'Choose a shorter one.' });
  }
  const { strength, text } = assessPassphrase(passphrase);
  if (strength === 'fair' || strength === 'strong') return;
  throw new MeshError('value-invalid', text, { next: 'Choose a stronger passphrase.' });
}

/** A network of ours, ready to be told to others. */
function ownNetwork(network: InvitedNetwork, clock: Pick<Clock, 'now'>): InvitedNetwork {
  const checked = checkNetwork(network, clock);
  if (typeof checked !== 'string') return checked;
  throw new MeshError('value-invalid', `There can be no invitation. ${checked}.`);
}

/** A network of others, as far as it makes sense. */
function invitedNetwork(value: unknown, clock: Pick<Clock, 'now'>): InvitedNetwork {
  const checked = checkNetwork(value, clock);
  if (typeof checked !== 'string') return checked;
  throw invalid(`The invitation makes no sense. ${checked}`);
}
