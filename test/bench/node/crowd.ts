/** 199 peers in one process that answer what a survey asks, as real ones in a mesh would. */
import { connect } from 'node:net';
import { systemRandom } from '../../../electron/mp/crypto/random.ts';
import { nonce } from '../../../electron/mp/crypto/random.ts';
import { GLOBAL_CONNECT, GLOBAL_VERSION } from '../../../electron/mp/global/peer-port.ts';
import { SPAWN } from '../../../electron/mp/kernel/services.ts';
import { parseEndpoint } from '../../../electron/mp/transport/addresses.ts';
import { Connection, type ConnectionOwner } from '../../../electron/mp/transport/connection.ts';
import type { HandshakeOptions } from '../../../electron/mp/wire/handshake.ts';
import { systemClock } from '../../../shared/clock.ts';
import { isPortId, nodeOf, portNameOf, type NodeId, type PortId } from '../../../shared/ids.ts';
import type { Json } from '../../../shared/json.ts';
import { readOptions, takeOrders } from '../lines.ts';
import { groupsOf, nameOf, reportAt } from '../ui/mesh.ts';

interface CrowdOptions {
  secret: string;
  /** Where the node listens that surveys. */
  address: string;
  /** That node included. */
  nodes: number;
}

/** Connects them all, and answers until the process ends. */
export function surveyedCrowd(): void {
  takeOrders();
  const options = readOptions<CrowdOptions>();
  const crowd = new Map<NodeId, Surveyed>();
  for (let index = 1; index < options.nodes; index++) {
    crowd.set(nameOf(index), new Surveyed(index, options, crowd));
  }
}

/** A peer reduced to what is asked of it. It claims connections to all others, which it doesn't have. */
class Surveyed implements ConnectionOwner {
  readonly clock = systemClock;
  readonly identity = null;
  readonly exactSizes = false;
  readonly #id: NodeId;
  readonly #index: number;
  readonly #options: CrowdOptions;
  readonly #crowd: ReadonlyMap<NodeId, Surveyed>;
  readonly #peers: readonly NodeId[];
  readonly #connection: Connection;

  constructor(index: number, options: CrowdOptions, crowd: ReadonlyMap<NodeId, Surveyed>) {
    this.#id = nameOf(index);
    this.#index = index;
    this.#options = options;
    this.#crowd = crowd;
    this.#peers = reportAt(index, options.nodes).peers;
    const { ip, tcpPort } = parseEndpoint(options.address) ?? { ip: '', tcpPort: 0 };
    const socket = connect({ host: ip, port: tcpPort });
    this.#connection = new Connection(socket, options.address, true, this);
  }

  handshake(): HandshakeOptions {
    return {
      greeting: {
        nodeId: this.#id,
        auths: ['hmac_md6_64_256'],
        framings: ['json'],
        keys: new Map([['provider', 'bench']]),
      },
      nonce: nonce(systemRandom),
      secret: Buffer.from(this.#options.secret),
      authOffer: ['hmac_md6_64_256'],
      framings: ['json'],
      isOwnNonce: () => false,
    };
  }

  greeted(connection: Connection): void {
    connection.prove();
  }

  verified(): void {
    // Nothing hangs on it.
  }

  /** Introduces itself: where it listens, and in which groups it is. */
  up(connection: Connection): void {
    const port = `${this.#index}.global`;
    const address = `10.0.${this.#index >> 8}.${this.#index & 255}:4040`;
    connection.send('', [SPAWN, port, GLOBAL_CONNECT, GLOBAL_VERSION, this.#id]);
    connection.send(port, ['addr', [address]]);
    connection.send(port, ['set', this.#groups()]);
  }

  frame(_connection: Connection, [port, ...message]: readonly Json[]): void {
    if (port === '') this.#serve(message);
  }

  closed(_connection: Connection, reason: Error): void {
    process.stderr.write(`${this.#id}: ${reason.message}\n`);
  }

  #serve([service, ...args]: readonly Json[]): void {
    if (service === 'up_nodes') this.#reply(args, this.#peers);
    else if (service === 'time') this.#reply(args, [Date.now() / 1000]);
    else if (service === 'snd' && isPortId(args[0])) this.#send(args[0], args.slice(1));
  }

  #reply([to, ...elements]: readonly Json[], results: readonly Json[]): void {
    if (isPortId(to)) this.#send(to, [...elements, ...results]);
  }

  /** To the node that surveys, or to another one of the crowd. */
  #send(to: PortId, message: readonly Json[]): void {
    const other = this.#crowd.get(nodeOf(to));
    if (!other) this.#connection.send(portNameOf(to), message);
    else if (portNameOf(to) === '') setImmediate(() => other.#serve(message));
  }

  #groups(): Json {
    const mine = groupsOf(this.#options.nodes).map(({ name, ports }) => {
      return [name, ports.filter((port) => nodeOf(port) === this.#id)] as const;
    });
    return Object.fromEntries(mine.filter(([, ports]) => ports.length > 0));
  }
}
