import { beforeEach, describe, expect, it } from 'vitest';
import { MAX_GROUPS } from '../../../electron/observe/groups.ts';
import { MAX_NODES_PER_CHANGE, NetworkObserver } from '../../../electron/observe/network.ts';
import { MAX_REPORT_CHARACTERS } from '../../../electron/observe/reports.ts';
import type { NodeId } from '../../../shared/ids.ts';
import type { NetworkChange } from '../../../shared/mesh.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';
import { FakeNode } from '../../helpers/fake-node.ts';

const id = (text: string) => text as NodeId;

describe('NetworkObserver with much to tell', () => {
  let node: FakeNode;
  let network: NetworkObserver;

  beforeEach(() => {
    node = new FakeNode('me');
    network = new NetworkObserver(node, new FakeClock(), () => undefined);
  });

  /** All parts of a whole, the first one full. */
  function takeParts(): NetworkChange[] {
    const parts = [network.takeAll()];
    for (let next = network.takeChange(); next; next = network.takeChange()) parts.push(next);
    return parts;
  }

  it('draws 10,000 groups, and no more', () => {
    for (let i = 0; i < MAX_GROUPS + 500; i++) node.setGroup(`group ${i}`, ['bob#a']);
    const parts = takeParts();
    expect(parts.flatMap((part) => part.groups).length).toBe(MAX_GROUPS);
  });

  it('tells claims in parts, all of them in the end', () => {
    const names = Array.from({ length: 2_000 }, (_, i) => `${'x'.repeat(250)}${i}`);
    for (let i = 0; i < 20; i++) node.connect(`n${i}`);
    for (let i = 0; i < 20; i++) network.report(id(`n${i}`), names);
    const parts = takeParts();
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.map((part) => part.full)).toEqual(parts.map((_, i) => i === 0));
    for (const { reports } of parts) {
      const characters = reports.flatMap(({ peers }) => peers).join('').length;
      expect(characters).toBeLessThan(MAX_REPORT_CHARACTERS + 600_000);
    }
    expect(new Set(parts.flatMap((part) => part.reports).map((each) => each.node)).size).toBe(21);
  });

  it('tells nodes in parts', () => {
    network.expect(
      Array.from({ length: 5_000 }, (_, i) => id(`n${i}`)),
      true,
    );
    const parts = takeParts();
    expect(Math.max(...parts.map((part) => part.nodes.length))).toBe(MAX_NODES_PER_CHANGE);
    expect(parts.flatMap((part) => part.nodes).length).toBe(5_001);
  });
});
