import { beforeEach, describe, expect, test } from 'vitest';
import { nodeOf } from '../../../shared/ids.ts';
import type { NodeId, PortId } from '../../../shared/ids.ts';
import type { NodeView } from '../../../shared/mesh.ts';
import {
  destinationName,
  fanOut,
  MAX_OFFERS,
  searchDestinations,
} from '../../../renderer/state/destinations.ts';
import { network } from '../../../renderer/state/network.svelte.ts';
import { syntheticMesh } from '../synthetic-mesh.ts';

beforeEach(() => network.apply(syntheticMesh(9, true)));

const names = (text: string) =>
  searchDestinations(network, text).map(({ destination }) => destinationName(destination));

describe('search', () => {
  test('without text the groups come first, then nodes, then ports', () => {
    expect(names('').slice(0, 2)).toEqual(['any of chat', 'all of chat']);
    expect(names('')[6]).toBe('<img src=x onerror=alert(1)>');
  });

  test('what is meant exactly comes first', () => {
    expect(names('workers').slice(0, 2)).toEqual(['any of workers', 'all of workers']);
    expect(names('LON-07')[0]).toBe('lon-07');
  });

  test('a port of a group is found by the name of the group', () => {
    expect(names('chat').some((name) => name.startsWith('lon-07#'))).toBe(true);
  });

  test('a pasted port ID is offered even when nobody told of it', () => {
    expect(names('nowhere#x.a')).toEqual(['nowhere#x.a']);
    expect(names('lon-07#unknown.b')[0]).toBe('lon-07#unknown.b');
    expect(names('lon-07#')).toContain('lon-07');
    expect(names('nowhere')).toEqual([]);
    expect(names('bad;node#x')).toEqual([]);
  });

  test('the list is bounded', () => {
    network.apply(syntheticMesh(200));
    expect(names('')).toHaveLength(MAX_OFFERS);
  });

  test('names from the network can not disguise themselves', () => {
    expect(names('evil')[0]).toBe('evil\\u202egnp.exe');
  });
});

test('the fan-out counts ports and nodes', () => {
  expect(fanOut(['a#1', 'a#2', 'b#1'] as PortId[])).toBe('3 ports on 2 nodes');
  expect(fanOut(['a#1'] as PortId[])).toBe('1 port on 1 node');
});

test('the fan-out tells how many nodes are down', () => {
  const down = new Map([['b', { state: 'down' }]]) as unknown as typeof network.nodes;
  expect(fanOut(['a#1', 'a#2', 'b#1'] as PortId[], down)).toBe(
    '3 ports on 2 nodes, 1 of them down',
  );
  expect(fanOut(['b#1'] as PortId[], down)).toBe('1 port on 1 node that is down');
});

describe('what was used before', () => {
  const sent = { destination: { kind: 'port', port: 'lon-07#x' as PortId }, note: 'sent before' };
  const gone = {
    destination: { kind: 'port', port: 'away#x' as PortId },
    note: 'saved as Old one',
  };
  const remembered = [sent, sent, gone] as const;
  const found = (text: string) =>
    searchDestinations(network, text, remembered as never).map(({ destination, what }) => {
      return `${destinationName(destination)}, ${what}`;
    });

  test('comes first, each once, and says when it is gone', () => {
    expect(found('').slice(0, 3)).toEqual([
      'lon-07#x, used before',
      'away#x, gone now',
      'any of chat, any one',
    ]);
  });

  test('tells of itself what the others tell: groups, state, size', () => {
    const ports = network.groups.get('chat')?.ports ?? [];
    const down = { ...network.nodes.get('lon-07' as NodeId), state: 'down' } as NodeView;
    const nodes = new Map<NodeId, NodeView>(network.nodes).set(down.id, down);
    const port = ports.find((each) => each.startsWith('lon-07#'))!;
    const up = ports.find((each) => network.nodes.get(nodeOf(each))?.state === 'up')!;
    const used = [
      { kind: 'port', port },
      { kind: 'port', port: up },
      { kind: 'port', port: 'lon-07' as PortId },
      { kind: 'port', port: 'fra-06#unknown' as PortId },
      { kind: 'group', name: 'chat', which: 'all' },
    ] as const;
    const mesh = { nodes, groups: network.groups };
    const remembered = used.map((destination) => ({ destination, note: 'sent before' }));
    const notes = searchDestinations(mesh, '', remembered).map(({ note }) => note);
    expect(notes.slice(0, 5)).toEqual([
      'in chat, node down · sent before',
      'in chat · sent before',
      'down · sent before',
      'node up · sent before',
      `${fanOut(ports, nodes)} · sent before`,
    ]);
  });

  test('is found by the name under which it is saved', () => {
    expect(found('old one')).toEqual(['away#x, gone now']);
  });
});
