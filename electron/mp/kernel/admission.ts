import type { Clock } from '../../../shared/clock.ts';
import { MeshError } from '../../../shared/errors.ts';
import type { Guard } from '../../../shared/guard.ts';
import type { NodeId } from '../../../shared/ids.ts';
import type { Connection } from '../transport/connection.ts';
import type { Greeting } from '../wire/greeting.ts';
import { HANDSHAKE_TIMEOUT } from '../wire/limits.ts';
import { PROBE_TIME } from './limits.ts';

/**
 * Greeting key of nodes that follow the rule below. Of two such nodes the one with the lower ID
 * decides; towards any other node we do.
 */
export const ARBITER_KEY = 'arbiter';
export const ARBITER_RULE = 'lower-id';

/** What admission needs of the kernel. */
export interface AdmissionHost {
  readonly id: NodeId;
  readonly clock: Clock;
  /** The connection that the node has now. */
  current(node: NodeId): Connection | null;
  /** Asks for a sign of life on the current connection of the node. */
  probe(node: NodeId): void;
}

/** A connection in the handshake that waits for our proof. */
interface Held {
  connection: Connection;
  /** Whether we decide which connection of that node lives. */
  arbiter: boolean;
}

/**
 * Lets each node in once. Two nodes that dial each other make two connections; both must choose the
 * same one without another word. So one side, the arbiter, proves itself on one connection at a time
 * and holds the others: a connection without its proof can't come up on either side. Whoever has a
 * connection of that node already holds new ones too, until the old one has shown whether it lives.
 */
export class Admission {
  readonly #host: AdmissionHost;
  readonly #held = new Map<NodeId, Held[]>();
  /** The connection that we proved ourselves on, as the arbiter. */
  readonly #proved = new Map<NodeId, Connection>();
  /** Connections whose peers have proved themselves. */
  readonly #verified = new WeakSet<Connection>();
  /** Current connections that were asked for a sign of life. */
  readonly #probing = new Set<Connection>();
  /** Those that gave none, with what they had read until then: one that recovers is not dead. */
  readonly #dead = new WeakMap<Connection, number>();
  readonly #upSince = new WeakMap<Connection, number>();
  /** Own dials by the node they are meant for. */
  readonly #dials = new Map<NodeId, Set<Connection>>();
  readonly #timers = new Set<Guard>();

  constructor(host: AdmissionHost) {
    this.#host = host;
  }

  /** We dial `node`; the connection has just been made. */
  dialling(node: NodeId, connection: Connection): void {
    const dials = this.#dials.get(node) ?? new Set();
    this.#dials.set(node, dials.add(connection));
  }

  /** The peer said who it claims to be: prove ourselves now, or later. */
  greeted(connection: Connection, peer: Greeting): void {
    const node = peer.nodeId;
    const held = { connection, arbiter: this.#isArbiter(peer) };
    if (this.#mayProve(node, held)) return this.#prove(node, held);
    this.#held.set(node, [...(this.#held.get(node) ?? []), held]);
    // A claim is enough to ask the old one, which costs nothing; only a proof replaces it.
    if (this.#host.current(node)) this.#probe(node);
  }

  /**
   * The peer proved itself. When our proof went to another connection whose peer hasn't, that one may
   * be of somebody who only claims the name: it must hurry, or it would keep the node out.
   */
  verified(connection: Connection): void {
    this.#verified.add(connection);
    const node = connection.peer;
    const proved = node === null ? undefined : this.#proved.get(node);
    if (node === null || proved === undefined || this.#verified.has(proved)) return;
    this.#after(PROBE_TIME, () => {
      if (this.#proved.get(node) === proved && !this.#verified.has(proved)) {
        proved.close(outrun(node));
      }
    });
  }

  /** Nothing more happens by itself. */
  stop(): void {
    for (const timer of this.#timers) timer.dispose();
    this.#timers.clear();
  }

  /** A connection came up: the others of its node are not needed. */
  up(node: NodeId, connection: Connection): void {
    this.#upSince.set(connection, this.#host.clock.now());
    this.#forget(node, connection);
    this.#endDial(connection);
    for (const other of this.#held.get(node) ?? []) other.connection.close(redundant(node));
  }

  /** A connection is gone: another of its node may have a chance. */
  closed(node: NodeId | null, connection: Connection): void {
    this.#endDial(connection);
    if (node === null) return;
    this.#forget(node, connection);
    this.#next(node);
  }

  #isArbiter(peer: Greeting): boolean {
    return peer.keys.get(ARBITER_KEY) !== ARBITER_RULE || this.#host.id < peer.nodeId;
  }

  #mayProve(node: NodeId, { connection, arbiter }: Held): boolean {
    const current = this.#host.current(node);
    if (current && this.#dead.get(current) !== current.reads) return false;
    if (!arbiter) return true;
    if (this.#proved.has(node)) return false;
    // The dial of the arbiter wins, once the other side has answered at all.
    const dials = [...(this.#dials.get(node) ?? [])];
    return connection.dialled || !dials.some((dial) => dial.state === 'handshake');
  }

  #prove(node: NodeId, { connection, arbiter }: Held): void {
    if (arbiter) this.#proved.set(node, connection);
    connection.prove();
  }

  /** Proves ourselves on the connections held that may come up now; first where the peer did so. */
  #next(node: NodeId): void {
    const waiting = [...(this.#held.get(node) ?? [])];
    const claims = ({ connection }: Held) => Number(!this.#verified.has(connection));
    for (const held of waiting.sort((a, b) => claims(a) - claims(b))) {
      // Meanwhile closed, by what the others caused.
      if (held.connection.state !== 'handshake') continue;
      if (!this.#mayProve(node, held)) continue;
      this.#unhold(node, held.connection);
      this.#prove(node, held);
    }
  }

  #forget(node: NodeId, connection: Connection): void {
    if (this.#proved.get(node) === connection) this.#proved.delete(node);
    this.#unhold(node, connection);
  }

  #unhold(node: NodeId, connection: Connection): void {
    const left = (this.#held.get(node) ?? []).filter((held) => held.connection !== connection);
    if (left.length > 0) this.#held.set(node, left);
    else this.#held.delete(node);
  }

  /** A dial is over; it may have led to another node than it was meant for. */
  #endDial(connection: Connection): void {
    for (const [node, dials] of this.#dials) {
      if (!dials.delete(connection)) continue;
      if (dials.size === 0) this.#dials.delete(node);
      this.#next(node);
    }
  }

  /** Finds out whether the current connection lives; the reference would wait for TCP. */
  #probe(node: NodeId): void {
    const old = this.#host.current(node);
    if (!old || this.#probing.has(old)) return;
    this.#probing.add(old);
    const { reads } = old;
    this.#host.probe(node);
    this.#after(PROBE_TIME, () => {
      this.#probing.delete(old);
      if (this.#host.current(node) !== old) return this.#next(node);
      if (old.reads !== reads) return this.#refuseHeld(node, old);
      this.#dead.set(old, reads);
      this.#next(node);
    });
  }

  #after(delay: number, action: () => void): void {
    const timer = this.#host.clock.after(delay, () => {
      this.#timers.delete(timer);
      action();
    });
    this.#timers.add(timer);
  }

  #refuseHeld(node: NodeId, old: Connection): void {
    // Right after it came up, a second connection is the other half of dialling each other.
    const age = this.#host.clock.now() - (this.#upSince.get(old) ?? 0);
    for (const { connection } of this.#held.get(node) ?? []) {
      connection.close(age < HANDSHAKE_TIMEOUT ? redundant(node) : taken(node, connection));
    }
  }
}

function outrun(node: NodeId): MeshError {
  return new MeshError(
    'handshake-timeout',
    `Who calls itself "${node}" didn't prove it, but another connection did.`,
  );
}

function redundant(node: NodeId): MeshError {
  return new MeshError('already-connected', `"${node}" is connected already.`);
}

function taken(node: NodeId, connection: Connection): MeshError {
  return new MeshError(
    'node-id-taken',
    `A second node calls itself "${node}", from ${connection.peerAddress}; the first one is alive.`,
  );
}
