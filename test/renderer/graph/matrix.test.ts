import { describe, expect, it } from 'vitest';
import { CODE } from '../../../renderer/graph/codes.ts';
import { assignTints, contrast, luminance } from '../../../renderer/graph/colours.ts';
import { cellColour } from '../../../renderer/graph/matrix-image.ts';
import { readPalette } from '../../../renderer/graph/palette.ts';
import {
  buildMatrix,
  CELL,
  cellRuns,
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
  const sample = scenery({
    nodes: 24,
    missing: [[1, 4]],
    half: [[2, 5]],
    down: [11],
    cities: { slow: [7] },
  });
  const layout = matrixLayout(sample.sectors);
  const matrix = buildMatrix(layout, sample.table, sample.scale, assignTints([]));
  const ids = [...sample.nodes.keys()];
  const row = (index: number) => layout.rows.get(ids[index]!)!;
  const codeAt = (from: number, to: number) =>
    matrix.table.states[row(from) * matrix.table.size + row(to)];

  it('has the nodes in the order of the table', () => {
    expect(layout.order).toEqual(sample.table.order);
  });

  it('shows a missing link on both sides', () => {
    expect(codeAt(1, 4)).toBe(CODE.missing);
    expect(codeAt(4, 1)).toBe(CODE.missing);
  });

  it('shows a one-sided link only in the row of the node that denies it', () => {
    expect(codeAt(5, 2)).toBe(CODE.half);
    expect(codeAt(2, 5)).toBe(CODE.up);
  });

  it('shows the rows of nodes that are down or slow, and remarks on them', () => {
    expect(codeAt(11, 0)).toBe(CODE.down);
    expect(codeAt(3, 11)).toBe(CODE.down);
    expect(codeAt(7, 3)).toBe(CODE.slow);
    expect(matrix.remarks).toEqual(
      expect.arrayContaining([
        { row: row(11), state: 'down' },
        { row: row(7), state: 'slow' },
      ]),
    );
    expect(matrix.remarks).toHaveLength(2);
  });

  it('says the same in runs of cells, every cell once and never across a gap', () => {
    const size = matrix.table.size;
    const seen = new Uint8Array(size * size);
    for (const run of cellRuns(matrix)) {
      for (let column = run.column; column < run.column + run.length; column++) {
        seen[run.row * size + column]! += 1;
        expect(matrix.table.states[run.row * size + column]).toBe(run.code);
        const [start, first] = [layout.starts[column]!, layout.starts[run.column]!];
        expect(start - first).toBe((column - run.column) * CELL);
      }
    }
    expect(seen.every((times) => times === 1)).toBe(true);
  });

  it('has no gaps between very many groups', () => {
    const many = Array.from({ length: 200 }, (_, index) => sector(`g${index}`, `g${index}-`, 2));
    expect(matrixLayout(many).size).toBe(400 * CELL);
  });
});

describe('colours of cells', () => {
  const palette = readPalette(() => '');

  it('are brighter the farther the nodes are apart, and loud for faults', () => {
    const light = (code: number, far: number) => luminance(cellColour(palette, code, far));
    expect(light(CODE.up, 1)).toBeGreaterThan(light(CODE.up, 0.5));
    expect(light(CODE.up, 0.5)).toBeGreaterThan(light(CODE.up, 0));
    for (const code of [CODE.slow, CODE.half, CODE.missing]) {
      expect(
        contrast(cellColour(palette, code, 0), cellColour(palette, CODE.up, 1)),
      ).toBeGreaterThan(1.3);
      expect(contrast(cellColour(palette, code, 0), palette.canvas)).toBeGreaterThan(4);
    }
  });
});
