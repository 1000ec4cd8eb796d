import { connect, createServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A wire to an address that can break so that only one end notices. */
export class BreakableWire {
  readonly #server: Server;
  readonly #pairs: [near: Socket, far: Socket][] = [];

  private constructor(server: Server) {
    this.#server = server;
  }

  /** @param address `ip:port` of the far end */
  static async to(address: string): Promise<BreakableWire> {
    const [host = '', tcpPort] = address.split(':');
    const server = createServer();
    const wire = new BreakableWire(server);
    server.on('connection', (near) => {
      const far = connect(Number(tcpPort), host);
      near.on('error', () => far.destroy()).pipe(far);
      far.on('error', () => near.destroy()).pipe(near);
      wire.#pairs.push([near, far]);
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve()));
    onTestFinished(() => {
      server.close();
      for (const pair of wire.#pairs) for (const socket of pair) socket.destroy();
    });
    return wire;
  }

  /** The near end. */
  get address(): string {
    const bound = this.#server.address();
    return typeof bound === 'object' && bound ? `127.0.0.1:${bound.port}` : '';
  }

  /**
   * The near end sees the connection close; the far end hears nothing, until it sends: then its
   * connection is reset, as by a machine that doesn't know it any more.
   */
  breakOneWay(): void {
    for (const [near, far] of this.#pairs) {
      near.unpipe(far);
      far.unpipe(near);
      near.destroy();
      far.on('data', () => far.resetAndDestroy()).resume();
    }
  }
}
