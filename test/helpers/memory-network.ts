import { EventEmitter } from 'node:events';
import type { Server, Socket } from 'node:net';
import { promisesSettled } from './fake-clock.ts';

type SocketEvent = () => void;

/**
 * TCP without an operating system. What one side writes waits until a test lets it arrive, in order
 * within each direction of a socket, in any order between them.
 */
export class MemoryNetwork {
  /** Everything that waits to happen, by the socket that it happens to. */
  readonly #inboxes = new Map<MemorySocket, SocketEvent[]>();
  readonly #servers = new Map<string, MemoryServer>();
  readonly #cut = new Set<MemorySocket>();
  /** Addresses that swallow every attempt to connect. */
  readonly blackHoles = new Set<string>();
  /** Every socket that was opened with `connect`, oldest first. */
  readonly dialled: MemorySocket[] = [];
  #nextPort = 50_000;

  /** The one that `memoryNet` leads to: a test makes its own, before it uses any socket. */
  static current = new MemoryNetwork();

  /** Stands in for `net.connect`. */
  connect({ host, port }: { host: string; port: number }): MemorySocket {
    const address = `${host}:${port}`;
    const client = new MemorySocket(this, host, port);
    this.dialled.push(client);
    if (this.blackHoles.has(address)) return client;
    const server = this.#servers.get(address);
    if (!server) {
      this.post(client, () => client.fail('ECONNREFUSED'));
      return client;
    }
    const accepted = new MemorySocket(this, '127.0.0.1', this.#nextPort++);
    client.join(accepted);
    this.post(client, () => client.emit('connect'));
    this.post(accepted, () => server.accept(accepted));
    return client;
  }

  /** Stands in for `net.createServer`. */
  createServer(handler: (socket: MemorySocket) => void): MemoryServer {
    return new MemoryServer(this, handler);
  }

  /** Two connected sockets that nobody dialled. */
  pair(): [MemorySocket, MemorySocket] {
    const first = new MemorySocket(this, '127.0.0.1', this.#nextPort++);
    const second = new MemorySocket(this, '127.0.0.1', this.#nextPort++);
    first.join(second);
    return [first, second];
  }

  post(socket: MemorySocket, event: SocketEvent): void {
    if (this.#cut.has(socket)) return;
    const inbox = this.#inboxes.get(socket) ?? [];
    this.#inboxes.set(socket, inbox);
    inbox.push(event);
  }

  bind(address: string, server: MemoryServer): boolean {
    if (this.#servers.has(address)) return false;
    this.#servers.set(address, server);
    return true;
  }

  unbind(address: string): void {
    this.#servers.delete(address);
  }

  freePort(): number {
    return this.#nextPort++;
  }

  /** Sockets that something waits to happen to, in the order of their creation. */
  ready(): MemorySocket[] {
    return [...this.#inboxes].filter(([, inbox]) => inbox.length > 0).map(([socket]) => socket);
  }

  /** Lets the next thing happen to one socket. */
  step(socket: MemorySocket): void {
    this.#inboxes.get(socket)?.shift()?.();
  }

  /** Nothing more arrives at either end of a socket, and neither notices: the cable is pulled. */
  cut(socket: MemorySocket): void {
    this.#cut.add(socket);
    if (socket.peer) this.#cut.add(socket.peer);
  }

  /** Lets everything happen that can, round by round. Bound as it is handed to clocks. */
  readonly settle = async (): Promise<void> => {
    for (;;) {
      await promisesSettled();
      const ready = this.ready();
      if (ready.length === 0) return;
      for (const socket of ready) this.step(socket);
    }
  };
}

/** Replaces functions of `node:net`, see `vi.mock`. */
export const memoryNet = {
  connect: (where: { host: string; port: number }) => MemoryNetwork.current.connect(where),
  createServer: (handler: (socket: MemorySocket) => void) =>
    MemoryNetwork.current.createServer(handler),
};

/** What of a `net.Socket` the transport uses. */
export class MemorySocket extends EventEmitter {
  readonly remoteAddress: string;
  readonly remotePort: number;
  /** Each write, as it was handed over. */
  readonly written: Buffer[] = [];
  /** The peer reads nothing: what is written stays here. */
  stuck = false;
  destroyed = false;
  readonly #network: MemoryNetwork;
  #peer: MemorySocket | null = null;
  #waiting = 0;
  #ended = false;

  constructor(network: MemoryNetwork, remoteAddress: string, remotePort: number) {
    super();
    this.#network = network;
    this.remoteAddress = remoteAddress;
    this.remotePort = remotePort;
  }

  /** For signatures that want a real one. */
  get socket(): Socket {
    return this as unknown as Socket;
  }

  get writableLength(): number {
    return this.#waiting;
  }

  get text(): string {
    return Buffer.concat(this.written).toString('latin1');
  }

  setNoDelay(): void {}

  setKeepAlive(): void {}

  get peer(): MemorySocket | null {
    return this.#peer;
  }

  join(peer: MemorySocket): void {
    this.#peer = peer;
    peer.#peer = this;
  }

  write(data: string | Buffer): boolean {
    if (this.#ended || this.destroyed) return false;
    const octets = Buffer.from(data);
    this.written.push(octets);
    if (this.stuck) this.#waiting += octets.length;
    else this.#toPeer((peer) => peer.emit('data', octets));
    return true;
  }

  /** As of Node.js: ends, and destroys once all is written, which may be never. */
  destroySoon(): void {
    if (this.#ended || this.destroyed) return;
    this.#ended = true;
    const connecting = this.#peer === null;
    if (!connecting && this.#waiting === 0) this.destroy();
  }

  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    this.#toPeer((peer) => peer.emit('end'));
    this.#network.post(this, () => this.emit('close'));
  }

  fail(code: string): void {
    this.emit('error', Object.assign(new Error(`failed: ${code}`), { code }));
    this.destroy();
  }

  #toPeer(event: (peer: MemorySocket) => void): void {
    const peer = this.#peer;
    if (!peer) return;
    this.#network.post(peer, () => {
      if (!peer.destroyed) event(peer);
    });
  }
}

/** What of a `net.Server` the transport uses. */
export class MemoryServer extends EventEmitter {
  readonly #network: MemoryNetwork;
  readonly #handler: (socket: MemorySocket) => void;
  #host = '';
  #port = 0;

  constructor(network: MemoryNetwork, handler: (socket: MemorySocket) => void) {
    super();
    this.#network = network;
    this.#handler = handler;
  }

  get server(): Server {
    return this as unknown as Server;
  }

  listen({ host, port }: { host: string; port: number }, done: () => void): this {
    this.#host = host;
    this.#port = port || this.#network.freePort();
    if (this.#network.bind(`${this.#host}:${this.#port}`, this)) queueMicrotask(done);
    else {
      queueMicrotask(() => this.emit('error', Object.assign(new Error(), { code: 'EADDRINUSE' })));
    }
    return this;
  }

  address(): { address: string; port: number } {
    return { address: this.#host, port: this.#port };
  }

  accept(socket: MemorySocket): void {
    this.#handler(socket);
  }

  close(done?: () => void): this {
    this.#network.unbind(`${this.#host}:${this.#port}`);
    if (done) queueMicrotask(done);
    return this;
  }
}
