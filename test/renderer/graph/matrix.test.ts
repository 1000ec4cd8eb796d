import { describe, expect, it } from 'vitest';
import {
  buildMatrix,
  CELL,
  matrixCellAt,
  matrixLayout,
  rowAt,
} from '../../../renderer/graph/matrix.ts';
import { scenery, sector } from './scenery.ts';

describe('the matrix layout', () => {
  const layout = matrixLayout([sector('a', 'a', 3), sector(null, 'z', 2)]);

  it('has a row for every node and a gap between groups', () => {
    expect(layout.order).toEqual(['a0', 'a1', 'a2', 'z0', 'z1']);
    expect(layout.starts[3]! - layout.starts[2]!).toBeGreaterThan(CELL);
    expect(layout.size).toBe(layout.starts[4]! + CELL);
  });

  it('finds rows by place, none in a gap or outside', () => {
    expect(layout.starts.map((start) => rowAt(layout, start + CELL / 2))).toEqual([0, 1, 2, 3, 4]);
    expect(rowAt(layout, layout.starts[3]! - 1)).toBe(-1);
    expect(rowAt(layout, -1)).toBe(-1);
    expect(rowAt(layout, layout.size + 1)).toBe(-1);
  });

  it('finds cells by place, none on the diagonal', () => {
    const at = (row: number, column: number) =>
      matrixCellAt(layout, { x: layout.starts[column]! + 2, y: layout.starts[row]! + 2 });
    expect(at(0, 4)).toEqual({ row: 'a0', column: 'z1' });
    expect(at(2, 2)).toBeNull();
  });

  it('is empty without nodes', () => {
    expect(matrixLayout([]).size).toBe(0);
  });
});

describe('the matrix', () => {
  const sample = scenery({ nodes: 12, missing: [[1, 4]], half: [[2, 5]], down: [11] });
  const layout = matrixLayout(sample.sectors);
  const matrix = buildMatrix(layout, sample.links, sample.reports);
  const ids = [...sample.nodes.keys()];
  const row = (index: number) => layout.rows.get(ids[index]!)!;
  /** What a cell looks like: the exception, else the block. */
  const stateAt = (from: number, to: number) => {
    const [r, c] = [row(from), row(to)];
    const cell = matrix.exceptions.find(({ row, column }) => row === r && column === c);
    if (cell) return cell.state;
    const holds = (band: { first: number; count: number }, at: number) =>
      at >= band.first && at < band.first + band.count;
    return matrix.blocks.find((block) => holds(block.row, r) && holds(block.column, c))?.state;
  };

  it('shows a missing link on both sides', () => {
    expect(stateAt(1, 4)).toBe('missing');
    expect(stateAt(4, 1)).toBe('missing');
  });

  it('shows a one-sided link only in the row of the node that denies it', () => {
    expect(stateAt(5, 2)).toBe('half');
    expect(stateAt(2, 5)).toBe('up');
  });

  it('leaves the cells of a node that is down empty', () => {
    expect(stateAt(11, 0)).toBeNull();
    expect(stateAt(0, 11)).toBeNull();
    expect(stateAt(3, 11)).toBeNull();
  });

  it('names nothing else', () => {
    const faults = matrix.exceptions.filter(({ state }) => state === 'half' || state === 'missing');
    expect(faults).toHaveLength(3);
    expect(matrix.blocks).toHaveLength(layout.bands.length ** 2);
  });

  it('never paints a whole block as a fault, so that each keeps its sign', () => {
    const pairs: [number, number][] = [];
    for (let a = 1; a < 12; a++) for (let b = a + 1; b < 12; b++) pairs.push([a, b]);
    const broken = scenery({ nodes: 12, missing: pairs });
    const { blocks, exceptions } = buildMatrix(
      matrixLayout(broken.sectors),
      broken.links,
      broken.reports,
    );
    expect(blocks.some(({ state }) => state === 'missing')).toBe(false);
    expect(exceptions.filter(({ state }) => state === 'missing')).toHaveLength(2 * pairs.length);
  });
});
