import type { Socket } from 'node:net';
import type { Clock } from '../../../shared/clock.ts';
import { MeshError, toMeshError } from '../../../shared/errors.ts';
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
import { FLUSH_LENGTH, MAX_UNSENT_OCTETS } from './limits.ts';

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
  readonly #socket: Socket;
  readonly #owner: ConnectionOwner;
  readonly #deadline: Guard;
  #state: State = { name: 'connecting' };
  #claimed: NodeId | null = null;
  #nonce: string | null = null;
  #out = '';
  #flushing = false;

  /** @param socket connected, or connecting when `dialled` */
  constructor(socket: Socket, peerAddress: string, dialled: boolean, owner: ConnectionOwner) {
    this.#socket = socket;
    this.peerAddress = peerAddress;
    this.dialled = dialled;
    this.#owner = owner;
    this.#deadline = owner.clock.after(HANDSHAKE_TIMEOUT, () => this.#timeOut());
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('error', (error: NodeJS.ErrnoException) => this.close(this.#socketError(error)));
    socket.on('end', () => this.close(this.#peerClosed()));
    socket.on('close', () => this.close(this.#peerClosed()));
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

  /** The nonce that we sent on this connection. */
  get nonce(): string | null {
    return this.#nonce;
  }

  /** The ID that the peer gave, also after the connection has ended. */
  get claimed(): NodeId | null {
    return this.#claimed;
  }

  /** Proves ourselves to the peer: the connection may come up from now on. */
  prove(): void {
    if (this.#state.name === 'handshake') this.#apply(this.#state.handshake.prove());
  }

  /**
   * Sends one frame. What is sent in one tick is written at once.
   * @returns octets of the frame, or 0 when the connection isn't up
   */
  send(port: string, message: readonly Json[]): number {
    if (this.#state.name !== 'up') return 0;
    const frame = this.#state.agreement.framingSent.encode(port, message);
    this.spoke = true;
    if (typeof frame !== 'string') {
      this.#flush();
      this.#write(frame);
      return frame.length;
    }
    this.#out += frame;
    if (this.#out.length > FLUSH_LENGTH) this.#flush();
    else if (!this.#flushing) this.#flushLater();
    return this.#owner.exactSizes ? Buffer.byteLength(frame) : frame.length;
  }

  /** Ends the connection; the first reason counts. */
  close(reason: MeshError): void {
    if (this.#state.name === 'closed') return;
    if (this.#state.name === 'up') this.#flush();
    this.#state = { name: 'closed' };
    this.#out = '';
    this.#deadline.dispose();
    this.#socket.destroySoon();
    this.#socket.removeAllListeners('data');
    this.#owner.closed(this, reason);
  }

  #begin(): void {
    if (this.#state.name === 'closed') return;
    const options = this.#owner.handshake(this.peerAddress);
    const handshake = new Handshake(options);
    this.#nonce = options.nonce;
    this.#state = { name: 'handshake', handshake, peer: null, verified: false };
    this.#apply([handshake.start()]);
  }

  #read(chunk: Buffer): void {
    this.heard = true;
    try {
      if (this.#state.name === 'handshake') this.#apply(this.#state.handshake.push(chunk));
      else if (this.#state.name === 'up') this.#state.decoder.push(chunk);
    } catch (error) {
      this.close(toMeshError(error));
    }
  }

  #apply(events: readonly HandshakeEvent[]): void {
    try {
      for (const event of events) this.#applyOne(event);
    } catch (error) {
      this.close(toMeshError(error));
    }
  }

  #applyOne(event: HandshakeEvent): void {
    if (this.#state.name !== 'handshake') return;
    switch (event.kind) {
      case 'send':
        this.#write(Buffer.from(event.octets, 'latin1'));
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

  #flushLater(): void {
    this.#flushing = true;
    queueMicrotask(() => this.#flush());
  }

  #flush(): void {
    this.#flushing = false;
    if (this.#out === '') return;
    const out = this.#out;
    this.#out = '';
    this.#write(out);
  }

  #write(data: string | Buffer): void {
    this.#socket.write(data);
    if (this.#socket.writableLength <= MAX_UNSENT_OCTETS) return;
    this.close(
      new MeshError(
        'connection-lost',
        `More than ${MAX_UNSENT_OCTETS / 2 ** 20} MiB wait to be read by the other side.`,
        {
          next: 'Send less, or find out why that node reads so slowly.',
        },
      ),
    );
  }

  #timeOut(): void {
    const seconds = HANDSHAKE_TIMEOUT / 1000;
    this.close(
      this.#state.name === 'connecting'
        ? new MeshError(
            'seed-unreachable',
            `Nothing answers at ${this.peerAddress} within ${seconds} s.`,
          )
        : new MeshError(
            'handshake-timeout',
            `${this.peerAddress} didn't finish its greeting within ${seconds} s.`,
          ),
    );
  }

  #socketError(error: NodeJS.ErrnoException): MeshError {
    if (this.#state.name !== 'connecting') {
      return new MeshError('connection-lost', `The connection broke: ${explain(error)}.`, {
        cause: error,
      });
    }
    return new MeshError(
      'seed-unreachable',
      `${this.peerAddress} can't be reached: ${explain(error)}.`,
      {
        cause: error,
      },
    );
  }

  /** Why a peer that says nothing may have closed, by how far it got: the protocol has no words for it. */
  #peerClosed(): MeshError {
    if (this.#state.name === 'up') {
      return new MeshError('connection-lost', 'The other side closed the connection.');
    }
    if (this.#state.name !== 'handshake' || this.#state.peer === null) {
      return new MeshError(
        'peer-closed',
        `${this.peerAddress} closed the connection without a greeting.`,
      );
    }
    const { peer, verified } = this.#state;
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

function explain(error: NodeJS.ErrnoException): string {
  return EXPLANATIONS[error.code ?? ''] ?? error.message;
}
