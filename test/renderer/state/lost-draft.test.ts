import { beforeEach, describe, expect, test } from 'vitest';
import type { PortId } from '../../../shared/ids.ts';
import { ComposerState } from '../../../renderer/state/composer.svelte.ts';
import { draftOf } from '../../../renderer/state/drafts.ts';
import { network } from '../../../renderer/state/network.svelte.ts';
import { installBridge } from '../fake-bridge.ts';
import { handHandlers } from '../hand-answers.ts';
import { NOW, syntheticMesh } from '../synthetic-mesh.ts';

const PORT = { kind: 'port', port: 'bob#x.a' as PortId } as const;
const OTHER = { kind: 'port', port: 'eve#y.b' as PortId } as const;
const SAVED = draftOf({ destination: OTHER, tag: 'saved', arguments: '1' });

let composer = new ComposerState();

beforeEach(() => {
  network.apply(syntheticMesh(9));
  installBridge(handHandlers());
  composer = new ComposerState(() => NOW);
});

test('a draft that was replaced comes back whole, once', () => {
  composer.open(PORT);
  composer.edit({ tag: 'mine', arguments: '{"half": ', timeout: 7, many: true });
  const mine = composer.draft;
  composer.replace(SAVED);
  expect(composer.draft).toMatchObject({ destination: OTHER, tag: 'saved', arguments: '1' });
  expect(composer.lost).toBe('replaced');
  composer.bringBack();
  expect(composer.draft).toEqual(mine);
  expect(composer.lost).toBeNull();
  composer.bringBack();
  expect(composer.draft).toEqual(mine);
});

test('what came back is as much worth as before', () => {
  composer.edit({ tag: 'mine' });
  composer.replace(SAVED);
  composer.bringBack();
  composer.replace(SAVED);
  expect(composer.lost).toBe('replaced');
});

test.each([
  ['the tag', { tag: 'mine' }],
  ['the arguments', { arguments: '2' }],
  ['a destination that was chosen', { destination: PORT, destinationText: 'bob#x.a' }],
  ['one that is being written', { destinationText: 'bo' }],
])('%s alone is worth it', (_, change) => {
  composer.edit(change);
  composer.replace(SAVED);
  expect(composer.lost).toBe('replaced');
});

test('clearing is told as such', () => {
  composer.open(PORT);
  composer.edit({ tag: 'mine' });
  composer.reset();
  expect(composer.lost).toBe('cleared');
  composer.bringBack();
  expect(composer.draft).toMatchObject({ destination: PORT, tag: 'mine' });
});

test('one look into the history after the other keeps what was written', () => {
  composer.edit({ tag: 'mine' });
  composer.replace(SAVED);
  composer.replace({ tag: 'another', arguments: '2' });
  composer.reset();
  composer.bringBack();
  expect(composer.draft.tag).toBe('mine');
});

test('what was sent can be had back', async () => {
  composer.open(PORT);
  composer.edit({ tag: 'first' });
  await composer.submit('send');
  composer.edit({ tag: 'mine' });
  composer.restore(composer.sent[0]!);
  expect(composer.draft.tag).toBe('first');
  composer.bringBack();
  expect(composer.draft.tag).toBe('mine');
});

describe('nothing is offered', () => {
  test('when the person goes on with the new draft', () => {
    composer.edit({ tag: 'mine' });
    composer.replace(SAVED);
    composer.edit({ arguments: '2' });
    expect(composer.lost).toBeNull();
  });

  test('but an edit that changes nothing is none: fields repeat what they are given', () => {
    composer.edit({ tag: 'mine' });
    composer.replace(SAVED);
    composer.edit({ arguments: '1' });
    expect(composer.lost).toBe('replaced');
  });

  test('when the new draft is sent', async () => {
    composer.edit({ tag: 'mine' });
    composer.replace(SAVED);
    await composer.submit('send');
    expect(composer.sent).toHaveLength(1);
    expect(composer.lost).toBeNull();
  });

  test('when it was sent before', async () => {
    composer.open(PORT);
    composer.edit({ tag: 'mine' });
    await composer.submit('send');
    composer.replace(SAVED);
    expect(composer.lost).toBeNull();
  });

  test('when nothing was written, or nothing of it is lost', () => {
    composer.replace(SAVED);
    composer.replace({ tag: 'next' });
    expect(composer.lost).toBeNull();
    composer.edit({ tag: '', arguments: '' });
    composer.choose(OTHER);
    composer.replace(SAVED);
    expect(composer.lost).toBeNull();
  });
});
