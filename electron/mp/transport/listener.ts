import { createServer, type Server, type Socket } from 'node:net';
import { MeshError } from '../../../shared/errors.ts';
import { formatEndpoint, type Endpoint } from './addresses.ts';

/** A socket that takes connections. */
export interface TcpListener {
  /** `ip:port`, with the real port. */
  readonly address: string;
  /** Stops taking connections; those that were taken stay. */
  close(): Promise<void>;
}

/**
 * Listens on one endpoint.
 * @param onSocket called with every connected socket and the address of its other end
 * @throws MeshError `address-in-use`, `address-unavailable`
 */
export function listen(
  endpoint: Endpoint,
  onSocket: (socket: Socket, peerAddress: string) => void,
): Promise<TcpListener> {
  const server = createServer((socket) => {
    // The peer may be gone before we look.
    if (socket.remoteAddress === undefined) return void socket.destroy();
    onSocket(socket, formatEndpoint({ ip: socket.remoteAddress, tcpPort: socket.remotePort ?? 0 }));
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(endpoint, error)));
    server.listen({ host: endpoint.ip, port: endpoint.tcpPort, ipv6Only: true }, () => {
      // Errors of accepting are those of single connections (too many files): nothing to do here.
      server.removeAllListeners('error').on('error', () => undefined);
      resolve(listenerOf(server));
    });
  });
}

function listenerOf(server: Server): TcpListener {
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('not a TCP socket');
  return {
    address: formatEndpoint({ ip: bound.address, tcpPort: bound.port }),
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

function listenError(endpoint: Endpoint, cause: NodeJS.ErrnoException): MeshError {
  const address = formatEndpoint(endpoint);
  if (cause.code === 'EADDRINUSE') {
    return new MeshError('address-in-use', `Another program listens on ${address}.`, { cause });
  }
  if (cause.code === 'EACCES') {
    return new MeshError('address-unavailable', `This user may not listen on ${address}.`, {
      cause,
      next: 'Choose a port above 1023.',
    });
  }
  return new MeshError(
    'address-unavailable',
    `${address} can't be listened on: ${cause.message}.`,
    { cause },
  );
}
