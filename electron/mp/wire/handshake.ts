import { MeshError } from '../../../shared/errors.ts';
import { chooseAuth, verifyAuth, type AuthFacts, type AuthMethod } from './auth.ts';
import { dialectOf, type Dialect, type DialectName } from './dialect.ts';
import type { Framing } from './framing.ts';
import { excerpt, formatGreeting, parseGreeting, type Greeting } from './greeting.ts';
import { MIN_NONCE_LENGTH } from './limits.ts';
import { LineReader } from './lines.ts';
import { assertGreetingStart } from './stranger.ts';

/** `required`: a peer without TLS is refused. `optional`: it is accepted unencrypted. */
export type TlsPolicy = 'off' | 'optional' | 'required';

/** Greeting key and value of nodes that can and want to do TLS. */
export const TLS_KEY = 'tls';
export const TLS_VERSION = '1.0';

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
  /** What we demand of encryption; we can do it when it isn't `off`, the default. */
  tls?: TlsPolicy;
  /** Whether another connection of this process sent that nonce: then both ends are ours. */
  isOwnNonce: (nonce: string) => boolean;
}

/** What the two sides agreed on. */
export interface Agreement {
  peer: Greeting;
  dialect: DialectName;
  authSent: string;
  authReceived: string;
  framingSent: Framing;
  framingReceived: Framing;
  /** TLS version and cipher; `null` = not encrypted. */
  cipher: string | null;
  /** The peer proved nothing about itself (`tls_anon`). */
  untrusted: boolean;
}

/** What a handshake asks for, or tells. */
export type HandshakeEvent =
  /** Write these octets, one character each. */
  | { kind: 'send'; octets: string }
  /** Start TLS on the socket, feed it `rest` first, and call {@link Handshake.secured}. */
  | { kind: 'secure'; role: 'client' | 'server'; rest: Buffer }
  /** The peer has said who it claims to be, and a method and framing are agreed on. */
  | { kind: 'greeted'; peer: Greeting }
  /** The peer has proved itself; we may not have yet, see {@link Handshake.prove}. */
  | { kind: 'verified' }
  /** Both are proved. `rest` are octets of the peer's first frames. */
  | { kind: 'done'; agreement: Agreement; rest: Buffer };

/** Greeting lines of both sides, as they enter the digests. */
interface Exchanged {
  peer: Greeting;
  dialect: Dialect;
  left: string;
  right: string;
}

/** The parts that are known once both greetings are. */
interface Greeted {
  peer: Greeting;
  dialect: Dialect;
  cipher: string | null;
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
  | ({ name: 'securing' } & Exchanged)
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
    while (this.#reads()) {
      const line = this.#lines.next();
      if (line === null) break;
      events.push(...this.#take(line));
    }
    if (this.#state.name === 'unproved') this.#lines.assertShort();
    return events;
  }

  /**
   * TLS is up and both certificates are verified.
   * @param cipher TLS version and cipher, to be shown
   */
  secured(cipher: string): HandshakeEvent[] {
    return this.#state.name === 'securing' ? this.#agree(this.#state, cipher) : [];
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

  /** Whether the next line is ours to read: not when it belongs to TLS, or comes after the last one. */
  #reads(): boolean {
    return ['greeting', 'nonce', 'auth'].includes(this.#state.name);
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
      case 'securing':
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
    const left = `${this.#localLine}\n${this.#options.nonce}\n`;
    const right = `${line}\n${nonce}\n`;
    const exchanged = { peer, dialect: dialectOf(peer), left, right };
    if (!this.#useTls(peer)) return this.#agree(exchanged, null);
    this.#state = { name: 'securing', ...exchanged };
    // Plain comparison of octets; both sides come to opposite results.
    const role = this.#options.nonce < nonce ? 'client' : 'server';
    return [{ kind: 'secure', role, rest: this.#lines.rest() }];
  }

  /** @throws MeshError `tls-required` */
  #useTls(peer: Greeting): boolean {
    const { tls = 'off' } = this.#options;
    const offered = Math.trunc(Number(peer.keys.get(TLS_KEY) ?? 0)) === 1;
    if (tls === 'required' && !offered) {
      throw new MeshError(
        'tls-required',
        `"${peer.nodeId}" doesn't encrypt, and this node has a certificate.`,
      );
    }
    return tls !== 'off' && offered;
  }

  /** Chooses how we prove ourselves and what we write. */
  #agree({ peer, dialect, left, right }: Exchanged, cipher: string | null): HandshakeEvent[] {
    const { secret } = this.#options;
    const encrypted = cipher !== null;
    const local = { secret, text: Buffer.from(left + right, 'latin1'), encrypted };
    const remote = { secret, text: Buffer.from(right + left, 'latin1'), encrypted };
    const method = this.#chooseAuth(peer, dialect, local);
    const framing = this.#chooseFraming(peer, dialect);
    const greeted = { peer, dialect, cipher, method, framing, local, remote };
    this.#state = { name: 'auth', proved: false, ...greeted };
    return [{ kind: 'greeted', peer }];
  }

  /** Either we reached ourselves, or another node has our ID. */
  #sameId(id: string, nonce: string): MeshError {
    return this.#options.isOwnNonce(nonce)
      ? new MeshError('self-connect', `The address leads to this node, "${id}", itself.`)
      : new MeshError('node-id-taken', `The other side is called "${id}", like this node.`);
  }

  #chooseAuth(peer: Greeting, dialect: Dialect, facts: AuthFacts): AuthMethod {
    const method = chooseAuth(peer.auths, this.#options.authOffer, facts, dialect.auths);
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

  #chooseFraming(peer: Greeting, { framings }: Dialect): Framing {
    const name = peer.framings.find(
      (candidate) => this.#options.framings.includes(candidate) && framings.has(candidate),
    );
    const framing = name === undefined ? undefined : framings.get(name);
    if (framing) return framing;
    throw new MeshError(
      'framing-none-common',
      `"${peer.nodeId}" reads ${names(peer.framings)}; this node writes ${names(this.#options.framings)}.`,
    );
  }

  #takeAuth(state: State & { name: 'auth' }, line: string): HandshakeEvent[] {
    const [methodName = '', value = '', framingName = ''] = line.split(';');
    const accepted = this.#options.greeting.auths.includes(methodName);
    const authReceived = accepted ? state.dialect.auths.get(methodName) : undefined;
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
    const framingReceived = offered ? state.dialect.framings.get(framingName) : undefined;
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
      dialect: from.dialect.name,
      authSent: from.method.name,
      authReceived: from.authReceived.name,
      framingSent: from.framing,
      framingReceived: from.framingReceived,
      cipher: from.cipher,
      untrusted: from.authReceived.anonymous,
    };
    return { kind: 'done', agreement, rest: this.#lines.rest() };
  }
}

function names(list: readonly string[]): string {
  return list.length === 0 ? 'none' : excerpt(list.join(', ')).slice(1, -1);
}
