import type { Guard } from '../../../shared/guard.ts';
import type { NodeId } from '../../../shared/ids.ts';
import type { Json, Message, Reason } from '../../../shared/json.ts';
import type { Connection } from '../transport/connection.ts';
import type { PeerInfo } from './events.ts';
import { MAX_MONITORS_PER_PEER, MAX_QUEUED_OCTETS } from './limits.ts';
import type { MonitorCallback } from './ports.ts';

/** What a remote node needs of the kernel. */
export interface RemoteHost {
  /** Our own ID. */
  readonly id: NodeId;
  /** The node gets messages but is not connected: connect, or give up after a while. */
  wanted(): void;
  /** A message was handed to the connection. */
  sent(port: string, message: Message, octets: number): void;
  /** More waits for the node than may; everything of it counts as lost. */
  overflowed(): void;
  callbackError(error: unknown): void;
}

type Link =
  | { name: 'absent'; queue: { port: string; message: Message }[]; queuedOctets: number }
  | { name: 'up'; connection: Connection; info: PeerInfo };

/** Another node: its connection when there is one, what waits for it, and who monitors what on it. */
export class RemoteNode {
  readonly id: NodeId;
  readonly #host: RemoteHost;
  #link: Link = { name: 'absent', queue: [], queuedOctets: 0 };
  /** Ports there that we monitor; `''` is the node itself. */
  readonly #ourMonitors = new Map<string, Set<MonitorCallback>>();
  /** Ports here that it monitors. */
  readonly #theirMonitors = new Map<string, Guard>();

  constructor(id: NodeId, host: RemoteHost) {
    this.id = id;
    this.#host = host;
  }

  get connection(): Connection | null {
    return this.#link.name === 'up' ? this.#link.connection : null;
  }

  get info(): PeerInfo | null {
    return this.#link.name === 'up' ? this.#link.info : null;
  }

  /** Whether nothing would be lost by forgetting this node. */
  get idle(): boolean {
    return (
      this.#link.name === 'absent' && this.#link.queue.length === 0 && this.#ourMonitors.size === 0
    );
  }

  /** Sends, or keeps until the node is connected. */
  send(port: string, message: Message): void {
    if (this.#link.name === 'up') {
      const octets = this.#link.connection.send(port, message);
      this.#host.sent(port, message, octets);
      return;
    }
    // Encoded now: the caller may change the message after it was sent.
    const text = JSON.stringify(message);
    // Told once: a second time would reach monitors that were set after the first.
    if (this.#link.queuedOctets > MAX_QUEUED_OCTETS) return;
    this.#link.queuedOctets += port.length + text.length;
    if (this.#link.queuedOctets > MAX_QUEUED_OCTETS) return this.#host.overflowed();
    this.#link.queue.push({ port, message: JSON.parse(text) as Json[] });
    this.#host.wanted();
  }

  /** Asks for a sign of life: an empty message to our node port, which every node can send. */
  probe(): void {
    this.send('', ['snd', this.#host.id]);
  }

  /** The node is connected: what waited goes out first. */
  connected(connection: Connection, info: PeerInfo): void {
    const waiting = this.#link.name === 'absent' ? this.#link.queue : [];
    this.#link = { name: 'up', connection, info };
    for (const { port, message } of waiting) this.send(port, message);
  }

  /**
   * The connection is gone, or never came: what waited is lost, and every monitor of the node and
   * its ports fires (protocol section 5).
   */
  lost(reason: Reason): void {
    this.#link = { name: 'absent', queue: [], queuedOctets: 0 };
    for (const guard of this.#theirMonitors.values()) guard.dispose();
    this.#theirMonitors.clear();
    const monitors = [...this.#ourMonitors.values()];
    this.#ourMonitors.clear();
    for (const callbacks of monitors) this.#fire(callbacks, reason);
  }

  /** Calls back once when the port there dies or the node is lost. */
  monitor(port: string, callback: MonitorCallback): Guard {
    const callbacks = this.#ourMonitors.get(port) ?? new Set();
    if (callbacks.size === 0) {
      this.#ourMonitors.set(port, callbacks);
      // Monitoring the node itself sends nothing; but it must come to an end when it isn't there.
      if (port !== '') this.send('', ['mon1', port]);
      else if (this.#link.name === 'absent') this.#host.wanted();
    }
    // Two registrations of one function are two monitors.
    const entry: MonitorCallback = (...reason) => callback(...reason);
    callbacks.add(entry);
    return { dispose: () => this.#unmonitor(port, callbacks, entry) };
  }

  /** A port there died (`kil0`). */
  portDied(port: string, reason: Reason): void {
    const callbacks = this.#ourMonitors.get(port);
    if (!callbacks) return;
    this.#ourMonitors.delete(port);
    this.#fire(callbacks, reason);
  }

  /** Keeps that the node monitors a port of ours; false when it has too many already. */
  addTheirMonitor(port: string, guard: Guard): boolean {
    if (this.#theirMonitors.size >= MAX_MONITORS_PER_PEER) return false;
    this.#theirMonitors.set(port, guard);
    return true;
  }

  hasTheirMonitor(port: string): boolean {
    return this.#theirMonitors.has(port);
  }

  removeTheirMonitor(port: string): void {
    this.#theirMonitors.get(port)?.dispose();
    this.#theirMonitors.delete(port);
  }

  #unmonitor(port: string, callbacks: Set<MonitorCallback>, entry: MonitorCallback): void {
    if (!callbacks.delete(entry) || callbacks.size > 0) return;
    if (this.#ourMonitors.get(port) !== callbacks) return;
    this.#ourMonitors.delete(port);
    // When the node is absent, the request to monitor waits: taken back behind it.
    if (port !== '') this.send('', ['mon0', port]);
  }

  #fire(callbacks: Set<MonitorCallback>, reason: Reason): void {
    for (const callback of callbacks) {
      try {
        callback(...reason);
      } catch (error) {
        this.#host.callbackError(error);
      }
    }
  }
}
