import { describe, expect, it } from 'vitest';
import { race } from '../../../build/bench/race.mjs';
import { compare, limit, toJson, toLine } from '../../../build/bench/rows.mjs';

const speed = {
  figure: 'speed',
  unit: '/s',
  against: 'other',
  value: 60,
  baseline: 100,
  ratio: 0.6,
};

describe('a row', () => {
  it('tells whether the ratio reaches its goal', () => {
    expect(compare({ ...speed, atLeast: 0.5 })).toMatchObject({ ok: true, goal: 0.5 });
    expect(compare({ ...speed, atLeast: 0.7 })).toMatchObject({ ok: false, goal: 0.7 });
    expect(compare({ ...speed, atMost: 0.5 })).toMatchObject({ ok: false });
    expect(compare(speed)).not.toHaveProperty('ok');
  });

  it('tells whether a value keeps its limit, also on top of a baseline', () => {
    const memory = { figure: 'memory', unit: 'MB', value: 10, baseline: 40, atMost: 8 };
    expect(limit(memory)).toMatchObject({ value: 10, baseline: 40, ratio: 1.25, ok: false });
    expect(limit({ figure: 'lost', unit: 'in all', value: 0, atMost: 0 })).toMatchObject({
      ok: true,
    });
  });

  it('is one JSON object with the common keys alone', () => {
    expect(JSON.parse(toJson(compare({ ...speed, atLeast: 0.5 })))).toEqual({
      figure: 'speed',
      value: 60,
      unit: '/s',
      baseline: 100,
      ratio: 0.6,
      goal: 0.5,
      ok: true,
    });
  });

  it('says in the table what was missed', () => {
    expect(toLine(compare({ ...speed, atLeast: 0.61 }))).toMatch(/≥ 0.61\s+MISSED, within noise$/);
    expect(toLine(compare({ ...speed, atLeast: 0.9 }))).toMatch(/MISSED$/);
    expect(toLine(compare({ ...speed, atLeast: 0.5 }))).toMatch(/reached$/);
  });
});

describe('a race', () => {
  it('takes turns, and the median of the ratios of each round', async () => {
    const order: string[] = [];
    const values: Record<string, number[]> = { ours: [1, 20, 3], theirs: [1, 10, 10] };
    const measure = (name: string) => () => {
      order.push(name);
      return Promise.resolve({ value: values[name]?.shift() ?? 0 });
    };
    const results = await race({ ours: measure('ours'), theirs: measure('theirs') }, 3);
    expect(order).toEqual(['ours', 'theirs', 'ours', 'theirs', 'ours', 'theirs']);
    expect(results.median('ours')).toBe(3);
    expect(results.ratio('ours', 'theirs')).toBe(1);
  });
});
