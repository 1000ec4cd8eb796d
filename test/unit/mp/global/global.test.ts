import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { NodeId, PortId } from '../../../../shared/ids.ts';
import { expectCode } from '../../../helpers/codes.ts';
import { Members, register } from '../../../helpers/members.ts';

vi.mock('node:net', async (original) => ({
  ...(await original<typeof import('node:net')>()),
  ...(await import('../../../helpers/memory-network.ts')).memoryNet,
}));

const node = (text: string) => text as NodeId;
let kernels: Members;

beforeEach(() => void (kernels = new Members()));

describe('a mesh', () => {
  it('of six nodes grows from one seed, and stays', async () => {
    const members = [await kernels.member('n0', 10)];
    for (let i = 1; i < 6; i++) members.push(await kernels.member(`n${i}`, 10 + i, [10]));
    await kernels.pass(10_000);
    for (const { kernel } of members) {
      expect(kernel.nodes.up()).toHaveLength(5);
      expect(kernel.seen.filter((what) => what.startsWith('down'))).toEqual([]);
    }
    const dials = kernels.network.dialled.length;
    await kernels.pass(120_000);
    for (const { kernel } of members) expect(kernel.seen).toHaveLength(5);
    // A seed that is up is left alone.
    expect(kernels.network.dialled.length - dials).toBe(0);
  });

  it('knows the seed by its node, and prefers it as a master', async () => {
    await kernels.member('zz', 10);
    const seed = await kernels.member('s', 11, [10]);
    const late = await kernels.member('late', 12, [11]);
    await kernels.pass(10_000);
    expect([late.global.isSeed(node('s')), late.global.isSeed(node('zz'))]).toEqual([true, false]);
    expect(late.global.addressesOf(node('s'))).toEqual([seed.address]);
    expect(late.global.addressesOf(node('late'))).toEqual([late.address]);
    expect(late.global.addressesOf(node('nobody'))).toBeNull();
    const master = late.kernel.logged.findLast(({ text }) => text.startsWith('The master'));
    expect(master?.text).toBe('The master is "s".');
  });

  it('holds a node without listeners; two of them have no connection', async () => {
    const seed = await kernels.member('s', 10);
    const first = await kernels.member('x', null, [10]);
    const second = await kernels.member('y', null, [10]);
    await kernels.pass(10_000);
    expect(seed.kernel.nodes.up().sort()).toEqual(['x', 'y']);
    expect([first.kernel.nodes.up(), second.kernel.nodes.up()]).toEqual([['s'], ['s']]);
    expect(seed.global.addressesOf(node('x'))).toEqual([]);
  });

  it('leaves out a seed that is itself', async () => {
    const own = await kernels.member('s', 10, [10]);
    await kernels.pass(60_000);
    expect(own.kernel.seen).toEqual([]);
    expect(own.kernel.logged.filter(({ level }) => level === 'info')).toMatchObject([
      { text: 'The seed 127.0.0.1:10 is this node itself.' },
    ]);
    expect(own.kernel.codes('warning')).toEqual([]);
    expect(kernels.network.dialled).toHaveLength(1);
  });

  it('is whole again after its seed restarts', async () => {
    const seed = await kernels.member('s', 10);
    const other = await kernels.member('a', 11, [10]);
    await kernels.member('b', 12, [10]);
    await kernels.pass(10_000);
    await kernels.leave(seed);
    expect(other.kernel.nodes.up()).toEqual(['b']);
    const again = await kernels.member('s', 10);
    await kernels.pass(5000);
    expect(other.kernel.nodes.up().sort()).toEqual(['b', 's']);
    expect(again.kernel.nodes.up().sort()).toEqual(['a', 'b']);
  });

  it('is found again within seconds after everybody was gone, however many there were', async () => {
    const members = [await kernels.member('s', 10)];
    for (let i = 1; i <= 20; i++) members.push(await kernels.member(`n${i}`, 10 + i, [10]));
    const last = await kernels.member('z', 50, [10, 99]);
    await kernels.pass(20_000);
    expect(last.kernel.nodes.up()).toHaveLength(21);
    for (const each of members) await kernels.leave(each);
    expect(last.kernel.nodes.up()).toEqual([]);
    // Only seeding leads to this one.
    await kernels.member('new', 99);
    await kernels.pass(5000);
    expect(last.kernel.nodes.up()).toEqual(['new']);
  });

  it('is told of a seed that dialled us first', async () => {
    const seed = await kernels.member('a', 10);
    const late = await kernels.member('b', 11);
    seed.kernel.nodes.dial(late.address, null);
    await kernels.settle();
    expect(late.kernel.nodes.up()).toEqual(['a']);
    late.global.start([seed.address]);
    await kernels.pass(5000);
    expect(late.global.isSeed(node('a'))).toBe(true);
    expect([late.kernel.seen, seed.kernel.seen]).toEqual([['up a'], ['up b']]);
    const dials = kernels.network.dialled.length;
    await kernels.pass(60_000);
    expect(kernels.network.dialled.length).toBe(dials);
  });

  it('leaves no timer when it is closed', async () => {
    const members = [
      await kernels.member('s', 10),
      await kernels.member('a', 11, [10]),
      await kernels.member('b', 12, [10]),
    ];
    await kernels.pass(2500);
    for (const each of members) await kernels.leave(each);
    expect(kernels.clock.delays).toEqual([]);
  });
});

describe('groups', () => {
  it('are the same everywhere, also for those who come later', async () => {
    const seed = await kernels.member('s', 10);
    const other = await kernels.member('a', 11, [10]);
    const ports = [register(seed, 'g'), register(other, 'g')];
    await kernels.pass(5000);
    const late = await kernels.member('b', 12, [10]);
    await kernels.pass(5000);
    for (const { global } of [seed, other, late]) {
      expect(global.members('g').sort()).toEqual(ports.toSorted());
    }
  });

  it('lose a port when it dies, is taken back, or its node is lost', async () => {
    const seed = await kernels.member('s', 10);
    const other = await kernels.member('a', 11, [10]);
    await kernels.pass(3000);
    const [dies, stays] = [register(other, 'g'), register(other, 'g')];
    const guard = other.global.register('h', stays);
    await kernels.settle();
    expect(seed.global.members('g')).toEqual([dies, stays]);
    other.kernel.kil(dies, []);
    guard.dispose();
    guard.dispose();
    await kernels.settle();
    expect(Object.fromEntries(seed.global.all())).toEqual({ g: [stays] });
    await kernels.leave(other);
    expect(seed.global.all().size).toBe(0);
    expect(seed.changes.at(-1)).toEqual({ name: 'g', members: [], added: [], removed: [stays] });
  });

  it('come back with their node', async () => {
    const seed = await kernels.member('s', 10);
    const other = await kernels.member('a', 11, [10]);
    const port = register(other, 'g');
    await kernels.pass(5000);
    const link = kernels.network.dialled[0];
    seed.changes.length = 0;
    link?.destroy();
    await kernels.pass(5000);
    expect(seed.changes.map(({ added, removed }) => [added, removed])).toEqual([
      [[], [port]],
      [[port], []],
    ]);
    expect(seed.global.members('g')).toEqual([port]);
    expect(other.global.members('g')).toEqual([port]);
  });

  it('take a port once, of this node, and alive', async () => {
    const own = await kernels.member('s', 10);
    const port = register(own, 'g');
    expectCode('group-registered', () => own.global.register('g', port));
    expect(() => own.global.register('h', port)).not.toThrow();
    expectCode('port-not-local', () => own.global.register('g', 'b#x' as PortId));
    expectCode('port-unknown', () => own.global.register('g', 's#gone' as PortId));
    expectCode('port-unknown', () => own.global.register('g', 's' as PortId));
  });

  it.each(['', 'x'.repeat(1001), 'a\ud800', 7])('have no name like %j', async (name) => {
    const own = await kernels.member('s', 10);
    const port = own.kernel.createPort();
    expect(() => own.global.register(name as string, port)).toThrow();
    // Nothing of it may be left: it would break the introduction to every node to come.
    const other = await kernels.member('a', 11, [10]);
    const good = register(own, 'good');
    await kernels.pass(5000);
    expect(other.global.members('good')).toEqual([good]);
    expect(own.kernel.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
