import { describe, expect, it } from 'vitest';
import { systemRandom } from '../../../electron/mp/crypto/random.ts';
import type { NodeId } from '../../../shared/ids.ts';
import {
  errorCodes,
  freeAddresses,
  ids,
  meshed,
  SECRET,
  startNode,
  when,
  type TestNode,
} from '../../helpers/nodes.ts';

async function meshOf(count: number): Promise<TestNode[]> {
  const seed = await startNode('n00');
  const others = Array.from({ length: count - 1 }, (_, index) =>
    startNode(`n${String(index + 1).padStart(2, '0')}`, { seeds: [seed.address] }),
  );
  return [seed, ...(await Promise.all(others))];
}

/** Waits for an echo from the node port of `to`. */
function answer(from: TestNode, to: TestNode): Promise<void> {
  return new Promise((resolve) => {
    const reply = from.node.port(() => resolve());
    from.node.snd(to.node.id, 'snd', reply, 'echo');
  });
}

describe('a mesh', () => {
  it('forms between all nodes from one seed, without a node going down', async () => {
    const nodes = await meshOf(8);
    await meshed(nodes);
    for (const { node, happened } of nodes) {
      expect(node.upNodes()).toHaveLength(7);
      expect(ids(happened, 'up')).toHaveLength(7);
      expect(ids(happened, 'down')).toEqual([]);
    }
  });

  it('includes nodes that listen nowhere, which can’t reach each other', async () => {
    const seed = await startNode('seed');
    const overrides = { seeds: [seed.address] };
    const open = await startNode('open', overrides);
    const closed = await startNode('closed', { ...overrides, binds: [] });
    const hidden = await startNode('hidden', { ...overrides, binds: [] });
    await meshed([seed, open, closed, hidden]);
    expect(closed.node.upNodes().sort()).toEqual(['open', 'seed']);
    expect(seed.node.addressesOf('closed' as NodeId)).toEqual([]);
  });

  it('takes a node back that comes again with the same ID', async () => {
    const [seed, first, second] = (await meshOf(3)) as [TestNode, TestNode, TestNode];
    await meshed([seed, first, second]);
    await second.node.close();
    await when(
      [seed, first],
      () => first.node.upNodes().length === 1 && seed.node.upNodes().length === 1,
    );
    const again = await startNode('n02', { seeds: [seed.address] });
    await meshed([seed, first, again]);
    expect(ids(first.happened, 'up').filter((id) => id === 'n02')).toHaveLength(2);
  });

  it('is whole again after the seed was restarted, and its groups too', async () => {
    const [seed, first, second] = (await meshOf(3)) as [TestNode, TestNode, TestNode];
    first.node.grpReg(
      'workers',
      first.node.port(() => undefined),
    );
    await meshed([seed, first, second]);
    await seed.node.close();
    await when(
      [first, second],
      () => first.node.upNodes().length === 1 && second.node.upNodes().length === 1,
    );
    const again = await startNode('n00', { binds: [seed.address] });
    await meshed([again, first, second]);
    await when([again], () => again.node.grpGet('workers').length === 1);
    expect(ids(first.happened, 'down')).toEqual(['n00']);
  });

  it('keeps one connection when two nodes dial each other at the same moment', async () => {
    // Without a spread, both dial in the same turn of the event loop.
    const random = { bytes: (count: number) => systemRandom.bytes(count), float: () => 0 };
    for (let round = 0; round < 20; round++) {
      const [atA, atB] = await freeAddresses(2);
      const [a, b] = await Promise.all([
        startNode(`a${round}`, { binds: [atA as string], seeds: [atB as string] }, { random }),
        startNode(`b${round}`, { binds: [atB as string], seeds: [atA as string] }, { random }),
      ]);
      await meshed([a, b]);
      // Whatever was still under way would show in an answer that goes there and back.
      await answer(a, b);
      await answer(b, a);
      expect([ids(a.happened, 'up'), ids(b.happened, 'up')]).toEqual([[b.node.id], [a.node.id]]);
      expect([...ids(a.happened, 'down'), ...ids(b.happened, 'down')]).toEqual([]);
      await Promise.all([a.node.close(), b.node.close()]);
    }
  });

  it('refuses a second node of the same name, and leaves the first alone', async () => {
    const seed = await startNode('seed');
    const bob = await startNode('bob', { seeds: [seed.address] });
    await meshed([seed, bob]);
    const thief = await startNode('bob', { seeds: [seed.address] });
    await when([thief], () => errorCodes(thief.happened).length > 0);
    expect(thief.node.upNodes()).toEqual([]);
    expect(['peer-closed', 'node-id-taken']).toContain(errorCodes(thief.happened)[0]);
    expect(ids(seed.happened, 'down')).toEqual([]);
    expect(seed.node.upNodes()).toEqual(['bob']);
  });

  it('drops a seed that is the node itself', async () => {
    const seed = await startNode('seed');
    const { address } = seed;
    await seed.node.close();
    const self = await startNode('self', { binds: [address], seeds: [address] });
    const isSelf = () =>
      self.happened.some((event) => event.name === 'log' && event.text.includes('itself'));
    await when([self], isSelf);
    expect(errorCodes(self.happened).filter((code) => code !== 'self-connect')).toEqual([]);
  });
});

describe('a node that may not join', () => {
  it('with another secret is told so, on both sides', async () => {
    const seed = await startNode('seed');
    const stranger = await startNode('stranger', {
      seeds: [seed.address],
      secret: `${SECRET}-but-not-quite`,
    });
    await when([seed, stranger], () =>
      [seed, stranger].every(({ happened }) => errorCodes(happened).length > 0),
    );
    expect([...errorCodes(seed.happened), ...errorCodes(stranger.happened)]).toContain(
      'secret-mismatch',
    );
    expect([seed.node.upNodes(), stranger.node.upNodes()]).toEqual([[], []]);
  });

  it('is told that nothing listens at its seed', async () => {
    const seed = await startNode('seed');
    await seed.node.close();
    const lost = await startNode('lost', { seeds: [seed.address] });
    await when([lost], () => errorCodes(lost.happened).length > 0);
    expect(errorCodes(lost.happened)).toEqual(['seed-unreachable']);
  });

  it('is told that its address is taken', async () => {
    const first = await startNode('first');
    await expect(startNode('second', { binds: [first.address] })).rejects.toMatchObject({
      code: 'address-in-use',
    });
  });
});
