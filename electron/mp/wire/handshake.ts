import { MeshError } from '../../../shared/errors.ts';
import { AUTH_METHODS, chooseAuth, verifyAuth, type AuthFacts, type AuthMethod } from './auth.ts';
import { FRAMINGS, type Framing } from './framing.ts';
import { excerpt, formatGreeting, parseGreeting, type Greeting } from './greeting.ts';
import { MIN_NONCE_LENGTH } from './limits.ts';
import { LineReader } from './lines.ts';
import { assertGreetingStart } from './stranger.ts';

/** What this side brings to a handshake. */
export interface HandshakeOptions {
  greeting: Greeting;
  /** Second greeting line, see `crypto/names.ts`. */
  nonce: string;
  /** UTF-8 octets of the shared secret; `null` when there is none. */
  secret: Uint8Array | null;
  /** Auth methods that we send, as configured. */
  authOffer: readonly string[];
  /** Framings that we write, as configured. */
  framings: readonly string[];
  /** Whether another connection of this process sent that nonce: then both ends are ours. */
  isOwnNonce: (nonce: string) => boolean;
}

/** What the two sides agreed on. */
export interface Agreement {
  peer: Greeting;
  authSent: string;
  authReceived: string;
  framingSent: Framing;
  framingReceived: Framing;
  encrypted: boolean;
  untrusted: boolean;
}

/** What a handshake asks for, or tells. */
export type HandshakeEvent =
  /** Write these octets, one character each. */
  | { kind: 'send'; octets: string }
  /** The peer has said who it claims to be, and a method and framing are agreed on. */
  | { kind: 'greeted'; peer: Greeting }
  /** The peer has proved itself; we may not have yet, see {@link Handshake.prove}. */
  | { kind: 'verified' }
  /** Both are proved. `rest` are octets of the peer's first frames. */
  | { kind: 'done'; agreement: Agreement; rest: Buffer };

/** The parts that are known once both greetings are. */
interface Greeted {
  peer: Greeting;
  method: AuthMethod;
  framing: Framing;
  local: AuthFacts;
  remote: AuthFacts;
}

interface Verified extends Greeted {
  authReceived: AuthMethod;
  framingReceived: Framing;
}

type State =
  | { name: 'greeting' }
  | { name: 'nonce'; line: string; peer: Greeting }
  | ({ name: 'auth'; proved: boolean } & Greeted)
  | ({ name: 'unproved' } & Verified)
  | { name: 'done' };

/**
 * Both sides of the connection set-up (protocol section 2), without I/O: octets in, events out. It
 * is symmetric. We prove ourselves only when told to, so that of several connections with the same
 * node only one comes to life.
 */
export class Handshake {
  readonly #options: HandshakeOptions;
  readonly #lines = new LineReader();
  readonly #localLine: string;
  #state: State = { name: 'greeting' };

  constructor(options: HandshakeOptions) {
    this.#options = options;
    this.#localLine = formatGreeting(options.greeting);
  }

  /** The two lines to send at once, without waiting. */
  start(): HandshakeEvent {
    return { kind: 'send', octets: `${this.#localLine}\n${this.#options.nonce}\n` };
  }

  /**
   * Takes what arrived, split anywhere.
   * @throws MeshError with the reason to close the connection; see the `connecting to a peer` codes
   */
  push(chunk: Buffer): HandshakeEvent[] {
    this.#lines.push(chunk);
    if (this.#state.name === 'greeting') assertGreetingStart(this.#lines.peek());
    const events: HandshakeEvent[] = [];
    while (this.#state.name !== 'done' && this.#state.name !== 'unproved') {
      const line = this.#lines.next();
      if (line === null) break;
      events.push(...this.#take(line));
    }
    return events;
  }

  /**
   * Sends our proof. Call once, after `greeted`.
   * @returns what to send, then `done` when the peer has proved itself before
   */
  prove(): HandshakeEvent[] {
    const state = this.#state;
    if (state.name !== 'unproved' && !(state.name === 'auth' && !state.proved)) return [];
    const value = state.method.value(state.local);
    const send: HandshakeEvent = {
      kind: 'send',
      octets: `${state.method.name};${value};${state.framing.name}\n`,
    };
    if (state.name === 'unproved') return [send, this.#finish(state)];
    this.#state = { ...state, proved: true };
    return [send];
  }

  #take(line: string): HandshakeEvent[] {
    const state = this.#state;
    switch (state.name) {
      case 'greeting':
        return this.#takeGreeting(line);
      case 'nonce':
        return this.#takeNonce(state.line, state.peer, line);
      case 'auth':
        return this.#takeAuth(state, line);
      case 'unproved':
      case 'done':
        return [];
    }
  }

  #takeGreeting(line: string): HandshakeEvent[] {
    this.#state = { name: 'nonce', line, peer: parseGreeting(line) };
    return [];
  }

  #takeNonce(line: string, peer: Greeting, nonce: string): HandshakeEvent[] {
    if (nonce === this.#options.nonce || line === this.#localLine) {
      throw new MeshError('reflected', 'The other side sent our own greeting back.');
    }
    if (peer.nodeId === this.#options.greeting.nodeId) throw this.#sameId(peer.nodeId, nonce);
    if (nonce.length < MIN_NONCE_LENGTH) {
      throw new MeshError('greeting-invalid', 'The other side sent an empty nonce.');
    }
    const { secret } = this.#options;
    const left = `${this.#localLine}\n${this.#options.nonce}\n`;
    const right = `${line}\n${nonce}\n`;
    const local = { secret, text: Buffer.from(left + right, 'latin1'), encrypted: false };
    const remote = { secret, text: Buffer.from(right + left, 'latin1'), encrypted: false };
    const method = this.#chooseAuth(peer, local);
    const framing = this.#chooseFraming(peer);
    this.#state = { name: 'auth', proved: false, peer, method, framing, local, remote };
    return [{ kind: 'greeted', peer }];
  }

  /** Either we reached ourselves, or another node has our ID. */
  #sameId(id: string, nonce: string): MeshError {
    return this.#options.isOwnNonce(nonce)
      ? new MeshError('self-connect', `The address leads to this node, "${id}", itself.`)
      : new MeshError('node-id-taken', `The other side is called "${id}", like this node.`);
  }

  #chooseAuth(peer: Greeting, facts: AuthFacts): AuthMethod {
    const method = chooseAuth(peer.auths, this.#options.authOffer, facts);
    if (method) return method;
    if (!facts.secret?.length) {
      throw new MeshError(
        'no-secret',
        `There is no shared secret to prove ourselves to "${peer.nodeId}" with.`,
      );
    }
    throw new MeshError(
      'auth-none-common',
      `"${peer.nodeId}" accepts ${names(peer.auths)}; this node offers ${names(this.#options.authOffer)}.`,
    );
  }

  #chooseFraming(peer: Greeting): Framing {
    const name = peer.framings.find(
      (candidate) => this.#options.framings.includes(candidate) && FRAMINGS.has(candidate),
    );
    const framing = name === undefined ? undefined : FRAMINGS.get(name);
    if (framing) return framing;
    throw new MeshError(
      'framing-none-common',
      `"${peer.nodeId}" reads ${names(peer.framings)}; this node writes ${names(this.#options.framings)}.`,
    );
  }

  #takeAuth(state: State & { name: 'auth' }, line: string): HandshakeEvent[] {
    const [methodName = '', value = '', framingName = ''] = line.split(';');
    const accepted = this.#options.greeting.auths.includes(methodName);
    const authReceived = accepted ? AUTH_METHODS.get(methodName) : undefined;
    if (!authReceived) {
      throw new MeshError(
        'auth-none-common',
        `"${state.peer.nodeId}" proves itself with ${excerpt(methodName)}, which this node doesn't accept.`,
      );
    }
    if (!verifyAuth(authReceived, state.remote, value)) {
      throw new MeshError(
        'secret-mismatch',
        `"${state.peer.nodeId}" has another shared secret (authentication failure).`,
      );
    }
    const offered = this.#options.greeting.framings.includes(framingName);
    const framingReceived = offered ? FRAMINGS.get(framingName) : undefined;
    if (!framingReceived) {
      throw new MeshError(
        'framing-none-common',
        `"${state.peer.nodeId}" wants to write ${excerpt(framingName)}, which this node doesn't read.`,
      );
    }
    const verified: Verified = { ...state, authReceived, framingReceived };
    if (state.proved) return [{ kind: 'verified' }, this.#finish(verified)];
    this.#state = { ...verified, name: 'unproved' };
    return [{ kind: 'verified' }];
  }

  #finish(from: Verified): HandshakeEvent {
    this.#state = { name: 'done' };
    const agreement: Agreement = {
      peer: from.peer,
      authSent: from.method.name,
      authReceived: from.authReceived.name,
      framingSent: from.framing,
      framingReceived: from.framingReceived,
      encrypted: from.local.encrypted,
      untrusted: false,
    };
    return { kind: 'done', agreement, rest: this.#lines.rest() };
  }
}

function names(list: readonly string[]): string {
  return list.length === 0 ? 'none' : excerpt(list.join(', ')).slice(1, -1);
}
