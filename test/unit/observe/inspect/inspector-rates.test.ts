import { beforeEach, describe, expect, it } from 'vitest';
import { Inspector } from '../../../../electron/observe/inspect/inspector.ts';
import { DEFAULT_LIMITS } from '../../../../electron/observe/message-ring.ts';
import { MessageLog } from '../../../../electron/observe/messages.ts';
import type { PortId } from '../../../../shared/ids.ts';
import { MAX_RATE_SERIES } from '../../../../shared/messages.ts';
import { FakeClock } from '../../../helpers/fake-clock.ts';
import { FakeNode } from '../../../helpers/fake-node.ts';

const port = (text: string) => text as PortId;

let clock: FakeClock;
let node: FakeNode;
let inspector: Inspector;

beforeEach(() => {
  const nothing = () => undefined;
  clock = new FakeClock();
  node = new FakeNode('me');
  const log = new MessageLog({ node, clock, onTraffic: nothing, onChange: nothing });
  const none = () => Promise.resolve(null);
  inspector = new Inspector({
    live: () => ({ log, profile: 'home' }),
    clock,
    files: { chooseSave: none, chooseOpen: none },
    limits: { get: () => DEFAULT_LIMITS, set: nothing },
    version: '1.0',
    onChange: nothing,
  });
});

const flood = (count: number) => {
  for (let i = 0; i < count; i++) node.snd(port('bob#x'), 'n', i);
};

describe('rates', () => {
  const query = {
    ...({ source: 'live', by: 'peer', filter: '', system: false } as const),
    ...{ slot: 1_000, slots: 10 },
  };

  it('count by value over time, counted as they pass or looked up', async () => {
    for (const [peer, count] of [
      ['bob', 3],
      ['eve', 5],
    ] as const) {
      for (let i = 0; i < count; i++) node.receive(peer, port('me#x'), `t${i % 2}`);
      node.receive(peer, port('me'), 'system');
      clock.advance(2_000);
    }
    const counted = await inspector.rates(query);
    const lookedUp = await inspector.rates({ ...query, filter: 'size > 0' });
    expect(lookedUp).toEqual(counted);
    expect(counted.from).toBe(Math.floor(clock.now() / 1_000) * 1_000 - 9_000);
    expect(counted.series).toEqual([
      { value: 'eve', counts: [0, 0, 0, 0, 0, 0, 0, 5, 0, 0] },
      { value: 'bob', counts: [0, 0, 0, 0, 0, 3, 0, 0, 0, 0] },
    ]);
    const tags = await inspector.rates({
      ...query,
      by: 'tag',
      system: true,
      slot: 2_000,
      slots: 3,
    });
    expect(tags.series.map(({ value, counts }) => [value, ...counts])).toEqual([
      ['t0', 2, 3, 0],
      ['t1', 1, 2, 0],
      ['system', 1, 1, 0],
    ]);
  });

  it('sum up what is beyond the busiest', async () => {
    for (let i = 0; i < 300; i++) node.receive('bob', port(`me#p${i}`), i);
    for (const filter of ['', 'peer = bob']) {
      const { series } = await inspector.rates({ ...query, by: 'port', filter });
      expect(series.length).toBe(MAX_RATE_SERIES + 1);
      expect(series.at(-1)).toMatchObject({ value: null });
      expect(series.at(-1)?.counts.at(-1)).toBe(300 - MAX_RATE_SERIES);
    }
  });

  it('forget what is long past', async () => {
    flood(5);
    clock.advance(1_000_000);
    flood(1);
    const { series } = await inspector.rates({ ...query, slot: 10_000, slots: 90 });
    expect(series[0]?.counts.reduce((sum, count) => sum + count)).toBe(1);
  });
});
