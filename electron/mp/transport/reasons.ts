import { MeshError } from '../../../shared/errors.ts';
import type { NodeId } from '../../../shared/ids.ts';
import { HANDSHAKE_TIMEOUT } from '../wire/limits.ts';
import { MAX_UNSENT_OCTETS } from './limits.ts';

/** How far a connection had come when it ended. */
export type Progress =
  | { name: 'connecting' }
  | { name: 'handshake'; peer: NodeId | null; verified: boolean }
  | { name: 'up' }
  | { name: 'closed' };

/** Why a connection took too long. @param address of the other end */
export function timedOut(progress: Progress, address: string): MeshError {
  const seconds = HANDSHAKE_TIMEOUT / 1000;
  return progress.name === 'connecting'
    ? new MeshError('seed-unreachable', `Nothing answers at ${address} within ${seconds} s.`)
    : new MeshError(
        'handshake-timeout',
        `${address} didn't finish its greeting within ${seconds} s.`,
      );
}

/** What an error of the socket means. */
export function socketFailed(
  progress: Progress,
  address: string,
  cause: NodeJS.ErrnoException,
): MeshError {
  const why = EXPLANATIONS[cause.code ?? ''] ?? cause.message;
  return progress.name === 'connecting'
    ? new MeshError('seed-unreachable', `${address} can't be reached: ${why}.`, { cause })
    : new MeshError('connection-lost', `The connection broke: ${why}.`, { cause });
}

/**
 * Why a peer that says nothing may have closed, by how far it got: the protocol has no words for it.
 */
export function peerClosed(progress: Progress, address: string): MeshError {
  if (progress.name === 'up' || progress.name === 'closed') {
    return new MeshError('connection-lost', 'The other side closed the connection.');
  }
  if (progress.name === 'connecting' || progress.peer === null) {
    return new MeshError('peer-closed', `${address} closed the connection without a greeting.`);
  }
  const { peer, verified } = progress;
  if (verified) {
    return new MeshError(
      'node-id-taken',
      `"${peer}" closed the connection although the secret is right: it seems to know another node with the ID of this one.`,
    );
  }
  return new MeshError(
    'peer-closed',
    `"${peer}" closed the connection after the greeting: it has another secret, or knows another node with the ID of this one.`,
    { next: 'Compare the secrets, and choose a node ID that no other node has.' },
  );
}

/** The peer doesn't read what we send. */
export function tooSlow(): MeshError {
  return new MeshError(
    'connection-lost',
    `More than ${MAX_UNSENT_OCTETS / 2 ** 20} MiB wait to be read by the other side.`,
    { next: 'Send less, or find out why that node reads so slowly.' },
  );
}

const EXPLANATIONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the other side reset it',
  EPIPE: 'the other side closed it',
  ETIMEDOUT: 'no answer in time',
  EHOSTUNREACH: 'there is no way to that host',
  ENETUNREACH: 'there is no way to that network',
  EADDRNOTAVAIL: 'the address can’t be used',
};
