import type { HandServices } from '../../electron/hand/hand.ts';
import { Hand } from '../../electron/hand/hand.ts';
import { seededRandom } from '../../electron/mp/crypto/random.ts';
import { Observation } from '../../electron/observe/observation.ts';
import type { Clock } from '../../shared/clock.ts';
import type { JobView } from '../../shared/hand.ts';
import type { PortId } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeNode } from './fake-node.ts';

export interface Logged {
  level: string;
  text: string;
}

/** A message for a call, whose last element is the reply port. */
export function asking(...message: Json[]): (replyPort: PortId) => Json[] {
  return (replyPort) => [...message, replyPort];
}

/** A hand with repeatable randomness. */
export function createHand(
  observation: Observation,
  clock: Clock,
  services: Partial<HandServices & { onChange: () => void }> = {},
): Hand {
  let tokens = 0;
  let uuids = 0;
  return new Hand({
    observation,
    clock,
    newToken: () => `hand-${++tokens}`,
    variables: () => ({}),
    notify: () => undefined,
    log: () => undefined,
    random: seededRandom(1),
    newUuid: () => `uuid-${++uuids}`,
    onChange: () => undefined,
    ...services,
  });
}

/** A hand at a node that is connected to `bob`. */
export class Stage {
  readonly clock = new FakeClock();
  readonly node = new FakeNode('me');
  readonly observation: Observation;
  readonly hand: Hand;
  readonly variables: Record<string, string> = {};
  readonly notified: [string, string][] = [];
  readonly logged: Logged[] = [];
  changes = 0;

  constructor() {
    const { clock, node } = this;
    this.observation = new Observation({
      node,
      clock,
      newToken: () => 'survey',
      onChange: () => undefined,
    });
    // What the measuring opens and closes to begin with is not the hand's.
    node.killed.splice(0);
    node.killReasons.splice(0);
    this.hand = createHand(this.observation, clock, {
      variables: () => this.variables,
      notify: (title, text) => void this.notified.push([title, text]),
      log: (level, text) => void this.logged.push({ level, text }),
      onChange: () => void (this.changes += 1),
    });
    node.connect('bob');
  }

  /** The last message to a port; the reply port is its last element. */
  lastTo(port: string): readonly Json[] {
    return this.node.sentTo(port).at(-1) ?? [];
  }

  replyPort(port = 'bob#x'): PortId {
    return this.lastTo(port).at(-1) as PortId;
  }

  /** The echo comes that follows every message without a reply port. */
  confirm(node = 'bob'): void {
    const { port } = this.hand.deliveries;
    const echo = this.node.sentTo(node).findLast(([, asker]) => asker === port);
    this.node.receive(node, port, echo?.at(-1) as Json);
  }

  /** Of the newest job of that kind. */
  job<Kind extends JobView['kind']>(kind: Kind): Extract<JobView, { kind: Kind }> {
    const found = this.hand.jobs.views().find((job) => job.kind === kind);
    return found as Extract<JobView, { kind: Kind }>;
  }
}

export const bob = 'bob#x' as PortId;

/** A draft to `bob#x`. */
export function draftTo(args = '', tag = 'test', port: PortId = bob) {
  return { destination: { kind: 'port', port }, tag, arguments: args } as const;
}
