import { describe, expect, it } from 'vitest';
import { EXPORT_FORMAT, meshAsJson } from '../../../shared/export-json.ts';
import type { NodeView } from '../../../shared/mesh.ts';
import { meshFacts } from '../../helpers/mesh-facts.ts';

const HOSTILE = ['a"b', 'a\\', 'new\nline', 'evil\u202etxt', '__proto__'];

describe('the mesh as JSON', () => {
  it('can be read again, and says what it is', () => {
    const text = meshAsJson(meshFacts(HOSTILE, [[0, 1, 'up']]));
    const read = JSON.parse(text) as Record<string, unknown> & { nodes: NodeView[] };
    expect(read).toMatchObject({
      format: EXPORT_FORMAT,
      version: 1,
      at: '2026-11-22T14:30:00.000Z',
      links: [{ a: HOSTILE[0], b: HOSTILE[1], state: 'up' }],
    });
    expect(read.nodes.map(({ id }) => id)).toEqual(HOSTILE);
    expect(Object.keys(read)).toEqual([
      'format',
      'version',
      'at',
      'nodes',
      'groups',
      'links',
      'reports',
      'latencies',
      'causes',
    ]);
  });
});
