import type { NodeId } from './ids.ts';
import { linkState } from './mesh.ts';
import type { LinkState, LinkView, MeshCompleteness, NodeView, ReportView } from './mesh.ts';

/** All states of links; {@link LinkTable.states} names them by their place here. */
export const LINK_STATES: readonly LinkState[] = ['up', 'half', 'missing', 'unknown', 'impossible'];

/** What a node says of a link: nothing as it was not asked, no, yes. */
const UNASKED = 0;
const DENIED = 1;
const CLAIMED = 2;

/** Of more nodes that are new, a claim is read anew instead of searched for each of them. */
const FEW_NEW = 8;

/** {@link LINK_STATES} by what both ends say, without and with somebody who listens. */
const CODES = [false, true].map((listens) =>
  Uint8Array.from({ length: 9 }, (_, both) => {
    const said = (claim: number) => (claim === UNASKED ? undefined : claim === CLAIMED);
    const end = { addresses: listens ? null : [] };
    return LINK_STATES.indexOf(linkState(end, end, said(Math.floor(both / 3)), said(both % 3)));
  }),
);

/**
 * The links between all nodes that are up, our own included, as arrays: 200 nodes have 19,900, which are
 * too many objects for a mesh that changes all the time. Says the same as `linksBetween`.
 */
export class LinkTable {
  /** Nodes that are up, sorted by ID. A node's number here is its place. */
  readonly nodes: readonly NodeView[];
  readonly places: ReadonlyMap<NodeId, number>;
  /** Number of nodes. */
  readonly size: number;
  /** Place in {@link LINK_STATES} by row × size + column; the same both ways, without meaning for a node itself. */
  readonly states: Uint8Array;
  /** How many links there are of each state. */
  readonly counts: Readonly<Record<LinkState, number>>;
  /** What the row's node says of the column's. */
  readonly #claims: Uint8Array;
  /** The peers that each row was read from; `null` = not asked. */
  readonly #peers: readonly (readonly NodeId[] | null)[];
  #views: readonly LinkView[] | null = null;

  /**
   * @param nodes all nodes known; only `self` and `up` take part
   * @param reports what each of them says of its connections; our own report included
   * @param before a former table: what it read and is still said isn't read again
   */
  constructor(
    nodes: Iterable<NodeView>,
    reports: ReadonlyMap<NodeId, ReportView>,
    before: LinkTable | null = null,
  ) {
    this.nodes = aliveOf(nodes);
    this.size = this.nodes.length;
    this.places = new Map(this.nodes.map(({ id }, place) => [id, place]));
    this.#peers = this.nodes.map(({ id }) => reports.get(id)?.peers ?? null);
    this.#claims = new Uint8Array(this.size * this.size);
    this.#readClaims(before);
    this.states = new Uint8Array(this.size * this.size);
    this.counts = this.#judge();
  }

  /** The state of a link by the places of its ends. */
  stateAt(one: number, other: number): LinkState {
    return LINK_STATES[this.states[one * this.size + other] ?? 0] ?? 'unknown';
  }

  /** Whether the first node was asked and says that it has no link to the other; by their places. */
  denies(one: number, other: number): boolean {
    return this.#claims[one * this.size + other] === DENIED;
  }

  /** One link; `null` unless both nodes are up. The order of the two doesn't matter. */
  between(one: NodeId, other: NodeId): LinkView | null {
    const [a, b] = one < other ? [one, other] : [other, one];
    const [row, column] = [this.places.get(a), this.places.get(b)];
    if (row === undefined || column === undefined || row === column) return null;
    return { a, b, state: this.stateAt(row, column) };
  }

  /** Which end of a half-open link says that it has none; `null` for links in any other state. */
  denierOf({ a, b, state }: LinkView): NodeId | null {
    const [row, column] = [this.places.get(a), this.places.get(b)];
    if (state !== 'half' || row === undefined || column === undefined) return null;
    return this.denies(row, column) ? a : b;
  }

  /** All links of a node, by the ID of the other end. */
  of(id: NodeId): LinkView[] {
    return this.nodes.flatMap((other) => this.between(id, other.id) ?? []);
  }

  /** All links; made when somebody asks, for what needs them once. */
  get views(): readonly LinkView[] {
    this.#views ??= this.nodes.flatMap(({ id: a }, row) =>
      this.nodes.slice(row + 1).map(({ id: b }, index) => {
        return { a, b, state: this.stateAt(row, row + 1 + index) };
      }),
    );
    return this.#views;
  }

  /** How much of the full mesh exists. Links that can't be are not expected. */
  get completeness(): MeshCompleteness {
    const { up, half, missing, unknown } = this.counts;
    return { up, expected: up + half + missing + unknown };
  }

  #readClaims(before: LinkTable | null): void {
    const places = before && this.nodes.map(({ id }) => before.places.get(id) ?? -1);
    const fresh = places ? newOnes(places) : null;
    this.#peers.forEach((peers, row) => {
      if (peers === null) return;
      const old = places?.[row] ?? -1;
      if (before && places && fresh && old >= 0 && before.#peers[old] === peers) {
        this.#copyRow(row, before.#claims.subarray(old * before.size), { places, fresh, peers });
      } else this.#readRow(row, peers);
    });
  }

  #readRow(row: number, peers: readonly NodeId[]): void {
    const start = row * this.size;
    this.#claims.fill(DENIED, start, start + this.size);
    for (const peer of peers) {
      const column = this.places.get(peer);
      if (column !== undefined) this.#claims[start + column] = CLAIMED;
    }
  }

  /** @param said the same row of the former table */
  #copyRow(row: number, said: Uint8Array, { places, fresh, peers }: Former): void {
    const start = row * this.size;
    for (let column = 0; column < this.size; column++) {
      this.#claims[start + column] = said[places[column] ?? -1] ?? DENIED;
    }
    for (const column of fresh) {
      const claimed = peers.includes((this.nodes[column] as NodeView).id);
      this.#claims[start + column] = claimed ? CLAIMED : DENIED;
    }
  }

  #judge(): Record<LinkState, number> {
    const { size, states } = this;
    const claims = this.#claims;
    const listens = Uint8Array.from(this.nodes, ({ addresses }) => Number(addresses?.length !== 0));
    const counts = new Uint32Array(LINK_STATES.length);
    for (let a = 0; a < size; a++) {
      for (let b = a + 1; b < size; b++) {
        const both = 3 * (claims[a * size + b] ?? 0) + (claims[b * size + a] ?? 0);
        const code = CODES[(listens[a] ?? 0) | (listens[b] ?? 0)]?.[both] ?? 0;
        states[a * size + b] = code;
        states[b * size + a] = code;
        counts[code] = (counts[code] ?? 0) + 1;
      }
    }
    const [up = 0, half = 0, missing = 0, unknown = 0, impossible = 0] = counts;
    return { up, half, missing, unknown, impossible };
  }
}

interface Former {
  /** Of each node the place it had; -1 = it is new. */
  places: readonly number[];
  /** Places of the new ones. */
  fresh: readonly number[];
  peers: readonly NodeId[];
}

/** `null` when there are many. */
function newOnes(places: readonly number[]): number[] | null {
  const fresh = places.flatMap((old, place) => (old < 0 ? [place] : []));
  return fresh.length > FEW_NEW ? null : fresh;
}

function aliveOf(nodes: Iterable<NodeView>): NodeView[] {
  const alive = [...nodes].filter(({ state }) => state === 'self' || state === 'up');
  return alive.sort((one, other) => (one.id < other.id ? -1 : 1));
}
