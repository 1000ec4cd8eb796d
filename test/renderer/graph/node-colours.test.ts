import { describe, expect, it } from 'vitest';
import { tripScale, tripShare } from '../../../renderer/graph/measured.ts';
import { COLOUR_CHOICES, NodeColouring } from '../../../renderer/graph/node-colours.ts';
import type { ColourBy } from '../../../renderer/graph/node-colours.ts';
import { markColour, readPalette } from '../../../renderer/graph/palette.ts';
import type { NodeView } from '../../../shared/mesh.ts';
import { scenery } from './scenery.ts';

const sample = scenery({
  nodes: 30,
  groups: 5,
  down: [20],
  heard: [21],
  absent: [22],
  silent: [9],
  cities: {},
});
const nodes = [...sample.nodes.values()];
const colouring = (by: ColourBy, of: readonly NodeView[] = nodes) =>
  new NodeColouring(by, of, sample.scale);

/** A node that is up, with another posture or software. */
function changed(
  change: Partial<Extract<NodeView, { state: 'up' }>['link']>,
  provider = 'x',
): NodeView {
  const up = nodes.find((node) => node.state === 'up');
  if (up?.state !== 'up') throw new Error('The sample has no node that is up');
  return { ...up, provider, link: { ...up.link, ...change } };
}

describe('what colours tell', () => {
  it('has an entry for every look, and every node in one', () => {
    for (const { name } of COLOUR_CHOICES.filter(({ name }) => name !== 'group')) {
      const entries = colouring(name).legend(nodes);
      expect(entries.reduce((sum, { count }) => sum + count, 0)).toBe(30);
      expect(new Set(entries.map(({ label }) => label)).size).toBe(entries.length);
      const looks = new Set(nodes.map((node) => colouring(name).look(node, 0).colour));
      expect(looks).toEqual(new Set(entries.map(({ colour }) => colour)));
    }
    expect(colouring('group').legend(nodes)).toEqual([]);
  });

  it('tells states', () => {
    const labels = colouring('state')
      .legend(nodes)
      .map(({ label, count }) => `${label} ${count}`);
    expect(labels).toEqual([
      'This node 1',
      'Up 25',
      'Silent 1',
      'Down 1',
      'Absent 1',
      'Only heard of 1',
    ]);
  });

  it('tells postures by colour and sign, the worst as the worst', () => {
    const postures = [
      changed({ encrypted: true }),
      changed({}),
      changed({ untrusted: true, encrypted: true }),
      changed({ authReceived: 'cleartext' }),
    ];
    const looks = postures.map((node) => colouring('posture').look(node, 0));
    expect(new Set(looks.map(({ colour, sign }) => `${colour} ${sign}`)).size).toBe(4);
    expect(new Set(looks.map(({ sign }) => sign)).size).toBe(4);
    expect(
      colouring('posture')
        .legend(postures)
        .map(({ label }) => label),
    ).toEqual(['Encrypted', 'Not encrypted', 'Unproven identity', 'Secret in clear text']);
  });

  it('tells round trips in steps that have no gaps', () => {
    const entries = colouring('roundTrip').legend(nodes);
    const steps = entries.filter(({ colour }) => colour.startsWith('t'));
    expect(steps.length).toBeGreaterThan(2);
    expect(steps[0]!.label).toMatch(/^< \d/);
  });

  it('bounds the kinds of software that nodes may claim', () => {
    const claims = Array.from({ length: 50 }, (_, index) => changed({}, `software ${index}`));
    const entries = colouring('software', claims).legend(claims);
    expect(entries).toHaveLength(8);
    expect(entries.at(-1)).toMatchObject({ label: 'Other', count: 43 });
  });

  it('has a colour for every key, in both themes', () => {
    for (const canvas of ['#0a0e15', '#f4f6f9']) {
      const palette = readPalette((name) => (name === '--canvas' ? canvas : ''));
      for (const { name } of COLOUR_CHOICES) {
        for (const node of nodes) {
          const { colour } = colouring(name).look(node, 2);
          expect(markColour(palette, colour)).toMatch(/^#[0-9a-f]{6}$/);
        }
      }
    }
  });
});

describe('the scale of round trips', () => {
  it('goes from short to long, whatever the outliers', () => {
    const scale = tripScale([...Array.from({ length: 100 }, (_, index) => 10 + index), 90_000]);
    expect(tripShare(scale, 10)).toBeLessThan(0.1);
    expect(tripShare(scale, 100)).toBeGreaterThan(0.9);
    expect(tripShare(scale, 90_000)).toBe(1);
    expect(tripShare(scale, 0)).toBe(0);
  });

  it('does not take noise for distance', () => {
    const scale = tripScale([1, 1.01, 1.02, 0.99]);
    expect(tripShare(scale, 1.02) - tripShare(scale, 0.99)).toBeLessThan(0.1);
    expect(tripShare(tripScale([]), 5)).toBeLessThanOrEqual(1);
  });
});
