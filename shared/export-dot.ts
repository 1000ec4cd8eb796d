import type { NodeId } from './ids.ts';
import type { LinkState, LinkView, NodeView } from './mesh.ts';
import type { MeshFacts } from './export-json.ts';

/** How each state of a link is drawn. Healthy links say nothing: they are the rule. */
const LINK_STYLES: Readonly<Record<LinkState, string | null>> = {
  up: '',
  half: 'style=dotted, color=orange, dir=forward',
  missing: 'style=dashed, color=red',
  unknown: 'style=dotted, color=gray',
  // Two nodes that can't connect have no link: nothing to draw.
  impossible: null,
};

const NODE_STYLES: Readonly<Record<NodeView['state'], string>> = {
  self: 'peripheries=2',
  up: '',
  down: 'style=dashed, color=red',
  heard: 'style=dotted, color=gray',
  absent: 'style=dotted, color=red',
};

/**
 * The mesh as a graph for GraphViz, e.g. `circo -Tsvg mesh.dot`. Groups are not clusters, because a node
 * may be in several of them: they are named in the attribute `groups`.
 */
export function meshAsDot(mesh: MeshFacts): string {
  const lines = [
    'graph mesh {',
    `  graph [comment=${dotLabel(`Meshdeck, ${new Date(mesh.at).toISOString()}`)}];`,
    '  node [shape=ellipse, fontname="sans-serif"];',
    ...[...mesh.nodes].map((node) => nodeLine(node, mesh.groupsOf(node.id))),
    ...linkLines(mesh),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

function nodeLine(node: NodeView, groups: readonly string[]): string {
  const attributes = [`label=${dotLabel(node.id)}`, `state=${dotId(node.state)}`];
  if (groups.length > 0) attributes.push(`groups=${dotLabel(groups.join(', '))}`);
  if (node.expected) attributes.push('expected="true"');
  if (node.seed) attributes.push('seed="true", shape=diamond');
  const style = NODE_STYLES[node.state];
  if (style !== '') attributes.push(style);
  return `  ${dotId(node.id)} [${attributes.join(', ')}];`;
}

function* linkLines(mesh: MeshFacts): Generator<string> {
  const { links, denierOf, roundTrip, isSlow } = mesh;
  const encrypted = encryptionOf(mesh);
  for (const link of links) {
    const style = LINK_STYLES[link.state];
    if (style === null) continue;
    const attributes = [`state=${dotId(link.state)}`];
    const ms = roundTrip(link.a, link.b);
    if (ms !== null) attributes.push(`roundtrip=${dotId(ms.toFixed(2))}`);
    const safe = encrypted(link);
    if (safe !== null) attributes.push(`encrypted="${safe}"`);
    if (style !== '') attributes.push(style);
    else if (isSlow(link.a, link.b)) attributes.push('slow="true", color=goldenrod');
    yield `  ${ends(link.a, link.b, denierOf(link))} [${attributes.join(', ')}];`;
  }
}

/** Whether a link is encrypted, as far as that is known: of our own. */
function encryptionOf({ nodes }: MeshFacts): (link: LinkView) => boolean | null {
  const self = nodes.find(({ state }) => state === 'self')?.id;
  const own = new Map(
    nodes.flatMap((node) => (node.state === 'up' ? [[node.id, node.link.encrypted] as const] : [])),
  );
  return ({ a, b }) => {
    if (a !== self && b !== self) return null;
    return own.get(a === self ? b : a) ?? null;
  };
}

/** The arrow of a half-open link goes from who reports it to who denies it. */
function ends(a: NodeId, b: NodeId, denier: NodeId | null): string {
  const [from, to] = denier === a ? [b, a] : [a, b];
  return `${dotId(from)} -- ${dotId(to)}`;
}

/**
 * A name as the ID of a node. In a quoted string of the DOT grammar only `\"` is an escape, so a
 * backslash before the closing quote would swallow it: backslashes are doubled. What can't be seen
 * becomes `\u{…}` with a single backslash, so different names stay different.
 */
export function dotId(name: string): string {
  return quoted(name, '\\');
}

/**
 * A name as a label, which GraphViz reads once more: there a doubled backslash is one, and `&amp;` is
 * an ampersand.
 */
export function dotLabel(name: string): string {
  return quoted(name.replaceAll('&', '&amp;'), '\\\\');
}

// Control characters and line ends would break the text; what turns it around would mislead its reader.
const UNSEEN =
  // eslint-disable-next-line no-control-regex -- control characters are just what is looked for
  /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]/gu;

/** @param mark what stands before the number of a character that can't be seen */
function quoted(text: string, mark: string): string {
  const safe = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replace(UNSEEN, (character) => `${mark}u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
  return `"${safe}"`;
}
