/** A node of the demo network. */
export interface PlannedNode {
  id: string;
  seed: boolean;
  /** False for the one that nobody can connect to. */
  listens: boolean;
  groups: readonly string[];
}

export const MIN_DEMO_NODES = 1;
/** As many as a small machine bears, at some 60 MB each. */
export const MAX_DEMO_NODES = 64;
export const DEFAULT_DEMO_NODES = 8;

/** Seeds of the demo network, when it has nodes enough. */
const SEEDS = 2;

const CITIES = [
  'fra', 'nyc', 'lon', 'tok', 'syd', 'sao', 'sin', 'par',
  'dub', 'mum', 'sfo', 'ams', 'hel', 'mad', 'yul', 'jnb',
]; // prettier-ignore

/** Which nodes are in a group, by their number. */
const GROUPS: readonly { name: string; has: (index: number) => boolean }[] = [
  { name: 'workers', has: (index) => index % 2 === 0 },
  { name: 'chat', has: (index) => index % 3 === 1 },
  { name: 'metrics', has: (index) => index % 4 === 3 },
];

/**
 * The demo network: the same every time, so that pictures of it can be compared.
 * @param count number of nodes, {@link MIN_DEMO_NODES} – {@link MAX_DEMO_NODES}
 * @returns the seeds first; from three nodes on, the last has no listener
 */
export function planDemo(count: number): PlannedNode[] {
  const indices = Array.from({ length: count }, (_, index) => index);
  return indices.map((index) => {
    const listens = count <= SEEDS || index < count - 1;
    return {
      id: listens ? nodeName(index) : 'laptop-1',
      seed: index < SEEDS,
      listens,
      groups: groupsOf(index, count),
    };
  });
}

/** `fra-1`, `nyc-1` … and after the last city `fra-2`. */
function nodeName(index: number): string {
  return `${CITIES[index % CITIES.length]}-${Math.floor(index / CITIES.length) + 1}`;
}

/** The first node takes the place of members that a small network doesn't have. */
function groupsOf(index: number, count: number): string[] {
  return GROUPS.filter(({ has }) => {
    if (has(index)) return true;
    return index === 0 && !Array.from({ length: count }, (_, other) => has(other)).includes(true);
  }).map(({ name }) => name);
}
