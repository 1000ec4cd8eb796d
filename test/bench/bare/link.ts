/** A socket pair with JSON and nothing else: what Node.js can do at best. */
import { readFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';
import { Splitter } from './splitter.ts';

/** A port name as a node would give it: frames of both have the same size. */
export const PORT_NAME = 'HR30x2o4C.a';

type Receiver = (frame: unknown[]) => void;

/** One end of the pair. What is written in one tick goes out as one string. */
export class Link {
  readonly ports = new Map<string, Receiver>();
  readonly #socket: Socket;
  #out = '';

  constructor(socket: Socket) {
    this.#socket = socket.setNoDelay(true);
    const splitter = new Splitter((frame) => this.ports.get(frame[0] as string)?.(frame));
    socket.on('data', (chunk: Buffer) => splitter.push(chunk));
    socket.on('error', () => process.exit(0));
  }

  /** @param frame begins with the name of a port */
  send(frame: readonly unknown[]): void {
    if (this.#out === '') queueMicrotask(() => this.#flush());
    this.#out += JSON.stringify(frame);
  }

  #flush(): void {
    const out = this.#out;
    this.#out = '';
    this.#socket.write(out);
  }
}

/**
 * Listens on loopback for one peer.
 * @param cert file with certificate and key, for TLS
 * @returns the TCP port
 */
export function listen(cert: string | null, onLink: (link: Link) => void): Promise<number> {
  const take = (socket: Socket) => onLink(new Link(socket));
  const pem = cert === null ? null : readFileSync(cert);
  const server = pem ? createTlsServer(mutual(pem), take) : createServer(take);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(address !== null && typeof address === 'object' ? address.port : 0);
    });
  });
}

/** The other end. */
export function dial(cert: string | null, tcpPort: number): Promise<Link> {
  return new Promise((resolve) => {
    const to = { host: '127.0.0.1', port: tcpPort };
    if (cert === null) {
      const socket = connect(to, () => resolve(new Link(socket)));
      return;
    }
    const options = { ...to, ...mutual(readFileSync(cert)), checkServerIdentity: () => undefined };
    const socket = connectTls(options, () => resolve(new Link(socket)));
  });
}

/** Both ends show the same certificate and verify that of the other, as nodes do. */
function mutual(pem: Buffer): Record<string, Buffer | boolean> {
  return { cert: pem, key: pem, ca: pem, requestCert: true, rejectUnauthorized: true };
}
