/**
 * A recorded session of two reference nodes, played against ours: what the reference that dialled
 * said goes over a real socket, octet for octet; what ours answers must be what the other one
 * answered. Only names that each process draws at random differ; they are translated.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { JsonScanner } from '../../../electron/mp/wire/json-scanner.ts';
import { Handshake } from '../../../electron/mp/wire/handshake.ts';
import { parseGreeting } from '../../../electron/mp/wire/greeting.ts';
import type { PortId } from '../../../shared/ids.ts';
import type { Json } from '../../../shared/json.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';
import { startNode } from '../../helpers/nodes.ts';

interface Chunk {
  dir: string;
  ms: number;
  octets: Buffer;
}

const SECRET =
  '8ugxrtw6H5tKnfPWfaSr4HGhE8MoJXmzTT1BWq7sLutNcD0IbXprQlZjIbl7MBKoeklG3IEfY9GlJthC0pENzk';
const RECORDING = new URL(
  '../../fixtures/vectors/transcripts/two-nodes-services.jsonl',
  import.meta.url,
);

function recording(): Chunk[] {
  const lines = readFileSync(RECORDING, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const { dir, ms, text, hex } = JSON.parse(line) as {
      dir: string;
      ms: number;
      text?: string;
      hex?: string;
    };
    return {
      dir,
      ms,
      octets: hex === undefined ? Buffer.from(text ?? '', 'utf8') : Buffer.from(hex, 'hex'),
    };
  });
}

function framesOf(octets: Buffer): Json[][] {
  const frames: Json[][] = [];
  new JsonScanner(1e6, (frame) => frames.push(JSON.parse(frame.toString('utf8')) as Json[])).push(
    octets,
  );
  return frames;
}

/** The recorded dialler, as a socket: the handshake is computed anew, because nonces differ. */
class Dialler {
  readonly frames: Json[][] = [];
  readonly #socket: Socket;
  readonly #scanner = new JsonScanner(1e7, (frame) => {
    this.frames.push(JSON.parse(frame.toString('utf8')) as Json[]);
    this.#look();
  });
  #look: () => void = () => undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  async handshake(greeting: string, nonce: string): Promise<void> {
    const handshake = new Handshake({
      greeting: parseGreeting(greeting),
      nonce,
      secret: Buffer.from(SECRET),
      authOffer: ['hmac_md6_64_256'],
      framings: ['json'],
      isOwnNonce: () => false,
    });
    const apply = (events: ReturnType<Handshake['push']>): boolean => {
      for (const event of events) {
        if (event.kind === 'send') this.#socket.write(event.octets, 'latin1');
        if (event.kind === 'greeted') apply(handshake.prove());
        if (event.kind === 'done') {
          this.#scanner.push(event.rest);
          return true;
        }
      }
      return false;
    };
    apply([handshake.start()]);
    for (;;) {
      const [chunk] = (await once(this.#socket, 'data')) as [Buffer];
      if (apply(handshake.push(chunk))) break;
    }
    this.#socket.on('data', (chunk: Buffer) => this.#scanner.push(chunk));
  }

  say(octets: Buffer): void {
    this.#socket.write(octets);
  }

  /** Waits until our node has sent `count` frames in all. */
  heard(count: number): Promise<void> {
    return new Promise((resolve) => {
      this.#look = () => {
        if (this.frames.length >= count) resolve();
      };
      this.#look();
    });
  }
}

/** Frames whose order among each other is that of a hash in the reference. */
const bySort = (frames: readonly Json[][]) => frames.map((frame) => JSON.stringify(frame)).sort();

describe('a recorded session', () => {
  it('is answered as the reference answered', async () => {
    const chunks = recording();
    const [greeting = '', nonce = ''] = (chunks[0] as Chunk).octets.toString('latin1').split('\n');
    const clock = new FakeClock(1_795_356_351_000);
    const spawned: Json[][] = [];
    const bob = await startNode(
      'bob',
      { secret: SECRET },
      {
        clock,
        inits: {
          'Bob::Svc::init': (node, self, reply = null) =>
            node.rcv(self, 'ping', (n = null) => {
              spawned.push([n]);
              node.snd(reply as PortId, 'pong-from-spawned', n);
            }),
        },
      },
    );
    const worker = bob.node.port(() => undefined);
    bob.node.grpReg('workers', worker);
    const [ip, tcpPort] = bob.address.split(':');
    const socket = connect(Number(tcpPort), ip);
    onTestFinished(() => void socket.destroy());
    await once(socket, 'connect');
    const dialler = new Dialler(socket);
    await dialler.handshake(greeting, nonce);

    // Names that both processes draw: those of the recording, and those of this run.
    await dialler.heard(1);
    const ourGlobalPort = dialler.frames[0]?.[2] as string;
    const names: [string, string][] = [
      ['lsN2cRyRC0QeHVc3.b', ourGlobalPort],
      ['LyL2v6sP.a', worker.slice('bob#'.length)],
      ['127.0.0.1:14041', bob.address],
    ];
    const translate = (text: string) =>
      names.reduce((all, [from, to]) => all.replaceAll(from, to), text);

    let expected: Json[][] = [];
    const conversation = chunks.slice(4).filter((chunk) => chunk.octets.length > 0);
    for (const [index, chunk] of conversation.entries()) {
      const octets = Buffer.from(translate(chunk.octets.toString('utf8')), 'utf8');
      if (chunk.dir === 'connector->listener') {
        // Everything that was answered before it was said must be there before it is said.
        await dialler.heard(expected.length);
        dialler.say(octets);
        continue;
      }
      expected = [...expected, ...framesOf(octets)];
      // News are passed on by a timer; it runs when the recording has come to that point.
      const previous = conversation[index - 1] as Chunk;
      if (chunk.ms - previous.ms > 200) clock.advance(3_100);
      await dialler.heard(expected.length);
    }

    const normal = (frames: Json[][]) =>
      frames.map((frame) => {
        if (frame[1] === 'known-tag') {
          return [...frame.slice(0, 2), ...new Set(frame.slice(2).sort())];
        }
        return frame[1] === 'time-tag' ? [...frame.slice(0, 2), typeof frame[2]] : frame;
      });
    expect(bySort(normal(dialler.frames))).toEqual(bySort(normal(expected)));
    // What belongs to one connection comes in order: the introduction, then each answer.
    expect(dialler.frames.slice(0, 6)).toEqual(expected.slice(0, 6));
    expect(spawned).toEqual([[1]]);
  });
});
