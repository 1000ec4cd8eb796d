import type { Clock } from '../../shared/clock.ts';
import type { MeshError } from '../../shared/errors.ts';
import type { NodeId } from '../../shared/ids.ts';
import { Connection, type ConnectionOwner } from '../../electron/mp/transport/connection.ts';
import type { Frame } from '../../electron/mp/wire/framing.ts';
import type { Greeting } from '../../electron/mp/wire/greeting.ts';
import type { Agreement, HandshakeOptions } from '../../electron/mp/wire/handshake.ts';
import type { MemorySocket } from './memory-network.ts';

export const HMAC = 'hmac_md6_64_256';

/** An owner that notes what it is told, and proves itself when greeted unless told otherwise. */
export class NotingOwner implements ConnectionOwner {
  readonly clock: Clock;
  readonly identity = null;
  readonly id: string;
  secret: string | null = 'geheim';
  proves = true;
  exactSizes = false;
  /** What happened, in order. */
  readonly seen: string[] = [];
  readonly frames: Frame[] = [];
  readonly sizes: number[] = [];
  reason: MeshError | null = null;
  agreement: Agreement | null = null;
  onGreeted: (connection: Connection, peer: Greeting) => void = () => undefined;
  onFrame: (connection: Connection, frame: Frame) => void = () => undefined;

  constructor(id: string, clock: Clock) {
    this.id = id;
    this.clock = clock;
  }

  take(socket: MemorySocket, dialled = false): Connection {
    const address = `${socket.remoteAddress}:${socket.remotePort}`;
    return new Connection(socket.socket, address, dialled, this);
  }

  handshake(peerAddress: string): HandshakeOptions {
    return {
      greeting: {
        nodeId: this.id as NodeId,
        auths: [HMAC],
        framings: ['json'],
        keys: new Map([['peeraddr', peerAddress]]),
      },
      nonce: `nonce-of-${this.id}`,
      secret: this.secret === null ? null : Buffer.from(this.secret),
      authOffer: [HMAC],
      framings: ['json'],
      tls: 'off',
      isOwnNonce: () => false,
    };
  }

  greeted(connection: Connection, peer: Greeting): void {
    this.seen.push(`greeted ${peer.nodeId}`);
    this.onGreeted(connection, peer);
    if (this.proves) connection.prove();
  }

  verified(): void {
    this.seen.push('verified');
  }

  up(_connection: Connection, agreement: Agreement): void {
    this.seen.push('up');
    this.agreement = agreement;
  }

  frame(connection: Connection, frame: Frame, octets: number): void {
    this.frames.push(frame);
    this.sizes.push(octets);
    this.onFrame(connection, frame);
  }

  closed(_connection: Connection, reason: MeshError): void {
    this.seen.push(`closed ${reason.code}`);
    this.reason = reason;
  }
}
