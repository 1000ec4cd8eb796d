import { expect, test } from 'vitest';
import {
  knownTags,
  knownValues,
  rememberedDestinations,
  variablesOf,
} from '../../../renderer/state/known-drafts.ts';
import { network } from '../../../renderer/state/network.svelte.ts';
import { LIBRARY } from '../hand-samples.ts';
import { syntheticMesh } from '../synthetic-mesh.ts';

test('tags: the history first, each once, then what went by', () => {
  expect(knownTags(LIBRARY, ['tick', 'job', ''])).toEqual([
    'job',
    'ping',
    'stop',
    'poke',
    'status',
    'tick',
  ]);
});

test('arguments written with the same tag come first', () => {
  network.apply(syntheticMesh(3));
  const known = knownValues(LIBRARY, network, 'status');
  expect(known.arguments[0]).toBe('{{reply.1}}');
  expect(known.arguments).toContain('"hello", {"a": 1}');
  expect(known.arguments).not.toContain('');
  expect(known.ports).toContain('desk');
});

test('own variables come before those that are always there', () => {
  expect(variablesOf(LIBRARY).slice(0, 3)).toEqual([
    { name: 'host', meaning: '"fra-01"' },
    { name: 'limit', meaning: '42' },
    { name: 'now', meaning: 'the time, Unix milliseconds' },
  ]);
});

test('destinations say from where they are known', () => {
  const notes = rememberedDestinations(LIBRARY).map(({ note }) => note);
  expect(notes.slice(0, 3)).toEqual(['sent before', 'sent before', 'saved as Ping']);
});
