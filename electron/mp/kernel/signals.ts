import { EventEmitter } from 'node:events';
import type { MeshError } from '../../../shared/errors.ts';
import type { Guard } from '../../../shared/guard.ts';
import type { EventSource, Listener, LogRecord, NodeEvents, TappedMessage } from './events.ts';

/** What a node tells the program around it: events, log records, and messages as they pass. */
export class Signals implements EventSource {
  // Many listeners are normal: every watched group has one.
  readonly #emitter = new EventEmitter().setMaxListeners(0);
  readonly #taps = new Set<(message: TappedMessage) => void>();
  #reporting = false;

  on<Name extends keyof NodeEvents>(name: Name, listener: Listener<Name>): Guard {
    let over = false;
    const guarded = (event: NodeEvents[Name]): void => {
      // Another listener of the same event may just have disposed this one.
      if (!over) this.guard(() => listener(event));
    };
    this.#emitter.on(name, guarded);
    return {
      dispose: () => {
        over = true;
        this.#emitter.off(name, guarded);
      },
    };
  }

  emit<Name extends keyof NodeEvents>(name: Name, event: NodeEvents[Name]): void {
    this.#emitter.emit(name, event);
  }

  log(level: LogRecord['level'], text: string, peer: string | null = null): void {
    this.emit('log', { level, text, error: null, peer });
  }

  logError(level: LogRecord['level'], error: MeshError, peer: string | null = null): void {
    this.emit('log', { level, text: error.message, error, peer });
  }

  /** Shows every message to `listener`, both ways. */
  tap(listener: (message: TappedMessage) => void): Guard {
    this.#taps.add(listener);
    return { dispose: () => void this.#taps.delete(listener) };
  }

  /** Whether anybody looks at messages. */
  get tapped(): boolean {
    return this.#taps.size > 0;
  }

  show(message: TappedMessage): void {
    for (const tap of this.#taps) this.guard(() => tap(message));
  }

  /** Runs what the program gave us; what it throws is a defect there and harms nothing here. */
  guard(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.callbackError(error);
    }
  }

  callbackError(error: unknown): void {
    // A listener of the log that throws would be told of itself for ever.
    if (this.#reporting) return;
    this.#reporting = true;
    try {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.log('error', `A callback of this node threw: ${text}`);
    } finally {
      this.#reporting = false;
    }
  }

  clear(): void {
    this.#emitter.removeAllListeners();
    this.#taps.clear();
  }
}
