import { describe, expect, it } from 'vitest';
import { Changes } from '../../../electron/observe/changes.ts';

const ROOM = { limit: 10, cost: (value: number) => value };

describe('Changes', () => {
  it('tell each key once, with its latest value, or that it is gone', () => {
    const changes = new Changes<string>();
    for (const key of ['a', 'b', 'a']) changes.add(key);
    expect(changes.take(new Map([['a', 1]]), ROOM)).toEqual({ values: [1], gone: ['b'] });
    expect(changes.empty).toBe(true);
    expect(changes.take(new Map([['a', 1]]), ROOM)).toEqual({ values: [], gone: [] });
  });

  it('tell as much as there is room for, but something always', () => {
    const changes = new Changes<string>();
    const values = new Map([['a', 4], ['b', 4], ['c', 4], ['d', 99], ['e', 1]]); // prettier-ignore
    for (const key of values.keys()) changes.add(key);
    expect(changes.take(values, ROOM).values).toEqual([4, 4, 4]);
    expect(changes.take(values, ROOM).values).toEqual([99]);
    expect(changes.take(values, ROOM).values).toEqual([1]);
  });

  it('begin anew with all that there is', () => {
    const changes = new Changes<string>();
    changes.add('gone');
    changes.rewind(new Map([['a', 1], ['b', 2]])); // prettier-ignore
    const all = changes.take(new Map([['a', 1], ['b', 2]]), ROOM); // prettier-ignore
    expect(all).toEqual({ values: [1, 2], gone: [] });
  });
});
