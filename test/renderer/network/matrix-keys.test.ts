import { describe, expect, it } from 'vitest';
import { CODE } from '../../../renderer/graph/codes.ts';
import { matrixLayout } from '../../../renderer/graph/matrix.ts';
import type { MatrixScene } from '../../../renderer/graph/matrix.ts';
import { cellByKey } from '../../../renderer/views/network/matrix-keys.ts';
import { sector } from '../graph/scenery.ts';

const SIZE = 6;
const OWN = 5;

/** Three nodes, two, and our own, with faults in some cells. */
function scene(...faults: [row: number, column: number][]): MatrixScene {
  const layout = matrixLayout([sector('a', 'a', 3), sector('b', 'b', 2), sector(null, 'own', 1)]);
  const states = new Uint8Array(SIZE * SIZE).fill(CODE.up);
  for (const [row, column] of faults) states[row * SIZE + column] = CODE.half;
  const table = { order: layout.order, places: layout.rows, size: SIZE, states };
  return { layout, table } as unknown as MatrixScene;
}

const go = (key: string, row: number, column: number, where = scene()) => {
  const cell = cellByKey(key, where, { row, column }, OWN);
  return cell && [cell.row, cell.column];
};

describe('keys on the matrix', () => {
  it('go from cell to cell, and stop at the edges', () => {
    expect(go('ArrowRight', 2, 3)).toEqual([2, 4]);
    expect(go('ArrowLeft', 2, 3)).toEqual([2, 2]);
    expect(go('ArrowDown', 2, 3)).toEqual([3, 3]);
    expect(go('ArrowUp', 0, 3)).toEqual([0, 3]);
    expect(go('ArrowRight', 2, 5)).toEqual([2, 5]);
  });

  it('go to the ends of a row, and from group to group', () => {
    expect(go('Home', 2, 3)).toEqual([2, 0]);
    expect(go('End', 2, 3)).toEqual([2, 5]);
    expect(go('PageDown', 1, 4)).toEqual([3, 4]);
    expect(go('PageDown', 5, 4)).toEqual([5, 4]);
    expect(go('PageUp', 4, 4)).toEqual([3, 4]);
    expect(go('PageUp', 3, 4)).toEqual([0, 4]);
  });

  it('begin at the own node', () => {
    expect(go('ArrowLeft', -1, -1)).toEqual([OWN, OWN]);
    expect(cellByKey('Home', scene(), { row: -1, column: -1 }, -1)).toEqual({ row: 0, column: 0 });
  });

  it('go from fault to fault, round about', () => {
    const where = scene([1, 4], [3, 0]);
    expect(go('n', -1, -1, where)).toEqual([1, 4]);
    expect(go('n', 1, 4, where)).toEqual([3, 0]);
    expect(go('n', 3, 0, where)).toEqual([1, 4]);
    expect(go('N', -1, -1, where)).toEqual([3, 0]);
    expect(go('N', 1, 4, where)).toEqual([3, 0]);
    expect(go('n', 0, 0, scene([0, 0]))).toEqual([0, 0]);
    expect(go('n', 2, 2)).toBeNull();
  });

  it('mean nothing without nodes, and leave other keys alone', () => {
    const none = { layout: matrixLayout([]), table: { size: 0, states: new Uint8Array() } };
    const cell = { row: -1, column: -1 };
    expect(cellByKey('ArrowLeft', none as unknown as MatrixScene, cell, -1)).toBeNull();
    expect(go('Escape', 1, 1)).toBeNull();
    expect(go('toString', 1, 1)).toBeNull();
  });
});
