import { describe, expect, it } from 'vitest';
import type { NodeId } from '../../../shared/ids.ts';
import { nodeByKey } from '../../../renderer/views/network/keyboard.ts';
import { sector } from '../graph/scenery.ts';

const SECTORS = [sector('a', 'a', 3), sector('b', 'b', 2), sector(null, 'own', 1)];
const go = (key: string, from: string | null) =>
  nodeByKey(key, SECTORS, from as NodeId | null, 'own0' as NodeId);

describe('keys on the map', () => {
  it('go around the ring in both directions', () => {
    expect(go('ArrowRight', 'a0')).toBe('a1');
    expect(go('ArrowRight', 'a2')).toBe('b0');
    expect(go('ArrowRight', 'own0')).toBe('a0');
    expect(go('ArrowLeft', 'a0')).toBe('own0');
  });

  it('go from group to group', () => {
    expect(go('ArrowDown', 'a2')).toBe('b0');
    expect(go('ArrowDown', 'own0')).toBe('a0');
    expect(go('ArrowUp', 'b1')).toBe('a0');
    expect(go('ArrowUp', 'a1')).toBe('own0');
  });

  it('begin at the own node, and lead there', () => {
    expect(go('ArrowLeft', null)).toBe('own0');
    expect(go('ArrowUp', 'gone')).toBe('own0');
    expect(go('Home', 'b1')).toBe('own0');
    expect(nodeByKey('Home', SECTORS, null, null)).toBe('a0');
  });

  it('mean nothing without nodes, and leave other keys alone', () => {
    expect(nodeByKey('ArrowLeft', [], null, null)).toBeNull();
    expect(go('a', 'a0')).toBeNull();
    expect(go('Enter', 'a0')).toBeNull();
  });
});
