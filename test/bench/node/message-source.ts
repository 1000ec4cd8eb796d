/** The other side of the message figures: sends what it is told to, as fast as it is told to. */
import type { Node } from '../../../electron/mp/mp.ts';
import type { PortId } from '../../../shared/ids.ts';
import type { Json } from '../../../shared/json.ts';
import { readOptions, takeOrders, tell } from '../lines.ts';
import { startNode } from './programs.ts';

interface SourceOptions {
  /** Where the other side listens, and its port. */
  address: string;
  port: PortId;
}

/** Time between two bundles, ms: shorter than a frame, so that a window gets them evenly. */
const INTERVAL = 4;
const TAGS = ['job', 'done', 'tick', 'say', 'stat', 'ping', 'put', 'get'] as const;
const CUSTOMERS = 100;
/** One message of so many holds the word. */
const NEEDLES = 125;

/** Octets of one of the many small objects in a long message, roughly. */
const ENTRY_OCTETS = 64;
/** Octets around the two halves of a long message: the port, the tag, the keys. */
const AROUND = 160;

/**
 * Connects, and tells `up`. Orders: `pace` with `perSecond`, and `count` when it shall end by itself; tells
 * its `answer` when it ends, with how many were `sent` in all. `rest` ends it. `long` sends one of `octets`.
 */
export async function messageSource(): Promise<void> {
  const { address, port } = readOptions<SourceOptions>();
  let node: Node | null = null;
  const sender = new Sender((message) => node?.snd(port, ...message));
  takeOrders({
    pace: ({ perSecond, count, answer }) => {
      sender.pace(perSecond as number, (count as number) ?? Infinity, answer as string);
    },
    rest: () => sender.rest(),
    long: ({ octets }) => node?.snd(port, ...longMessage(octets as number)),
  });
  node = await startNode('source', [address]);
  node.on('up', () => tell('up'));
}

/** Sends so many messages a second; what a late timer has missed is made up for. */
class Sender {
  readonly #send: (message: readonly Json[]) => void;
  #sent = 0;
  #timer: NodeJS.Timeout | undefined;
  #answer = '';

  constructor(send: (message: readonly Json[]) => void) {
    this.#send = send;
  }

  pace(perSecond: number, count: number, answer: string): void {
    this.#answer = answer;
    const end = this.#sent + count;
    let owed = 0;
    let lastAt = performance.now();
    this.#timer = setInterval(() => {
      const now = performance.now();
      owed += (perSecond * (now - lastAt)) / 1000;
      lastAt = now;
      for (; owed >= 1 && this.#sent < end; owed -= 1) this.#send(messageAt(this.#sent++));
      if (this.#sent >= end) this.rest();
    }, INTERVAL);
  }

  rest(): void {
    clearInterval(this.#timer);
    tell(this.#answer, { sent: this.#sent });
  }
}

/** A message as applications send them, different each time but the same in every run. */
function messageAt(index: number): Json[] {
  const tag = TAGS[index % TAGS.length] as string;
  const facts = {
    customer: index % CUSTOMERS,
    city: `city ${(index * 7) % 1_000}`,
    note: index % NEEDLES === 0 ? 'a needle in the stack' : 'hay, and more hay',
    tries: (index * 13) % 5,
  };
  return [tag, facts, index];
}

/** A message of about so many octets, not more: half many small objects, half one long text. */
function longMessage(octets: number): Json[] {
  const half = Math.floor((octets - AROUND) / 2);
  const rows = Array.from({ length: Math.floor(half / ENTRY_OCTETS) }, (_, index) => ({
    id: index,
    name: `entry ${index}`.padEnd(28, '.'),
    open: index % 2 === 0,
  }));
  return [`long ${octets}`, { rows, text: 'long text '.repeat(Math.floor(half / 10)) }];
}
