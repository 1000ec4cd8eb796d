import { describe, expect, it, vi } from 'vitest';
import { FarNodes, MAX_FAR } from '../../../electron/observe/far.ts';
import type { NodeId } from '../../../shared/ids.ts';

const id = (text: string) => text as NodeId;

describe('FarNodes', () => {
  it('tells all of them when one changed', () => {
    const onChange = vi.fn();
    const far = new FarNodes([['perth', 250]], onChange);
    expect([far.get(id('perth')), far.get(id('bob'))]).toEqual([250, undefined]);
    far.add(id('suva'), 300);
    far.add(id('perth'), 260);
    far.delete(id('suva'));
    far.delete(id('bob'));
    expect(onChange.mock.calls).toEqual([
      [
        [
          ['perth', 250],
          ['suva', 300],
        ],
      ],
      [
        [
          ['suva', 300],
          ['perth', 260],
        ],
      ],
      [[['perth', 260]]],
    ]);
  });

  it('takes nothing that is damaged', () => {
    const damaged = [
      null,
      'bob',
      ['bob'],
      ['bob', '5'],
      ['bob', NaN],
      ['bob', -1],
      ['b#c', 5],
      [1, 5],
    ];
    const onChange = vi.fn();
    const far = new FarNodes([...damaged, ['eve', 5]], onChange);
    far.add(id('me'), 1);
    expect(onChange.mock.calls).toEqual([
      [
        [
          ['eve', 5],
          ['me', 1],
        ],
      ],
    ]);
  });

  it('is limited; the oldest goes', () => {
    const kept = Array.from({ length: MAX_FAR }, (_, index) => [`n${index}`, 1]);
    const far = new FarNodes([...kept, ['late', 1]], () => undefined);
    expect(far.get(id('late'))).toBeUndefined();
    far.add(id('new'), 1);
    expect([far.get(id('n0')), far.get(id('n1')), far.get(id('new'))]).toEqual([undefined, 1, 1]);
  });
});
