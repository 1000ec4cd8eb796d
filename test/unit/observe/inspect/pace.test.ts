import { describe, expect, it } from 'vitest';
import { Pace, SLICE } from '../../../../electron/observe/inspect/pace.ts';

describe('Pace', () => {
  it('ends a slice after its time, and begins the next when it is called', async () => {
    let now = 0;
    const work: (() => void)[] = [];
    const pace = new Pace({ now: () => now }, (run) => void work.push(run));
    pace.begin();
    expect(pace.over()).toBe(false);
    now += SLICE;
    expect(pace.over()).toBe(true);
    const steps = Array.from({ length: 64 }, () => pace.due());
    expect(steps.filter(Boolean).length).toBe(2);
    const rested = pace.rest();
    work.shift()?.();
    await rested;
    expect(pace.over()).toBe(false);
  });

  it('lets all work that shares it take turns', async () => {
    const work: (() => void)[] = [];
    const pace = new Pace({ now: () => 0 }, (run) => void work.push(run));
    const order: string[] = [];
    const job = async (name: string) => {
      for (let i = 0; i < 2; i++) {
        await pace.rest();
        order.push(name);
      }
    };
    void job('a');
    void job('b');
    for (let turns = 1; turns <= 4; turns++) {
      expect(work.length).toBe(1);
      work.shift()?.();
      await Promise.resolve();
      expect(order.length).toBe(turns);
    }
    expect(order).toEqual(['a', 'b', 'a', 'b']);
    expect(work).toEqual([]);
  });

  it('rests for a turn of the event loop by default', async () => {
    const pace = new Pace({ now: () => 0 });
    let read = false;
    setImmediate(() => (read = true));
    await pace.rest();
    await pace.rest();
    expect(read).toBe(true);
  });
});
