import { beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../electron/mp/crypto/random.ts';
import { Seeds } from '../../../../electron/mp/global/seeds.ts';
import { MeshError, type ErrorCode } from '../../../../shared/errors.ts';
import type { NodeId } from '../../../../shared/ids.ts';
import { FakeClock } from '../../../helpers/fake-clock.ts';

type OnEnd = (peer: NodeId | null, reason: MeshError | null) => void;

let clock: FakeClock;
let dials: { address: string; at: number; onEnd: OnEnd }[];
let up: Set<string>;
let known: number;
let found: string[];
let selves: string[];
let seeds: Seeds;

beforeEach(() => {
  clock = new FakeClock(0);
  [dials, up, known, found, selves] = [[], new Set(), 1, [], []];
  seeds = create();
});

function create(float?: number): Seeds {
  const random = float === undefined ? seededRandom(1) : { ...seededRandom(1), float: () => float };
  return new Seeds({
    clock,
    random,
    connectInterval: 2000,
    isUp: (node) => up.has(node),
    knownCount: () => known,
    dial: (address, onEnd) => void dials.push({ address, at: clock.now(), onEnd }),
    onFound: (address, node) => void found.push(`${address} ${node}`),
    onSelf: (address) => void selves.push(address),
  });
}

const addresses = () => dials.map(({ address }) => address);
const end = (address: string, peer: string | null, code?: ErrorCode): void => {
  const dial = dials.findLast((each) => each.address === address);
  dial?.onEnd(peer as NodeId | null, code ? new MeshError(code, 'x') : null);
};

describe('Seeds', () => {
  it('are each tried once within 0.1 s', () => {
    seeds.start(['a', 'b', 'c', 'd']);
    clock.advance(100);
    expect(addresses().sort()).toEqual(['a', 'b', 'c', 'd']);
    expect(new Set(dials.map(({ at }) => at)).size).toBeGreaterThan(1);
  });

  it('are nothing to do when there are none', () => {
    seeds.start([]);
    seeds.hurry();
    clock.advance(1e6);
    expect([dials, clock.waiting]).toEqual([[], 0]);
  });

  // max(1, connect_interval × known nodes − random) seconds
  it.each([
    [1, 0, 2000],
    [1, 0.999, 1001],
    [10, 0, 20_000],
    [10, 0.5, 19_500],
    [0, 0.5, 1000],
  ])('are tried at an interval; %i known, random %f: %i ms', (count, float, interval) => {
    known = count;
    seeds = create(float);
    seeds.start(['a']);
    clock.advance(100);
    dials.length = 0;
    clock.advance(3 * interval);
    expect(dials.slice(0, 2).map(({ at }) => Math.round(at))).toEqual([interval, 2 * interval]);
  });

  it('have a turn each in a round', () => {
    seeds.start(['a', 'b', 'c']);
    clock.advance(100);
    dials.length = 0;
    while (dials.length < 30) clock.advance(1000);
    for (let round = 0; round < 30; round += 3) {
      expect(
        addresses()
          .slice(round, round + 3)
          .sort(),
      ).toEqual(['a', 'b', 'c']);
    }
    expect(new Set([0, 3, 6, 9, 12].map((i) => addresses()[i])).size).toBeGreaterThan(1);
  });

  it('are left alone while they are up, and tried again when they are not', () => {
    seeds.start(['a']);
    clock.advance(100);
    end('a', 'bob');
    up.add('bob');
    dials.length = 0;
    clock.advance(60_000);
    expect(dials).toEqual([]);
    up.clear();
    clock.advance(2000);
    expect(addresses()).toContain('a');
  });

  it('are known by the node that they lead to, which may change', () => {
    seeds.start(['a', 'b']);
    clock.advance(100);
    end('a', 'bob');
    end('b', 'bob');
    up.add('bob');
    expect(found).toEqual(['a bob', 'b bob']);
    expect([seeds.isSeed('bob' as NodeId), seeds.up()]).toEqual([true, ['bob']]);
    end('a', 'eve');
    expect(seeds.isSeed('eve' as NodeId)).toBe(true);
    expect(seeds.up()).toEqual(['bob']);
  });

  it('are no node before they answered, nor after a failure', () => {
    seeds.start(['a']);
    clock.advance(100);
    end('a', null, 'seed-unreachable');
    end('a', 'bob', 'secret-mismatch');
    expect([found, seeds.up(), seeds.isSeed('bob' as NodeId)]).toEqual([[], [], false]);
  });

  it('are known also when they were connected already, the other way round', () => {
    seeds.start(['a']);
    clock.advance(100);
    up.add('bob');
    end('a', 'bob', 'already-connected');
    expect(found).toEqual(['a bob']);
    expect(seeds.isSeed('bob' as NodeId)).toBe(true);
  });

  it('that lead to ourselves are dropped for good', () => {
    seeds.start(['a', 'b', 'c']);
    clock.advance(100);
    end('a', null, 'self-connect');
    expect(selves).toEqual(['a']);
    dials.length = 0;
    clock.advance(120_000);
    expect(addresses()).not.toContain('a');
    expect(addresses()).toContain('b');
  });

  it('that lead to ourselves are dropped in the middle of a round, too', () => {
    seeds.start(['a', 'b', 'c', 'd']);
    seeds.hurry();
    const [{ address = '' } = {}] = dials;
    const rest = ['a', 'b', 'c', 'd'].filter((other) => other !== address);
    clock.advance(100);
    for (const other of rest) end(other, null, 'self-connect');
    dials.length = 0;
    clock.advance(60_000);
    expect(new Set(addresses())).toEqual(new Set([address]));
    expect(selves.sort()).toEqual(rest);
  });

  it('that are all ourselves leave nothing to do', () => {
    seeds.start(['a']);
    clock.advance(100);
    end('a', null, 'self-connect');
    dials.length = 0;
    clock.advance(120_000);
    expect([dials, clock.waiting]).toEqual([[], 0]);
  });

  it('are tried at once when the last node is lost', () => {
    known = 100;
    seeds.start(['a', 'b']);
    clock.advance(100);
    dials.length = 0;
    clock.advance(60_000);
    known = 1;
    seeds.hurry();
    expect(dials).toHaveLength(1);
    clock.advance(2000);
    expect(dials).toHaveLength(2);
  });

  it('stop', () => {
    seeds.start(['a', 'b']);
    seeds.stop();
    expect(clock.waiting).toBe(0);
    clock.advance(60_000);
    expect(dials).toEqual([]);
  });
});
