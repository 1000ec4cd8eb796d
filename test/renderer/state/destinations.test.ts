import { beforeEach, describe, expect, test } from 'vitest';
import type { NodeId, PortId } from '../../../shared/ids.ts';
import { dangerOf } from '../../../renderer/state/danger.ts';
import {
  destinationName,
  fanOut,
  MAX_OFFERS,
  searchDestinations,
} from '../../../renderer/state/destinations.ts';
import type { Destination } from '../../../renderer/state/destinations.ts';
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

  test('is found by the name under which it is saved', () => {
    expect(found('old one')).toEqual(['away#x, gone now']);
  });
});

describe('danger', () => {
  const nodePort = (id: string): Destination => ({ kind: 'port', port: id as PortId });
  const danger = (to: Destination, tag: string) => dangerOf(to, tag, network.nodes);

  test('common services and messages to ports need no question', () => {
    for (const tag of ['info', 'time', 'up_nodes', 'known_nodes', 'devnull', 'lookup', 'snd', '']) {
      expect(danger(nodePort('lon-07'), tag)).toBeNull();
    }
    expect(danger(nodePort('lon-07#x.a'), 'kil')).toBeNull();
    expect(danger({ kind: 'group', name: 'chat', which: 'all' }, 'kil')).toBeNull();
  });

  test('killing, running code and unknown services are asked about', () => {
    expect(danger(nodePort('lon-07'), 'kil')).toContain('kills the port');
    expect(network.nodes.get('lon-07' as NodeId)?.provider).toBe('AE-1.30');
    expect(danger(nodePort('lon-07'), 'eval')).toContain('Perl code');
    expect(danger(nodePort('lon-07'), 'main::x')).toContain('Perl function "main::x"');
    expect(danger(nodePort('fra-06'), 'x')).toContain('none of the common services');
    expect(danger(nodePort('not-known'), 'x')).toContain('none of the common services');
  });

  test('hostile names stay in their place in the sentence', () => {
    expect(danger(nodePort('evil\u202egnp.exe'), 'kil')).toContain('on evil\\u202egnp.exe.');
  });
});
