import type { Clock } from '../shared/clock.ts';
import { MeshError } from '../shared/errors.ts';
import type { Guard } from '../shared/guard.ts';
import type { DemoNetwork } from './demo/network.ts';
import { takePart } from './demo/participant.ts';
import type { HandServices } from './hand/hand.ts';
import { Hand } from './hand/hand.ts';
import type { Log } from './log.ts';
import type { configure, Node, NodeOptions } from './mp/mp.ts';
import type { MessageLimits } from './observe/message-ring.ts';
import type { ObservationMemory } from './observe/memory.ts';
import { NO_MEMORY } from './observe/memory.ts';
import { Observation } from './observe/observation.ts';
import { reasonText } from './observe/reason-text.ts';
import type { Run } from './session-state.ts';

/** Our own node in the demo network. */
export const DEMO_NODE_ID = 'meshdeck';

export interface RunStarterOptions {
  /** The profile asked for on the command line; the node has its own default. */
  profile: string | undefined;
  clock: Clock;
  log: Log;
  configure: typeof configure;
  startDemo: (nodes: number) => Promise<DemoNetwork>;
  newToken: () => string;
  /** What is kept of a network; without it nothing is. @param rc `null`: the network is thrown away */
  memory?: (rc: string | null, profile: string) => ObservationMemory;
  /** How many messages are kept. */
  limits?: () => MessageLimits;
  /** What the person's hand has from the program; without it there are no variables and no notifications. */
  hand?: Pick<HandServices, 'variables' | 'notify'>;
  /** Called when an observation, or the hand, has something to tell. */
  onObserved: () => void;
}

const NO_SERVICES = { variables: () => ({}), notify: () => undefined };

/** Starts nodes together with what watches them. */
export class RunStarter {
  readonly #options: RunStarterOptions;

  constructor(options: RunStarterOptions) {
    this.#options = options;
  }

  /**
   * The node of the configuration file.
   * @param onChange called when what is said of the node itself changed
   * @param profile default: the one asked for on the command line
   * @throws MeshError why it can't start
   */
  configured(rc: string, onChange: () => void, profile = this.#options.profile): Promise<Run> {
    return this.#start(
      { rc, ...(profile !== undefined && { profile }) },
      { rc, demo: null },
      onChange,
    );
  }

  /**
   * A node in a demo network of its own.
   * @throws MeshError `demo-failed`, or why the node can't start
   */
  async demo(nodes: number, onChange: () => void): Promise<Run> {
    const demo = await this.#options.startDemo(nodes);
    try {
      const { secret, seeds } = demo;
      const overrides = { nodeId: DEMO_NODE_ID, secret, seeds: [...seeds], binds: ['127.0.0.1:*'] };
      const options = { profile: 'demo', rc: null, overrides };
      const run = await this.#start(options, { rc: null, demo }, onChange);
      return { ...run, guards: [...run.guards, takePart(run.node, this.#options.clock)] };
    } catch (error) {
      await demo.stop();
      throw error;
    }
  }

  async #start(
    options: NodeOptions,
    about: Pick<Run, 'rc' | 'demo'>,
    onChange: () => void,
  ): Promise<Run> {
    const { clock } = this.#options;
    let watch: (Pick<Run, 'observation' | 'hand'> & { guards: Guard[] }) | null = null;
    const onCreate = (node: Node): void => {
      const observation = this.#observe(node, about.rc);
      const hand = this.#hold(observation);
      watch = { observation, hand, guards: this.#listen(node, onChange) };
    };
    // Read anew through a function: it is set while configure() runs.
    const watching = (): typeof watch => watch;
    try {
      const node = await this.#options.configure({ ...options, clock, onCreate });
      const watched = watching();
      if (!watched) throw new MeshError('internal', 'The node was never announced.');
      return { node, profile: node.profile, ...watched, since: clock.now(), ...about };
    } catch (error) {
      for (const guard of watching()?.guards ?? []) guard.dispose();
      watching()?.hand.dispose();
      watching()?.observation.dispose();
      throw error;
    }
  }

  #observe(node: Node, rc: string | null): Observation {
    const { clock, newToken, limits, onObserved, memory = () => NO_MEMORY } = this.#options;
    return new Observation({
      node,
      clock,
      newToken,
      limits: limits?.(),
      onChange: onObserved,
      memory: memory(rc, node.profile),
    });
  }

  #hold(observation: Observation): Hand {
    const { clock, newToken, log, onObserved: onChange, hand = NO_SERVICES } = this.#options;
    return new Hand({
      ...hand,
      observation,
      clock,
      newToken,
      log: (level, text, about) => log.add(level, text, about),
      onChange,
    });
  }

  #listen(node: Node, onChange: () => void): Guard[] {
    const { log } = this.#options;
    return [
      node.on('log', ({ level, text, error, peer }) => log.add(level, text, { error, peer })),
      node.on('up', ({ node: peer, peer: { link } }) => {
        const how = link.dialled
          ? `connected to ${link.peerAddress}`
          : `connected from ${link.peerAddress}`;
        log.add('info', `${peer} is up, ${how}`, { peer });
      }),
      node.on('down', ({ node: peer, reason }) => {
        log.add('warning', `${peer} is down: ${reasonText(reason)}`, { peer });
      }),
      node.on('listening', onChange),
      node.on('seed', onChange),
    ];
  }
}

/** Ends a node and all that belongs to it. */
export async function endRun({ node, observation, hand, demo, guards }: Run): Promise<void> {
  hand.dispose();
  observation.dispose();
  for (const guard of guards) guard.dispose();
  await node.close();
  await demo?.stop();
}
