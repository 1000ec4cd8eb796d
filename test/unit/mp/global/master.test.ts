import { beforeEach, describe, expect, it } from 'vitest';
import { Master } from '../../../../electron/mp/global/master.ts';
import type { NodeId } from '../../../../shared/ids.ts';

let up: string[];
let usable: (node: string) => boolean;
let seeds: string[];
let told: string[];
let changes: (string | null)[];
let float: number;
let master: Master;

beforeEach(() => {
  [up, seeds, told, changes, float] = [[], [], [], [], 0];
  usable = () => true;
  const nodes = (list: string[]) => [...list] as NodeId[];
  master = new Master({
    random: { bytes: (count) => new Uint8Array(count), float: () => float },
    isUp: (node) => up.includes(node) && usable(node),
    isSeed: (node) => seeds.includes(node),
    upSeeds: () => nodes(seeds.filter((seed) => up.includes(seed))),
    upNodes: () => nodes(up),
    tell: (node, tag) => void told.push(`${node} ${tag}`),
    onChange: (node) => void changes.push(node),
  });
});

function nodeUp(node: string): void {
  up.push(node);
  master.nodeUp(node as NodeId);
}

function nodeDown(node: string): void {
  up = up.filter((other) => other !== node);
  master.ensure();
}

describe('Master', () => {
  it('is the first node there is, and is told so once', () => {
    nodeUp('m');
    nodeUp('z');
    nodeUp('a');
    master.ensure();
    expect(master.current).toBe('m');
    expect(told).toEqual(['m seedme1']);
    expect(changes).toEqual(['m']);
  });

  it('is a seed rather than another node', () => {
    seeds = ['s'];
    nodeUp('m');
    nodeUp('s');
    expect(master.current).toBe('s');
    expect(told).toEqual(['m seedme1', 'm seedme0', 's seedme1']);
  });

  it.each([
    [0.4, 's'],
    [0.6, 't'],
  ])('changes from seed to seed now and then; random %f', (random, expected) => {
    seeds = ['s', 't'];
    nodeUp('s');
    float = random;
    nodeUp('t');
    expect(master.current).toBe(expected);
  });

  it('never changes from a seed to a node that is none', () => {
    seeds = ['s'];
    float = 0.99;
    nodeUp('s');
    nodeUp('z');
    expect(master.current).toBe('s');
  });

  it('is the last of the sorted nodes when it goes down, without a seed', () => {
    for (const node of ['m', 'a', 'z', 'b']) nodeUp(node);
    nodeDown('m');
    expect(master.current).toBe('z');
    expect(told).toEqual(['m seedme1', 'z seedme1']);
  });

  it.each([
    [0, 's'],
    [0.5, 't'],
    [0.999, 't'],
  ])('is any seed that is up when it goes down; random %f', (random, expected) => {
    for (const node of ['m', 's', 't', 'z']) nodeUp(node);
    seeds = ['s', 't', 'down'];
    float = random;
    nodeDown('m');
    expect(master.current).toBe(expected);
  });

  it('stays when another one goes down', () => {
    for (const node of ['m', 'z']) nodeUp(node);
    nodeDown('z');
    expect([master.current, changes]).toEqual(['m', ['m']]);
  });

  it('is none when nobody is left, and somebody again later', () => {
    nodeUp('m');
    nodeDown('m');
    master.ensure();
    expect(changes).toEqual(['m', null]);
    nodeUp('m');
    expect(changes).toEqual(['m', null, 'm']);
    expect(told).toEqual(['m seedme1', 'm seedme1']);
  });

  it('is nobody whom we can not ask, though it is connected', () => {
    usable = (node) => node !== 'z';
    for (const node of ['z', 'm']) nodeUp(node);
    expect(master.current).toBe('m');
    seeds = ['z'];
    master.ensure();
    expect(master.current).toBe('m');
  });
});
