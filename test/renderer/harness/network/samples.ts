import type { SampleOptions } from '../../network/sample-mesh.ts';

/** About 2 % of the links faulty, one node down, one only heard of, two without binds. */
export function faultsOf(nodes: number): Partial<SampleOptions> {
  const count = Math.max(2, Math.round(nodes * nodes * 0.005));
  const pairs = Array.from({ length: count }, (_, index): [number, number] => {
    const a = (index * 7 + 1) % nodes;
    return [a, (a + 3 + ((index * 13) % Math.max(1, nodes - 5))) % nodes];
  }).filter(([a, b]) => a !== b);
  return {
    missing: pairs.slice(0, Math.ceil(count / 2)),
    half: pairs.slice(Math.ceil(count / 2)),
    down: [nodes - 1],
    heard: nodes > 8 ? [nodes - 2] : [],
    unbound: nodes > 8 ? [4, 5] : [],
    silent: nodes > 20 ? [13] : [],
    absent: nodes > 20 ? [nodes - 3] : [],
  };
}

/** Numbers of the nodes that are slow to everyone, when there are faults. */
export function slowOf(nodes: number): number[] {
  return nodes > 20 ? [14] : [];
}

/** Names that try to break the picture: very long, right-to-left, control characters. */
export function longName(index: number): string {
  if (index === 0) return 'meshdeck';
  if (index % 5 === 1) return `${'a-very-long-node-name-'.repeat(11)}${index}`;
  if (index % 5 === 2) return `שלום-${index}`;
  if (index % 5 === 3) return `evil\u202Etxt.${index}`;
  return `worker-eu-west-${index}.example.org`;
}
