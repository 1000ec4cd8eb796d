import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { History, MIN_SEGMENT_OCTETS } from '../../../electron/observe/history.ts';
import type { MeshState } from '../../../electron/observe/mesh-delta.ts';
import { copyState, diffLists } from '../../../electron/observe/mesh-delta.ts';
import { MeshRecorder } from '../../../electron/observe/mesh-recorder.ts';
import type { CauseView } from '../../../shared/causes.ts';
import type { NodeId, PortId } from '../../../shared/ids.ts';
import type { NodeView } from '../../../shared/mesh.ts';

const START = 1_000;
const id = (n: number) => `n${n}` as NodeId;

/** Something that happens to the mesh. */
type Step =
  | { kind: 'node'; node: number; state: 'up' | 'down' | 'gone' | 'measured' }
  | { kind: 'report'; node: number; peers: number[] | null }
  | { kind: 'group'; group: number; ports: number[] }
  | { kind: 'causes'; nodes: number[] };

const small = fc.nat({ max: 6 });
const numbers = fc.uniqueArray(fc.nat({ max: 9 }), { maxLength: 8 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('node' as const),
    node: small,
    state: fc.constantFrom('up' as const, 'down' as const, 'gone' as const, 'measured' as const),
  }),
  fc.record({ kind: fc.constant('report' as const), node: small, peers: fc.option(numbers) }),
  fc.record({ kind: fc.constant('group' as const), group: fc.nat({ max: 3 }), ports: numbers }),
  fc.record({ kind: fc.constant('causes' as const), nodes: numbers }),
);

function nodeView(node: number, state: 'up' | 'down', since: number, roundTrip = 1): NodeView {
  const facts = { id: id(node), seed: false, addresses: [], provider: null, expected: false };
  if (state === 'down') return { ...facts, state, since, reason: 'x' };
  return { ...facts, state, since, link: LINK, roundTrip, clockOffset: 0, silentSince: null };
}
const LINK = {} as never;

function cause(node: number): CauseView {
  return {
    id: `node-down:n${node}`,
    nodes: [id(node)],
    others: [],
    links: [],
    title: 't',
    detail: 'd',
  } as never;
}

/** A mesh that steps happen to. */
class World {
  readonly mesh: MeshState = {
    nodes: new Map(),
    reports: new Map(),
    groups: new Map(),
    causes: [],
  };

  apply(change: Step, at: number): void {
    const { reports, groups } = this.mesh;
    if (change.kind === 'node') this.#node(change.node, change.state, at);
    else if (change.kind === 'causes') this.mesh.causes = change.nodes.map(cause);
    else if (change.kind === 'report') {
      if (!change.peers) reports.delete(id(change.node));
      else {
        reports.set(id(change.node), {
          node: id(change.node),
          peers: change.peers.map(id),
          at,
          flaws: null,
        });
      }
    } else if (change.ports.length === 0) groups.delete(`g${change.group}`);
    else {
      const name = `g${change.group}`;
      groups.set(name, { name, ports: change.ports.map((port) => `n${port}#p` as PortId) });
    }
  }

  #node(node: number, state: 'up' | 'down' | 'gone' | 'measured', at: number): void {
    const { nodes } = this.mesh;
    if (state === 'gone') nodes.delete(id(node));
    else if (state !== 'measured') nodes.set(id(node), nodeView(node, state, at));
    else {
      const before = nodes.get(id(node));
      if (before?.state === 'up') nodes.set(id(node), nodeView(node, 'up', before.since, at));
    }
  }
}

/** What of a state must be exact: not what is measured, nor the order of lists or when claims were renewed. */
function essence({ nodes, reports, groups, causes }: MeshState) {
  return {
    nodes: new Map([...nodes].map(([key, view]) => [key, { ...view, roundTrip: 0 }])),
    reports: new Map([...reports].map(([key, { peers }]) => [key, new Set(peers)])),
    groups: new Map([...groups].map(([key, { ports }]) => [key, new Set(ports)])),
    causes: causes.map((each) => each.id),
  };
}

/** Lets steps happen, one a time, and keeps what really was. */
function live(steps: readonly Step[], limit?: number) {
  const world = new World();
  const history = new History(START, limit);
  const recorder = new MeshRecorder(world.mesh, history);
  const truth = steps.map((change, index) => {
    const at = START + 10 * (index + 1);
    world.apply(change, at);
    recorder.flush(at);
    if (change.kind === 'causes') recorder.causes(world.mesh.causes, at);
    return { at, state: copyState(world.mesh) };
  });
  return { history, truth };
}

describe('History', () => {
  it('knows what was at any time', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
        const { history, truth } = live(steps);
        for (const { at, state } of truth) {
          expect(essence(history.at(at).state)).toEqual(essence(state));
          expect(essence(history.at(at + 9).state)).toEqual(essence(state));
        }
        expect(history.at(START - 5)).toMatchObject({ at: START });
        expect(history.at(START - 5).state.nodes.size).toBe(0);
      }),
      { numRuns: 100 },
    );
  });

  /** Claims of 40 names that change by halves: some 100 KB a round. */
  function* busy(rounds: number): Generator<Step> {
    for (let round = 0; round < rounds; round++) {
      for (let node = 0; node < 40; node++) {
        const peers = Array.from({ length: 40 }, (_, i) => (round % 2) * 20 + i);
        yield { kind: 'report', node, peers };
        yield { kind: 'node', node, state: round % 3 === 0 ? 'down' : 'up' };
      }
    }
  }

  it('is right across key frames', () => {
    const { history, truth } = live([...busy(20)]);
    expect(history.octets).toBeGreaterThan(2 * MIN_SEGMENT_OCTETS);
    for (let i = 0; i < truth.length; i += 37) {
      const { at, state } = truth[i] as (typeof truth)[number];
      expect(essence(history.at(at).state)).toEqual(essence(state));
    }
  });

  it('forgets the oldest beyond its limit, and says since when it knows', () => {
    const limit = 2 * 1024 * 1024;
    const { history, truth } = live([...busy(120)], limit);
    expect(history.octets).toBeLessThanOrEqual(limit);
    expect(history.from).toBeGreaterThan(START);
    expect(history.from).toBeLessThan(truth.at(-1)?.at ?? 0);
    expect(history.at(START).at).toBe(history.from);
    const kept = truth.filter(({ at }) => at >= history.from);
    expect(kept.length).toBeGreaterThan(500);
    for (const { at, state } of [kept[0], kept[300], kept.at(-1)].filter(
      (each) => each !== undefined,
    )) {
      expect(essence(history.at(at).state)).toEqual(essence(state));
    }
  });

  it('tells lists by their differences', () => {
    expect(diffLists([1, 2, 3], [2, 4])).toEqual({ added: [4], removed: [1, 3] });
    const same = [1];
    expect(diffLists(same, same)).toEqual({ added: [], removed: [] });
  });
});
