import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../../../build/bundle.mjs';
import type { CauseView } from '../../../shared/causes.ts';
import { completeness, linksBetween } from '../../../shared/mesh.ts';
import { FaultyNetwork } from '../../helpers/faults/network.ts';
import { Watcher, WATCHER } from '../../helpers/faults/watcher.ts';

/** With the one that watches. */
const NODES = 50;
const LINKS = (NODES * (NODES - 1)) / 2;
/** A fault is named, and its name is gone, within this time, ms. */
const SOON = 10_000;
const FORMING = 90_000;
/** Later than every wait inside, so that those tell what is missing. */
const LIMIT = 45_000;
const SLOWNESS = 150;

/**
 * Some ways are slow now and then where 50 processes share a few cores, and other tests with them. That is
 * so, and none of the faults made here, of which the slow one is slow to everyone.
 */
const isBusy = ({ kind, linkCount, linksPossible }: CauseView) =>
  kind === 'link-slow' || (kind === 'node-slow' && linkCount < linksPossible / 2);

/** The causes that are no matter of a busy machine. */
const faultsOf = ({ causes }: Watcher) => causes.filter((cause) => !isBusy(cause));

/**
 * Real nodes in processes of their own, real sockets through a proxy, and the causes as the window is told
 * them. Everything that is waited for is an event.
 */
describe('faults made on purpose in a mesh of 50 nodes', () => {
  let network: FaultyNetwork;
  let watcher: Watcher;

  const calm = () => watcher.until('no cause', SOON, () => faultsOf(watcher).length === 0);
  const named = (what: string, holds: (cause: CauseView) => boolean) =>
    watcher.until(`one cause, "${what}"`, SOON, () => {
      const [cause, ...others] = faultsOf(watcher);
      return cause !== undefined && others.length === 0 && holds(cause);
    });
  /** Looks at a fault and repairs it, whatever was seen: the next test begins with a healthy mesh. */
  const repaired = async (repair: () => unknown, look: () => Promise<unknown>) => {
    try {
      await look();
    } finally {
      await repair();
    }
    await calm();
  };
  const linksUp = () => {
    const { nodes, reports } = watcher.observation.network;
    return completeness(linksBetween(nodes.values(), reports)).up;
  };
  const whole = (limit: number) => watcher.until('every link', limit, () => linksUp() === LINKS);

  beforeAll(async () => {
    await bundle(['headless']);
    network = await FaultyNetwork.start(NODES - 1);
    watcher = await Watcher.join(network);
    await whole(FORMING);
    await calm();
  }, 2 * FORMING);

  afterAll(async () => {
    await watcher?.leave();
    network?.stop();
  });

  it(
    'there are none in a healthy mesh',
    async () => {
      watcher.forget();
      await watcher.surveyed(SOON);
      expect(watcher.told.filter((cause) => !isBusy(cause))).toEqual([]);
    },
    LIMIT,
  );

  it(
    'a node that was killed is down, until it runs again',
    async () => {
      const victim = 'north-05';
      await network.kill(victim);
      await repaired(
        () => network.launch(victim),
        async () => {
          await named('down', ({ kind, nodes }) => kind === 'node-down' && nodes[0] === victim);
          expect(faultsOf(watcher)[0]?.linkCount).toBe(NODES - 1);
        },
      );
      await whole(SOON);
    },
    LIMIT,
  );

  it(
    'a node that was stopped is silent, until it goes on',
    async () => {
      const victim = 'south-03';
      network.halt(victim);
      await repaired(
        () => network.resume(victim),
        () => named('silent', ({ kind, nodes }) => kind === 'node-silent' && nodes[0] === victim),
      );
      await whole(SOON);
    },
    LIMIT,
  );

  it(
    'two groups are cut from each other, until they are joined again',
    async () => {
      const [east, west] = [network.group('east'), network.group('west')];
      const isCut = ({ kind, groups, linkCount }: CauseView) =>
        kind === 'groups-cut' &&
        [...groups].sort().join() === 'east,west' &&
        linkCount === east.length * west.length;
      await network.proxy.cut(east, west);
      await repaired(
        () => network.proxy.heal(),
        async () => {
          await named('cut', isCut);
          await watcher.surveyed(SOON);
          await named('cut', isCut);
        },
      );
      await whole(SOON);
    },
    LIMIT,
  );

  it(
    'a node that is slow to everyone is told as one, until it is quick again',
    async () => {
      const victim = 'east-07';
      await network.proxy.slow(victim, SLOWNESS);
      await repaired(
        () => network.proxy.heal(),
        () => named('slow', ({ kind, nodes }) => kind === 'node-slow' && nodes[0] === victim),
      );
    },
    LIMIT,
  );

  it(
    'and afterwards there are none again',
    async () => {
      watcher.forget();
      await watcher.surveyed(SOON);
      expect(watcher.told.filter((cause) => !isBusy(cause))).toEqual([]);
      expect(watcher.node.upNodes()).toHaveLength(NODES - 1);
      expect(watcher.node.id).toBe(WATCHER);
    },
    LIMIT,
  );
});
