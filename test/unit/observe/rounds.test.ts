import { beforeEach, describe, expect, it } from 'vitest';
import {
  MAX_ROUND_INTERVAL,
  ROUND_AFTER_CHANGE,
  ROUND_BATCH,
  ROUND_INTERVAL,
  ROUND_MIN_GAP,
  roundInterval,
  Rounds,
} from '../../../electron/observe/rounds.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';
import { FakeNode } from '../../helpers/fake-node.ts';

describe('Rounds', () => {
  let clock: FakeClock;
  let node: FakeNode;
  let rounds: Rounds;
  let visits: string[];

  beforeEach(() => {
    clock = new FakeClock();
    node = new FakeNode('me');
    visits = [];
    rounds = new Rounds({ node, clock, visit: (id) => void visits.push(id) });
  });

  const visitsOf = (name: string) => visits.filter((id) => id === name).length;

  it('come soon after a node came up, and again every interval', () => {
    node.connect('bob');
    expect(visits).toEqual([]);
    clock.advance(ROUND_AFTER_CHANGE);
    expect(visits).toEqual(['bob']);
    clock.advance(4 * ROUND_INTERVAL);
    expect(visitsOf('bob')).toBe(5);
  });

  it('are spread over time, a few nodes at once', () => {
    for (let i = 0; i < 600; i++) node.connect(`n${i}`);
    clock.advance(ROUND_AFTER_CHANGE);
    expect(visits.length).toBe(ROUND_BATCH);
    clock.advance(roundInterval(600) / 2);
    expect(visits.length).toBeGreaterThan(200);
    expect(visits.length).toBeLessThan(540);
    clock.advance(roundInterval(600) / 2 - ROUND_AFTER_CHANGE);
    expect(new Set(visits).size).toBe(600);
    expect(visits.length).toBe(600);
  });

  it('take longer in large meshes, within bounds', () => {
    expect(roundInterval(0)).toBe(ROUND_INTERVAL);
    expect(roundInterval(50)).toBe(ROUND_INTERVAL);
    expect(roundInterval(160)).toBe(5_600);
    expect(roundInterval(10_000)).toBe(MAX_ROUND_INTERVAL);
  });

  it('are not driven into a flood by a node that flaps', () => {
    node.connect('eve');
    for (let i = 0; i < 100; i++) {
      node.connect('bob');
      node.disconnect('bob');
      clock.advance(100);
    }
    expect(visitsOf('eve')).toBeGreaterThan(5);
    expect(visitsOf('eve')).toBeLessThanOrEqual(10_000 / ROUND_MIN_GAP + 1);
  });

  it('leave out a node that went down, and begin anew', () => {
    for (let i = 0; i <= ROUND_BATCH; i++) node.connect(`n${i}`);
    clock.advance(ROUND_AFTER_CHANGE);
    node.disconnect(`n${ROUND_BATCH}`);
    clock.advance(ROUND_MIN_GAP);
    expect(visitsOf(`n${ROUND_BATCH}`)).toBe(0);
    expect(visitsOf('n0')).toBe(2);
  });

  it('begin at once when told to', () => {
    node.connect('bob');
    clock.advance(2 * ROUND_AFTER_CHANGE);
    rounds.beginNow();
    clock.advance(0);
    expect(visitsOf('bob')).toBe(2);
  });

  it('leave nothing behind', () => {
    node.connect('bob');
    clock.advance(ROUND_AFTER_CHANGE);
    rounds.dispose();
    expect(clock.waiting).toBe(0);
    expect(node.listenerCount).toBe(0);
  });
});
