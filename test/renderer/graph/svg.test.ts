import { describe, expect, it } from 'vitest';
import { circleLayout } from '../../../renderer/graph/circle.ts';
import { assignTints } from '../../../renderer/graph/colours.ts';
import { groupLabels } from '../../../renderer/graph/group-labels.ts';
import { nodeLabels } from '../../../renderer/graph/labels.ts';
import { buildMatrix, matrixLayout } from '../../../renderer/graph/matrix.ts';
import { readPalette } from '../../../renderer/graph/palette.ts';
import { svgOf } from '../../../renderer/graph/picture.ts';
import { NO_EMPHASIS } from '../../../renderer/graph/renderer.ts';
import { escaped, SvgPen } from '../../../renderer/graph/svg-pen.ts';
import { frameOf, sceneOf, scenery } from './scenery.ts';
import type { SceneryOptions } from './scenery.ts';

const STAGE = { width: 800, height: 600 };
const measure = (text: string) => text.length * 6;
const NASTY = `"><script>alert(1)</script>&\u0000\ud800]]>`;

function meshSvg(options: SceneryOptions, map = false): string {
  const sample = scenery(options);
  const { points } = circleLayout(sample.sectors);
  const scene = map ? sceneOf(sample, { kind: 'map', points }) : sceneOf(sample);
  const frame = frameOf(sample, { scene });
  const place = { scene, view: frame.view, room: 90 };
  const rest = { stage: STAGE, widest: 150, taken: [], measure };
  const groups = groupLabels({ ...place, ...rest, textOf: (group) => group });
  const labels = nodeLabels({
    ...place,
    stage: STAGE,
    nameOf: (id) => id,
    measure,
    rankOf: () => 'own',
    taken: [],
  });
  const overlay = { arcs: [], groups, labels, notes: [] };
  return svgOf({ kind: 'mesh', frame, overlay }, STAGE, `Network ${NASTY}`);
}

/** Throws when it isn't well-formed. */
function parsed(svg: string): Document {
  const document = new DOMParser().parseFromString(svg, 'image/svg+xml');
  expect(document.querySelector('parsererror')).toBeNull();
  return document;
}

describe('an SVG file', () => {
  it('is well-formed, with a mark for every node and a text for every name', () => {
    const document = parsed(meshSvg({ nodes: 9, missing: [[1, 2]] }));
    expect(document.documentElement.getAttribute('viewBox')).toBe('0 0 800 600');
    const texts = [...document.querySelectorAll('text')].map((text) => text.textContent);
    for (const name of ['meshdeck', 'lon-01', 'fra']) expect(texts).toContain(name);
    const missing = document.querySelectorAll('path[stroke="#ff5f6f"][stroke-dasharray]');
    expect(missing).toHaveLength(1);
  });

  it('escapes names, and holds no scripts, styles, links or pixels', () => {
    const svg = meshSvg({ nodes: 9, nameOf: (index) => `<i>"&\u0001${index}` });
    const document = parsed(svg);
    expect(svg).not.toContain('<script');
    expect(svg).not.toMatch(/\son\w+=|href|<image|<style|style=|url\(/);
    const names = new Set([...document.querySelectorAll('*')].map((element) => element.nodeName));
    expect([...names].sort()).toEqual(['g', 'path', 'rect', 'svg', 'text', 'title']);
    const texts = [...document.querySelectorAll('text')].map((text) => text.textContent);
    expect(texts.some((text) => text === '<i>"&\ufffd3')).toBe(true);
    // eslint-disable-next-line no-control-regex -- just these must not be there
    expect(svg).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
  });

  it('has the same picture for the same mesh', () => {
    expect(meshSvg({ nodes: 30, groups: 4 })).toBe(meshSvg({ nodes: 30, groups: 4 }));
  });

  it('shows a matrix with its faults', () => {
    const sample = scenery({ nodes: 40, groups: 4, missing: [[1, 2]], half: [[3, 4]] });
    const layout = matrixLayout(sample.sectors);
    const none = { row: -1, column: -1 };
    const palette = readPalette(() => '');
    const frame = {
      scene: buildMatrix(layout, sample.table, sample.scale, assignTints([])),
      view: { k: 1, x: 60, y: 60 },
      palette,
      hovered: none,
      selected: none,
      emphasis: NO_EMPHASIS,
    };
    const overlay = { arcs: [], groups: [], labels: [], notes: [] };
    const document = parsed(svgOf({ kind: 'matrix', frame, overlay }, STAGE, 'Matrix'));
    const cells = (colour: string) => document.querySelectorAll(`rect[fill="${colour}"]`).length;
    expect(cells(palette.links.missing)).toBe(2);
    expect(cells(palette.links.half)).toBe(1);
  });
});

describe('the pen', () => {
  it('writes whole circles, turns, dashes and faint colours', () => {
    const pen = new SvgPen();
    pen.globalAlpha = 0.5;
    pen.strokeStyle = '#123456';
    pen.setLineDash([6, 4]);
    pen.beginPath();
    pen.arc(10, 20, 5, 0, 2 * Math.PI);
    pen.stroke();
    pen.save();
    pen.translate(3, 4);
    pen.rotate(Math.PI / 2);
    pen.fillText('a & b', 0, 0);
    pen.restore();
    const svg = pen.document(100, 50, '#000000', 'T');
    expect(svg).toContain('M15 20A5 5 0 0 1 5 20A5 5 0 0 1 15 20');
    expect(svg).toContain('stroke="#123456"');
    expect(svg).toContain('stroke-dasharray="6 4"');
    expect(svg).toContain('stroke-opacity="0.5"');
    expect(svg).toContain('transform="translate(3 4) rotate(90)"');
    expect(svg).toContain('>a &amp; b</text>');
  });

  it('never lets anything but plain colours and numbers into an attribute', () => {
    const pen = new SvgPen();
    pen.fillStyle = '"/><script>';
    pen.fillRect(NaN, Infinity, 5, 5);
    const svg = pen.document(10, 10, 'url(x)', 'T');
    expect(svg).not.toContain('script');
    expect(svg).not.toContain('url');
    expect(svg).toContain('x="0" y="0"');
  });

  it('replaces what XML forbids', () => {
    expect(escaped('a\u0000b\ud800c\uffff')).toBe('a\ufffdb\ufffdc\ufffd');
    expect(escaped('🦀<&>"\'')).toBe('🦀&lt;&amp;&gt;&quot;&apos;');
  });
});
