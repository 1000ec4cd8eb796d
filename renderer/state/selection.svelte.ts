import type { NodeId, PortId } from '../../shared/ids.ts';

/** What the details panel shows. Of a link, `a` sorts before `b`. */
export type Selection =
  | { kind: 'node'; id: NodeId }
  | { kind: 'link'; a: NodeId; b: NodeId }
  | { kind: 'group'; name: string }
  | { kind: 'port'; id: PortId }
  /** Of the live messages, unless a recording is named. */
  | { kind: 'message'; seq: number; recording?: number }
  /** By its ID, see shared/causes.ts. */
  | { kind: 'cause'; id: string };

class SelectionState {
  #current = $state.raw<Selection | null>(null);

  get current(): Selection | null {
    return this.#current;
  }

  /** Selects one thing, or nothing. Selecting what is selected already changes nothing. */
  select(next: Selection | null): void {
    if (!sameSelection(this.#current, next)) this.#current = next;
  }
}

/** Whether both name the same thing. */
export function sameSelection(one: Selection | null, other: Selection | null): boolean {
  if (one === null || other === null) return one === other;
  switch (one.kind) {
    case 'node':
      return other.kind === 'node' && one.id === other.id;
    case 'link':
      return other.kind === 'link' && one.a === other.a && one.b === other.b;
    case 'group':
      return other.kind === 'group' && one.name === other.name;
    case 'port':
      return other.kind === 'port' && one.id === other.id;
    case 'message':
      return other.kind === 'message' && one.seq === other.seq && one.recording === other.recording;
    case 'cause':
      return other.kind === 'cause' && one.id === other.id;
  }
}

/** The selection of the link between two nodes, in the order that links have. */
export function linkSelection(one: NodeId, other: NodeId): Selection {
  return one < other ? { kind: 'link', a: one, b: other } : { kind: 'link', a: other, b: one };
}

export const selection = new SelectionState();
