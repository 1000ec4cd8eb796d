import { beforeEach, describe, expect, it } from 'vitest';
import { Latencies } from '../../../electron/observe/latencies.ts';
import { MAX_SUSPECTED, MAX_RECHECKED, SlowLinks } from '../../../electron/observe/slow-links.ts';
import type { CauseView } from '../../../shared/causes.ts';
import type { NodeId } from '../../../shared/ids.ts';

type Link = [NodeId, NodeId];

const link = (a: string, b: string) => [a, b] as Link;

const cause = (links: Link[], since = 100, kind: CauseView['kind'] = 'node-slow'): CauseView => ({
  id: `${kind}:a`,
  kind,
  nodes: [],
  others: [],
  groups: [],
  links,
  linkCount: links.length,
  linksPossible: links.length,
  damage: 1,
  title: 'a is slow',
  detail: '',
  since,
});

describe('SlowLinks', () => {
  let latencies: Latencies;
  let slow: SlowLinks;

  beforeEach(() => {
    latencies = new Latencies();
    const measuredAt = (one: NodeId, other: NodeId) => latencies.get(one, other)?.at ?? 0;
    slow = new SlowLinks('me' as NodeId, measuredAt);
  });

  const measure = (links: readonly Link[], at: number) => {
    for (const [a, b] of links) latencies.set(a, b, 50, at);
  };
  /** Links of one node to many, never measured. */
  const star = (count: number) => Array.from({ length: count }, (_, i) => link('a', `b${i + 100}`));

  it('know when half of a cause was measured after it was first seen', () => {
    const links = star(4);
    measure(links, 100);
    expect(slow.isRenewed(cause(links))).toBe(false);
    measure(links.slice(0, 1), 101);
    expect(slow.isRenewed(cause(links))).toBe(false);
    measure(links.slice(0, 2), 101);
    expect(slow.isRenewed(cause(links))).toBe(true);
  });

  it('are not told before they were measured at all', () => {
    expect(slow.isRenewed(cause([link('ann', 'bob')], 100, 'link-slow'))).toBe(false);
  });

  it('bear a cause for whose links there was no room', () => {
    expect(slow.isRenewed(cause([]))).toBe(true);
  });

  it('are measured again in the order of their age, our own never', () => {
    measure([link('a', 'b')], 30);
    measure([link('a', 'c')], 10);
    measure([link('a', 'd')], 20);
    const links = [link('a', 'b'), link('a', 'c'), link('a', 'd'), link('a', 'me')];
    const oldestFirst = [link('a', 'c'), link('a', 'd'), link('a', 'b')];
    expect(slow.toMeasure([cause(links)], [])).toEqual(oldestFirst);
    expect(slow.toMeasure([], [cause(links)])).toEqual(oldestFirst);
  });

  it('come before those that are told already, and are so many at most', () => {
    const links = star(MAX_SUSPECTED + 100);
    const told = links.map(([, b]) => link(b, 'z'));
    const asked = slow.toMeasure([cause(told)], [cause(links)]);
    expect(asked).toEqual([...links.slice(0, MAX_SUSPECTED), ...told.slice(0, MAX_RECHECKED)]);
  });

  it('are no links of causes of another kind', () => {
    expect(slow.toMeasure([cause(star(3), 100, 'node-cut-off')], [])).toEqual([]);
  });
});
