import { Handshake, type HandshakeEvent } from '../../electron/mp/wire/handshake.ts';
import type { NodeId } from '../../shared/ids.ts';
import type { MemoryNetwork, MemorySocket } from './memory-network.ts';

/**
 * A node that connects as the reference does: proves itself at once on every connection, refuses a
 * second one at the greeting, and when two come up nevertheless, takes the later one.
 */
export class ReferenceNode {
  /** `up`, `switched`, `refused` and `down`, in order. */
  readonly seen: string[] = [];
  current: MemorySocket | null = null;
  readonly #network: MemoryNetwork;
  readonly #id: string;
  readonly #answers: boolean;
  #nonces = 0;

  /** @param answers whether it says its greeting and proof at all */
  constructor(network: MemoryNetwork, id: string, answers = true) {
    this.#network = network;
    this.#id = id;
    this.#answers = answers;
  }

  listen(host: string, port: number): void {
    this.#network
      .createServer((socket) => this.#take(socket))
      .listen({ host, port }, () => undefined);
  }

  dial(host: string, port: number): MemorySocket {
    const socket = this.#network.connect({ host, port });
    socket.once('connect', () => this.#take(socket));
    return socket;
  }

  #take(socket: MemorySocket): void {
    if (!this.#answers) return;
    const handshake = new Handshake({
      greeting: {
        nodeId: this.#id as NodeId,
        auths: ['hmac_md6_64_256'],
        framings: ['json'],
        keys: new Map([['peeraddr', `${socket.remoteAddress}:${socket.remotePort}`]]),
      },
      nonce: `${this.#id}-${this.#nonces++}`,
      secret: Buffer.from('geheim'),
      authOffer: ['hmac_md6_64_256'],
      framings: ['json'],
      tls: 'off',
      isOwnNonce: () => false,
    });
    const apply = (events: readonly HandshakeEvent[]): void => {
      for (const event of events) {
        if (event.kind === 'send') socket.write(Buffer.from(event.octets, 'latin1'));
        if (event.kind === 'greeted' && this.current) {
          this.seen.push('refused');
          return socket.destroy();
        }
        if (event.kind === 'greeted') apply(handshake.prove());
        if (event.kind === 'done') this.#up(socket);
      }
    };
    socket.on('data', (chunk: Buffer) => {
      if (this.current === socket) this.#frames(socket, chunk.toString());
      else apply(handshake.push(chunk));
    });
    socket.on('end', () => socket.destroy());
    socket.on('close', () => this.#gone(socket));
    socket.on('error', () => undefined);
    apply([handshake.start()]);
  }

  /** The one request that matters here: a sign of life. */
  #frames(socket: MemorySocket, text: string): void {
    if (text.includes('["","snd",')) socket.write('[""]');
  }

  #up(socket: MemorySocket): void {
    const old = this.current;
    this.current = socket;
    this.seen.push(old ? 'switched' : 'up');
    old?.destroy();
  }

  #gone(socket: MemorySocket): void {
    if (this.current !== socket) return;
    this.current = null;
    this.seen.push('down');
  }
}
