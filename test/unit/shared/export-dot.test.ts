import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dotId, dotLabel, meshAsDot } from '../../../shared/export-dot.ts';
import { isNodeId } from '../../../shared/ids.ts';
import type { NodeView } from '../../../shared/mesh.ts';
import { dotLabelText, dotStrings } from '../../helpers/dot-reader.ts';
import { meshFacts, nodeNamed } from '../../helpers/mesh-facts.ts';

const HOSTILE = [
  'a"b',
  'a\\',
  'a\\"b',
  '\\',
  '\\N\\G\\l',
  '<b>x</b>',
  '&amp;',
  'evil\u202etxt',
  'new\nline',
  'node',
  '-- b [color=red]; c',
];

describe('names in DOT', () => {
  it.each(HOSTILE)('are one string each, whatever they hold: %j', (name) => {
    expect(dotStrings(dotId(name))).toHaveLength(1);
    expect(dotStrings(`${dotLabel(name)} -- "end"`)).toHaveLength(2);
  });

  it('show in labels as they are, but for what can’t be seen', () => {
    const shown = (name: string) => dotLabelText(dotStrings(dotLabel(name))[0] ?? '');
    for (const name of HOSTILE.slice(0, 7)) expect(shown(name)).toBe(name);
    expect(shown('evil\u202etxt')).toBe('evil\\u{202e}txt');
  });

  it('stay different from each other, and end where they should', () => {
    const name = fc.string({
      unit: fc.constantFrom('a', '"', '\\', '\n', 'u', '{', '}', '\u202e'),
    });
    fc.assert(
      fc.property(name, name, (one, other) => {
        expect(dotId(one) === dotId(other)).toBe(one === other);
        expect(dotStrings(`${dotId(one)} ${dotId(other)}`)).toHaveLength(2);
      }),
    );
  });

  it('hold for every legal node ID', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter(isNodeId);
    fc.assert(
      fc.property(name, (id) => {
        const [label] = dotStrings(dotLabel(id));
        expect(dotLabelText(label ?? '').normalize()).toBe(shownAs(id).normalize());
      }),
    );
  });
});

/** What a label may not show is written out. */
function shownAs(id: string): string {
  return id.replace(
    /[\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}

describe('the mesh as DOT', () => {
  const NAMES = ['desk', 'fra-01', 'lon-02'];

  it('has every node with its state and groups, and every link that exists or should', () => {
    const text = meshAsDot(
      meshFacts(NAMES, [
        [0, 1, 'up'],
        [0, 2, 'half'],
        [1, 2, 'impossible'],
      ]),
    );
    expect(text.startsWith('graph mesh {\n')).toBe(true);
    expect(text.endsWith('}\n')).toBe(true);
    expect(text).toContain('  "desk" [label="desk", state="up", groups="chat, a\\"b"];');
    expect(text).toContain('  "desk" -- "fra-01" [state="up", roundtrip="12.35"];');
    // The arrow leads from who reports it to who denies it.
    expect(text).toContain('  "lon-02" -- "desk" [state="half", style=dotted');
    expect(text).not.toContain('"fra-01" -- "lon-02"');
  });

  it('tells seeds, expected nodes, slow links, and which of our own are encrypted', () => {
    const mesh = meshFacts(NAMES, [
      [0, 1, 'up'],
      [0, 2, 'missing'],
      [1, 2, 'up'],
    ]);
    const [, fra, lon] = mesh.nodes as NodeView[];
    const nodes = [nodeNamed('desk', 'self'), { ...fra!, seed: true }, { ...lon!, expected: true }];
    const text = meshAsDot({ ...mesh, nodes });
    expect(text).toContain('"fra-01" [label="fra-01", state="up", seed="true", shape=diamond];');
    expect(text).toContain('"lon-02" [label="lon-02", state="up", expected="true"];');
    expect(text).toMatch(/"desk" -- "fra-01" \[.*encrypted="false"\];/);
    expect(text).toMatch(/"fra-01" -- "lon-02" \[state="up", slow="true", color=goldenrod\];/);
  });

  it('tells the states of nodes apart', () => {
    const states = ['self', 'up', 'down', 'heard', 'absent'] as const;
    const text = meshAsDot({
      ...meshFacts([], []),
      nodes: states.map((state) => nodeNamed(state, state)),
    });
    const lines = text.split('\n').filter((line) => line.includes('state='));
    const styles = lines.map((line) => line.replace(/^.*state="[a-z]+"/, ''));
    expect(new Set(styles).size).toBe(5);
  });
});
