import type { Socket } from 'node:net';
import type { Clock } from '../../../shared/clock.ts';
import { toMeshError, type MeshError } from '../../../shared/errors.ts';
import type { Guard } from '../../../shared/guard.ts';
import type { NodeId } from '../../../shared/ids.ts';
import type { Json } from '../../../shared/json.ts';
import type { Frame, FrameDecoder } from '../wire/framing.ts';
import type { Greeting } from '../wire/greeting.ts';
import {
  Handshake,
  type Agreement,
  type HandshakeEvent,
  type HandshakeOptions,
} from '../wire/handshake.ts';
import { HANDSHAKE_TIMEOUT, MAX_FRAME_OCTETS } from '../wire/limits.ts';
import type { TlsIdentity } from './identity.ts';
import { CLOSE_TIME } from './limits.ts';
import { Outbox } from './outbox.ts';
import { peerClosed, socketFailed, timedOut, tooSlow } from './reasons.ts';
import { secure, type TlsRole } from './secure.ts';

/** Who is told what happens on a connection. */
export interface ConnectionOwner {
  readonly clock: Clock;
  /** What we bring to the handshake with that socket address. */
  handshake(peerAddress: string): HandshakeOptions;
  /** The peer said who it claims to be. May throw to refuse it; else calls `prove()` now or later. */
  greeted(connection: Connection, peer: Greeting): void;
  /** The peer proved itself; we may not have yet. */
  verified(connection: Connection): void;
  /** Both sides proved themselves; frames follow. */
  up(connection: Connection, agreement: Agreement): void;
  frame(connection: Connection, frame: Frame, octets: number): void;
  /** The last word of a connection. */
  closed(connection: Connection, reason: MeshError): void;
  /** Our certificate, when TLS is configured. */
  readonly identity: TlsIdentity | null;
  /** Whether sizes of frames must be exact now. */
  readonly exactSizes: boolean;
}

type State =
  | { name: 'connecting' }
  | { name: 'handshake'; handshake: Handshake; peer: NodeId | null; verified: boolean }
  | { name: 'up'; agreement: Agreement; decoder: FrameDecoder }
  | { name: 'closed' };

/** One socket with a node at its other end: handshake, then frames both ways. */
export class Connection {
  /** Socket address of the other end, `ip:port`. */
  readonly peerAddress: string;
  /** True when we opened it. */
  readonly dialled: boolean;
  /** Set by reads, cleared by whoever watches for silence. */
  heard = false;
  /** Set by writes, likewise. */
  spoke = false;
  /** How often something arrived, for who must not disturb the others that watch. */
  reads = 0;
  #socket: Socket;
  readonly #owner: ConnectionOwner;
  readonly #deadline: Guard;
  readonly #outbox: Outbox;
  #state: State = { name: 'connecting' };
  #claimed: NodeId | null = null;

  /** @param socket connected, or connecting when `dialled` */
  constructor(socket: Socket, peerAddress: string, dialled: boolean, owner: ConnectionOwner) {
    this.#socket = socket;
    this.peerAddress = peerAddress;
    this.dialled = dialled;
    this.#owner = owner;
    this.#deadline = owner.clock.after(HANDSHAKE_TIMEOUT, () => this.#timeOut());
    this.#outbox = this.#createOutbox();
    this.#listen(socket);
    if (dialled) socket.on('connect', () => this.#begin());
    else this.#begin();
  }

  get state(): State['name'] {
    return this.#state.name;
  }

  /** The node at the other end: claimed during the handshake, proved when up. */
  get peer(): NodeId | null {
    if (this.#state.name === 'handshake') return this.#state.peer;
    return this.#state.name === 'up' ? this.#state.agreement.peer.nodeId : null;
  }

  /** The ID that the peer gave, also after the connection has ended. */
  get claimed(): NodeId | null {
    return this.#claimed;
  }

  /** Proves ourselves to the peer: the connection may come up from now on. */
  prove(): void {
    this.#advance((handshake) => handshake.prove());
  }

  /**
   * Sends one frame. What is sent in one tick is written at once.
   * @returns octets of the frame, or 0 when the connection isn't up
   */
  send(port: string, message: readonly Json[]): number {
    if (this.#state.name !== 'up') return 0;
    const frame = this.#state.agreement.framingSent.encode(port, message);
    this.spoke = true;
    this.#outbox.add(frame);
    return this.#owner.exactSizes ? Buffer.byteLength(frame) : frame.length;
  }

  /** Ends the connection; the first reason counts. */
  close(reason: MeshError): void {
    if (this.#state.name === 'closed') return;
    if (this.#state.name === 'up') this.#outbox.finish();
    this.#state = { name: 'closed' };
    this.#deadline.dispose();
    this.#hangUp(reason);
    this.#owner.closed(this, reason);
  }

  /** What was sent before a regular end should arrive; a peer that doesn't read must not keep us. */
  #hangUp(reason: MeshError): void {
    const socket = this.#socket;
    socket.removeAllListeners('data');
    if (reason.code !== 'node-closed') return void socket.destroy();
    const limit = this.#owner.clock.after(CLOSE_TIME, () => socket.destroy());
    socket.once('close', () => limit.dispose());
    socket.destroySoon();
  }

  #listen(socket: Socket): void {
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('drain', () => this.#outbox.drain());
    socket.on('error', (error: NodeJS.ErrnoException) =>
      this.close(socketFailed(this.#state, this.peerAddress, error)),
    );
    socket.on('end', () => this.close(peerClosed(this.#state, this.peerAddress)));
    socket.on('close', () => this.close(peerClosed(this.#state, this.peerAddress)));
  }

  /** Goes on with the handshake over TLS. @param rest octets that came after the greeting lines */
  #secure(role: TlsRole, rest: Buffer): void {
    const { identity } = this.#owner;
    const raw = this.#socket;
    if (!identity) return;
    for (const event of ['data', 'drain', 'error', 'end', 'close']) raw.removeAllListeners(event);
    raw.pause();
    if (rest.length > 0) raw.unshift(rest);
    secure(raw, role, identity, {
      secured: (socket, cipher) => {
        // Too late: the handshake timed out meanwhile.
        if (this.#state.name !== 'handshake') return void socket.destroy();
        this.#socket = socket;
        this.#listen(socket);
        this.#advance((handshake) => handshake.secured(cipher));
      },
      failed: (reason) => this.close(reason),
    });
  }

  #begin(): void {
    if (this.#state.name === 'closed') return;
    const handshake = new Handshake(this.#owner.handshake(this.peerAddress));
    this.#state = { name: 'handshake', handshake, peer: null, verified: false };
    this.#advance(() => [handshake.start()]);
  }

  #read(chunk: Buffer): void {
    this.heard = true;
    this.reads++;
    try {
      if (this.#state.name === 'handshake') this.#advance((handshake) => handshake.push(chunk));
      else if (this.#state.name === 'up') this.#state.decoder.push(chunk);
    } catch (error) {
      this.close(toMeshError(error));
    }
  }

  /** One step of the handshake; what it throws is the reason to close. */
  #advance(step: (handshake: Handshake) => readonly HandshakeEvent[]): void {
    if (this.#state.name !== 'handshake') return;
    try {
      for (const event of step(this.#state.handshake)) this.#apply(event);
    } catch (error) {
      this.close(toMeshError(error));
    }
  }

  #apply(event: HandshakeEvent): void {
    if (this.#state.name !== 'handshake') return;
    switch (event.kind) {
      case 'send':
        this.#socket.write(Buffer.from(event.octets, 'latin1'));
        break;
      case 'secure':
        this.#secure(event.role, event.rest);
        break;
      case 'greeted':
        this.#state.peer = event.peer.nodeId;
        this.#claimed = event.peer.nodeId;
        this.#owner.greeted(this, event.peer);
        break;
      case 'verified':
        this.#state.verified = true;
        this.#owner.verified(this);
        break;
      case 'done':
        this.#becomeUp(event.agreement, event.rest);
    }
  }

  #becomeUp(agreement: Agreement, rest: Buffer): void {
    this.#deadline.dispose();
    const decoder = agreement.framingReceived.decoder(
      (frame, octets) => {
        // A frame may close the connection; what follows in the same chunk must not be delivered.
        if (this.#state.name === 'up') this.#owner.frame(this, frame, octets);
      },
      { maxFrame: MAX_FRAME_OCTETS, exactSizes: () => this.#owner.exactSizes },
    );
    this.#state = { name: 'up', agreement, decoder };
    this.#owner.up(this, agreement);
    if (rest.length > 0) this.#read(rest);
  }

  #createOutbox(): Outbox {
    // The socket changes when TLS begins.
    const socket = () => this.#socket;
    return new Outbox({
      get pending() {
        return socket().writableLength;
      },
      write: (data) => void socket().write(data),
      overflowed: () => this.close(tooSlow()),
    });
  }

  #timeOut(): void {
    this.close(timedOut(this.#state, this.peerAddress));
  }
}
