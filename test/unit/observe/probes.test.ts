import { beforeEach, describe, expect, it } from 'vitest';
import { Instrument } from '../../../electron/observe/instrument.ts';
import { Latencies } from '../../../electron/observe/latencies.ts';
import { PAIR_INTERVAL } from '../../../electron/observe/probe-queue.ts';
import { PROBE_AGAIN, Probes, PROBES_PER_SECOND } from '../../../electron/observe/probes.ts';
import { QUESTION_TIMEOUT } from '../../../electron/observe/questions.ts';
import type { NodeId, PortId } from '../../../shared/ids.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';
import { FakeNode } from '../../helpers/fake-node.ts';

const id = (text: string) => text as NodeId;

describe('Probes', () => {
  let clock: FakeClock;
  let node: FakeNode;
  let latencies: Latencies;
  let probes: Probes;
  /** Round trips from here. */
  let here: Map<string, number | null>;
  let unlinked: Set<string>;
  let doubts: string[];

  beforeEach(() => {
    clock = new FakeClock();
    node = new FakeNode('me');
    latencies = new Latencies();
    here = new Map();
    unlinked = new Set();
    doubts = [];
    let tokens = 0;
    probes = new Probes({
      node,
      clock,
      instrument: new Instrument(node),
      newToken: () => `t${++tokens}`,
      latencies,
      isLinked: (a, b) => !unlinked.has([a, b].sort().join()),
      roundTrip: (peer) => here.get(peer) ?? null,
      onMeasured: (a, b, roundTrip) => latencies.set(a, b, roundTrip, clock.now()),
      onDoubt: (peer) => void doubts.push(peer),
    });
    probes.on = true;
  });

  function connect(...names: string[]): void {
    for (const name of names) {
      here.set(name, 10);
      node.connect(name);
    }
  }

  /** The last probe takes `delay` ms on its way. */
  function answer(delay: number): void {
    const { message } = node.sent.at(-1) ?? {};
    const [, to, , port, token] = message ?? [];
    clock.advance(delay);
    node.receive(to as string, port as PortId, token as string);
  }

  /** Lets time pass until the next probe is sent. */
  function nextProbe(): void {
    const before = node.sent.length;
    for (let waited = 0; node.sent.length === before && waited < 60_000; waited += 1) {
      clock.advance(1);
    }
    expect(node.sent.length).toBe(before + 1);
  }

  const between = (a: string, b: string) => latencies.get(id(a), id(b))?.roundTrip;

  it('go through one node to another and back', () => {
    connect('ann', 'bob');
    clock.advance(0);
    const [probe] = node.sent;
    expect(probe?.message).toEqual(['snd', 'bob', 'snd', expect.stringMatching(/^me#/), 't1']);
    expect(probe?.to).toBe('ann');
  });

  it('leave the way between the two when our halves are taken off', () => {
    connect('ann', 'bob');
    here.set('bob', 30);
    clock.advance(0);
    answer(5 + 8 + 15);
    expect(between('ann', 'bob')).toBeCloseTo(16);
  });

  it('are never negative', () => {
    connect('ann', 'bob');
    clock.advance(0);
    answer(9);
    expect(between('ann', 'bob')).toBe(0);
  });

  it('doubt what they know of the ends when the answer comes far too early', () => {
    connect('ann', 'bob');
    here.set('bob', 400);
    clock.advance(0);
    answer(8);
    expect(between('ann', 'bob')).toBeUndefined();
    expect(doubts.sort()).toEqual(['ann', 'bob']);
    here.set('bob', 4);
    nextProbe();
    answer(8);
    expect(between('ann', 'bob')).toBeCloseTo(2);
  });

  it('believe that a pair is slow when it is three times in a row, and then the best of them', () => {
    connect('ann', 'bob');
    clock.advance(0);
    answer(12);
    expect(between('ann', 'bob')).toBeCloseTo(4);
    for (const delay of [600, 500]) {
      nextProbe();
      answer(delay);
      expect(between('ann', 'bob')).toBeCloseTo(4);
    }
    expect(doubts).toContain('ann');
    const surprisedAt = clock.now();
    nextProbe();
    expect(clock.now() - surprisedAt).toBeLessThanOrEqual(PROBE_AGAIN + 300);
    answer(700);
    expect(between('ann', 'bob')).toBeCloseTo(980);
  });

  it('believe at once that a pair is quick again', () => {
    connect('ann', 'bob');
    latencies.set(id('ann'), id('bob'), 900, clock.now());
    clock.advance(0);
    answer(12);
    expect(between('ann', 'bob')).toBeCloseTo(4);
  });

  it('go only half way with a result that is slower, but no surprise', () => {
    connect('ann', 'bob');
    clock.advance(0);
    answer(12);
    nextProbe();
    answer(16);
    expect(between('ann', 'bob')).toBeCloseTo(8);
  });

  it('forget a surprise that did not come again', () => {
    connect('ann', 'bob');
    clock.advance(0);
    answer(500);
    expect(between('ann', 'bob')).toBeUndefined();
    nextProbe();
    answer(12);
    expect(between('ann', 'bob')).toBeCloseTo(4);
  });

  it('are believed only from who ends them, with the right token, once', () => {
    connect('ann', 'bob');
    clock.advance(0);
    const [, , , port, token] = node.sent[0]?.message ?? [];
    node.receive('ann', port as PortId, token as string);
    node.receive('bob', port as PortId, 'guess');
    expect(latencies.size).toBe(0);
    clock.advance(11);
    node.receive('bob', port as PortId, token as string);
    clock.advance(90);
    node.receive('bob', port as PortId, token as string);
    expect(between('ann', 'bob')).toBeCloseTo(2);
  });

  it('expire', () => {
    connect('ann', 'bob');
    clock.advance(0);
    const [, , , port, token] = node.sent[0]?.message ?? [];
    clock.advance(QUESTION_TIMEOUT);
    node.receive('bob', port as PortId, token as string);
    expect(latencies.size).toBe(0);
  });

  it('are at most so many a second, whatever the size, and reach all pairs in turn', () => {
    const names = Array.from({ length: 60 }, (_, i) => `n${String(i).padStart(2, '0')}`);
    connect(...names);
    clock.advance(0);
    node.sent.length = 0;
    const pairs = new Set<string>();
    for (let second = 0; second < 120; second++) {
      const before = node.sent.length;
      clock.advance(1000);
      expect(node.sent.length - before).toBeLessThanOrEqual(PROBES_PER_SECOND);
    }
    expect(node.sent.length).toBeLessThanOrEqual(120 * PROBES_PER_SECOND + 10);
    for (const { to, message } of node.sent) pairs.add([to, message[1]].sort().join());
    expect(pairs.size).toBe((60 * 59) / 2);
  });

  it('are few in a small mesh', () => {
    connect('ann', 'bob', 'eve');
    clock.advance(PAIR_INTERVAL * 10);
    expect(node.sent.length).toBeLessThanOrEqual(2 * 3 * 11);
    expect(node.sent.length).toBeGreaterThanOrEqual(3 * 10);
  });

  it('go only along links that are there, and to nodes that answer', () => {
    connect('ann', 'bob', 'eve', 'joe');
    unlinked.add('ann,bob');
    here.set('joe', null);
    clock.advance(10_000);
    const pairs = new Set(node.sent.map(({ to, message }) => [to, message[1]].sort().join()));
    expect([...pairs].sort()).toEqual(['ann,eve', 'bob,eve']);
  });

  it('prefer the pairs of a node that has changed', () => {
    connect(...Array.from({ length: 100 }, (_, i) => `n${i}`));
    clock.advance(1000);
    node.sent.length = 0;
    probes.prefer(id('n50'));
    clock.advance(2_000);
    const withIt = node.sent.filter(({ to, message }) => [to, message[1]].includes('n50'));
    expect(withIt.length).toBe(99);
  });

  it('end when they are switched off, and go on when they are switched on', () => {
    connect('ann', 'bob');
    clock.advance(0);
    probes.on = false;
    expect(clock.waiting).toBe(0);
    answer(11);
    expect(latencies.size).toBe(0);
    probes.on = true;
    clock.advance(PAIR_INTERVAL);
    expect(node.sent.length).toBe(2);
  });

  it('forget nodes that are gone', () => {
    connect('ann', 'bob', 'eve');
    clock.advance(0);
    node.disconnect('bob');
    node.disconnect('eve');
    node.sent.length = 0;
    clock.advance(30_000);
    expect(node.sent).toEqual([]);
  });

  it('leave nothing behind', () => {
    connect('ann', 'bob');
    clock.advance(500);
    probes.dispose();
    expect(clock.waiting).toBe(0);
  });
});
