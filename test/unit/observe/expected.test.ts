import { describe, expect, it, vi } from 'vitest';
import { ExpectedNodes, MAX_EXPECTED } from '../../../electron/observe/expected.ts';
import type { NodeId } from '../../../shared/ids.ts';

const ids = (...names: string[]) => names as NodeId[];
const [me] = ids('me') as [NodeId];

describe('ExpectedNodes', () => {
  it('take what was kept, without what is no node', () => {
    const kept = ['bob', 7, null, 'a#b', '', 'bob', 'me', ['x'], 'eve'];
    expect([...new ExpectedNodes(me, kept, vi.fn()).all]).toEqual(['bob', 'eve']);
  });

  it('are put on the list and taken off', () => {
    const onChange = vi.fn();
    const expected = new ExpectedNodes(me, ['bob'], onChange);
    expect(expected.set(ids('eve', 'bob', 'me'), true)).toEqual(['eve']);
    expect(onChange).toHaveBeenLastCalledWith(['bob', 'eve']);
    expect(expected.set(ids('bob', 'nobody'), false)).toEqual(['bob']);
    expect(onChange).toHaveBeenLastCalledWith(['eve']);
    expect(expected.has(ids('eve')[0] as NodeId)).toBe(true);
  });

  it('are replaced; nothing is kept anew when nothing changes', () => {
    const onChange = vi.fn();
    const expected = new ExpectedNodes(me, ['bob', 'eve'], onChange);
    expect(expected.replace(ids('eve', 'ann')).sort()).toEqual(['ann', 'bob']);
    expect(onChange).toHaveBeenCalledTimes(1);
    expect(expected.replace(ids('ann', 'eve'))).toEqual([]);
    expect(onChange).toHaveBeenCalledTimes(1);
  });

  it('are bounded', () => {
    const names = Array.from({ length: MAX_EXPECTED + 50 }, (_, i) => `n${i}`);
    const expected = new ExpectedNodes(me, names, vi.fn());
    expect(expected.all.size).toBe(MAX_EXPECTED);
    expect(expected.set(ids('late'), true)).toEqual([]);
  });
});
