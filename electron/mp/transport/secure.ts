import type { Socket } from 'node:net';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { MeshError } from '../../../shared/errors.ts';
import { tlsOptions, type TlsIdentity } from './identity.ts';

/** Decided by the nonces (protocol section 2). */
export type TlsRole = 'client' | 'server';

/** How the encryption of a connection began. */
export interface SecureListener {
  /** Both certificates were verified. */
  secured: (socket: TLSSocket, cipher: string) => void;
  failed: (reason: MeshError) => void;
}

/**
 * Turns a plain socket into an encrypted one. The plain one must not be touched afterwards: destroying
 * it beneath its TLS socket can end the process.
 * @param socket with everything in its buffer that came after the greeting lines
 */
export function secure(
  socket: Socket,
  role: TlsRole,
  identity: TlsIdentity,
  listener: SecureListener,
): void {
  if (role === 'client') secureAsClient(socket, identity, listener);
  else secureAsServer(socket, identity, listener);
}

function secureAsClient(socket: Socket, identity: TlsIdentity, listener: SecureListener): void {
  const secured = connect({
    ...tlsOptions(identity),
    socket,
    // The certificate is checked against our own, not against a host name.
    checkServerIdentity: () => undefined,
  });
  const fail = (error: Error) => listener.failed(tlsError(error));
  secured.once('error', fail);
  secured.once('close', () => listener.failed(tlsError(new Error('closed'))));
  secured.once('secureConnect', () => {
    secured.removeAllListeners('error').removeAllListeners('close');
    handOver(socket, secured, listener);
  });
}

/** Through a server that listens nowhere: only that verifies client certificates by public API. */
function secureAsServer(socket: Socket, identity: TlsIdentity, listener: SecureListener): void {
  const server = createServer(tlsOptions(identity));
  server.once('secureConnection', (secured) => {
    server.removeAllListeners('tlsClientError');
    handOver(socket, secured, listener);
  });
  server.on('tlsClientError', (error) => listener.failed(tlsError(error)));
  server.emit('connection', socket);
}

/** Asking a TLS socket for its cipher when the one beneath it is gone ends the process. */
function handOver(plain: Socket, secured: TLSSocket, listener: SecureListener): void {
  if (plain.destroyed || secured.destroyed) listener.failed(tlsError(new Error('closed')));
  else listener.secured(secured, cipherOf(secured));
}

function cipherOf(socket: TLSSocket): string {
  return `${socket.getProtocol() ?? 'TLS'} ${socket.getCipher().name}`;
}

/** Why TLS failed, as far as this side can know: a refused certificate is said to the other side only. */
function tlsError(cause: Error & { code?: string }): MeshError {
  const text = `${cause.code ?? ''} ${cause.message}`;
  const what =
    CAUSES.find(([pattern]) => pattern.test(text))?.[1] ?? `TLS failed: ${cause.message}`;
  return new MeshError('tls-failed', `${what}.`, { cause });
}

const CAUSES: readonly [RegExp, string][] = [
  [
    /SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|SIGNATURE_FAILURE|certificate verify failed/i,
    'The certificate of the other side is not the one of this network',
  ],
  [/CERT_HAS_EXPIRED|certificate has expired/i, 'The certificate of the other side has expired'],
  [
    /CERT_NOT_YET_VALID/i,
    'The certificate of the other side is not valid yet; a clock may be wrong',
  ],
  [/PEER_DID_NOT_RETURN|no certificate/i, 'The other side has no certificate'],
  [
    /alert unknown ca|bad certificate|ALERT|closed|ECONNRESET|EPIPE|hang up|disconnected/i,
    'The other side ended the encryption; it doesn’t accept our certificate',
  ],
  [
    /PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|NO_SHARED_CIPHER/i,
    'The two sides have no TLS version or cipher in common',
  ],
];
