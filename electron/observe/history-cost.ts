import type { CauseView } from '../../shared/causes.ts';
import type { MeshDelta, MeshState } from './mesh-delta.ts';

// Rough sizes in memory, octets: an object with its fields, an entry of a map, a reference in a list.
const OBJECT = 200;
const ENTRY = 60;
const REFERENCE = 16;

/** About how much memory a change takes, octets. */
export function costOfDelta(delta: MeshDelta): number {
  if (delta.part === 'node') {
    const { view } = delta;
    const reason = view?.state === 'down' ? view.reason : '';
    return OBJECT + costOfNames([delta.id, reason, ...(view?.addresses ?? [])]);
  }
  if (delta.part === 'causes') return OBJECT + delta.causes.length * REFERENCE;
  const diff = delta.part === 'report' ? delta.report?.peers : delta.ports;
  return OBJECT + costOfNames(diff?.added ?? []) + costOfNames(diff?.removed ?? []);
}

/** About how much memory causes take that are not kept already, octets. */
export function costOfCauses(causes: readonly CauseView[], kept: readonly CauseView[]): number {
  const known = new Set(kept);
  let cost = 0;
  for (const cause of causes) {
    if (known.has(cause)) continue;
    const lists = cause.nodes.length + cause.others.length + cause.links.length * 4;
    cost += OBJECT + lists * REFERENCE + costOfNames([cause.id, cause.title, cause.detail]);
  }
  return cost;
}

/** About how much memory a key frame takes that shares with the one before what didn't change, octets. */
export function costOfFrame(frame: MeshState, before: MeshState | null): number {
  const { nodes, reports, groups } = frame;
  let cost = (nodes.size + reports.size + groups.size) * ENTRY;
  for (const [id, view] of nodes) if (before?.nodes.get(id) !== view) cost += OBJECT;
  for (const [id, { peers }] of reports) {
    if (before?.reports.get(id)?.peers !== peers) cost += OBJECT + peers.length * REFERENCE;
  }
  for (const [name, { ports }] of groups) {
    if (before?.groups.get(name)?.ports !== ports) cost += OBJECT + ports.length * REFERENCE;
  }
  return cost;
}

/** Names may be held by nothing but the history: two octets a character at most. */
function costOfNames(names: readonly string[]): number {
  return names.reduce((sum, name) => sum + REFERENCE + 2 * name.length, 0);
}
