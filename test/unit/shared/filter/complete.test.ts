import { describe, expect, it, test } from 'vitest';
import { completeFilter } from '../../../../shared/filter.ts';

const known = {
  peers: ['lon-01', 'fra-02', 'with space'],
  ports: ['', 'workers.a'],
  tags: ['job', 'job done', 'done', 'x'.repeat(201)],
  paths: ['arg[0].name', 'arg[1]["a b"]'],
};

/** `|` is the cursor. */
function offers(marked: string) {
  const cursor = marked.indexOf('|');
  const text = marked.replace('|', '');
  return { text, list: completeFilter(text, cursor, known) };
}

/** The text after the first offer that shows `label`. */
function taken(marked: string, label: string): string | null {
  const { text, list } = offers(marked);
  const offer = list.find((each) => each.label === label);
  if (!offer) return null;
  return `${text.slice(0, offer.from)}${offer.insert}|${text.slice(offer.to)}`;
}

describe('completeFilter', () => {
  test.each([
    ['|', 'peer', 'peer |'],
    ['pe|', 'peer', 'peer |'],
    ['|', 'not', 'not |'],
    ['not ta|', 'tag', 'not tag |'],
    ['(po|', 'port', '(port |'],
    ['tag = job |', 'and', 'tag = job and |'],
    ['tag = job o|', 'or', 'tag = job or |'],
    ['tag = job or s| and reply', 'size', 'tag = job or size | and reply'],
    ['tag |', '=', 'tag = |'],
    ['tag|', '!=', 'tag != |'],
    ['tag i|', 'in', 'tag in (|'],
    ['tag |', 'not in', 'tag not in (|'],
    ['tag =|', 'job', 'tag =job |'],
    ['tag = |', 'job done', 'tag = "job done" |'],
    ['tag = jo|', 'job', 'tag = job |'],
    ['tag = "jo|', 'job done', 'tag = "job done" |'],
    ['tag = do|x', 'done', 'tag = done |'],
    ['tag in (|', 'job', 'tag in (job|'],
    ['tag in (job, d|)', 'done', 'tag in (job, done|)'],
    ['peer = |', 'with space', 'peer = "with space" |'],
    ['port = |', '""', 'port = "" |'],
    ['dir = |', 'out', 'dir = out |'],
    ['time > |', '-5m', 'time > -5m |'],
    ['size > |', '1KiB', 'size > 1KiB |'],
    ['latency > |', '100ms', 'latency > 100ms |'],
    ['arg[0].n|', 'arg[0].name', 'arg[0].name |'],
    ['arg[|', 'arg[1]["a b"]', 'arg[1]["a b"] |'],
    ['arg[0].name |', '~', 'arg[0].name ~ |'],
    ['arg[0] = |', 'true', 'arg[0] = true |'],
  ])('%s with %s', (marked, label, after) => {
    expect(taken(marked, label)).toBe(after);
  });

  it('offers nothing behind an error, nor what stands there already, nor long values', () => {
    expect(offers('foo = bar |').list).toEqual([]);
    expect(offers('tag = "a\\q" |').list).toEqual([]);
    expect(offers('tag = job|').list.map(({ label }) => label)).toEqual(['job done']);
    expect(offers('tag = |').list.map(({ label }) => label)).toEqual(['job', 'job done', 'done']);
    expect(offers('reply |').list.filter(({ kind }) => kind === 'operator')).toEqual([]);
  });

  it('puts first what begins with what was written', () => {
    expect(offers('ta|').list[0]?.label).toBe('tag');
    expect(offers('tag = don|').list.map(({ label }) => label)).toEqual(['done', 'job done']);
    expect(offers('arg[0].name|').list[0]).toMatchObject({ kind: 'operator', from: 11 });
  });

  it('is bounded', () => {
    const peers = Array.from({ length: 5_000 }, (_, index) => `node-${index}`);
    const found = completeFilter('peer = n', 8, { ...known, peers });
    expect(found).toHaveLength(50);
    expect(completeFilter('x'.repeat(3_000), 3, known)).toEqual([]);
    expect(completeFilter('tag', 4, known)).toEqual([]);
    expect(completeFilter('tag', NaN, known)).toEqual([]);
  });
});
