import type { NodeView } from '../../shared/mesh.ts';
import { counted } from './format.ts';
import { FILTER_POSTURES, FILTER_STATES, hasPosture, inState, slowNodes } from './node-match.ts';
import type { FilterMesh, FilterPosture, FilterState, NodeFilter } from './node-match.ts';
import { shown } from './text.ts';

export const STATE_WORDS: Readonly<Record<FilterState, string>> = {
  up: 'Up',
  silent: 'Silent',
  slow: 'Slow',
  down: 'Down',
  absent: 'Absent',
  heard: 'Only heard of',
};

export const POSTURE_WORDS: Readonly<Record<FilterPosture, string>> = {
  unencrypted: 'Not encrypted',
  cleartext: 'Accepts cleartext',
  'tls-anon': 'Accepts tls_anon',
};

/** One choice and how many nodes it would show by itself. */
export interface Choice<Value extends string> {
  value: Value;
  /** Ready for the screen. */
  label: string;
  nodes: number;
}

/** All choices but groups, with their numbers of nodes. */
export interface FilterChoices {
  states: Choice<FilterState>[];
  postures: Choice<FilterPosture>[];
  providers: Choice<string>[];
}

/** Kinds of software offered; further ones are found by the search in the table. */
const MAX_PROVIDERS = 20;

/** Counts what the filter may choose. */
export function filterChoices(mesh: Pick<FilterMesh, 'nodes' | 'causes'>): FilterChoices {
  const nodes = [...mesh.nodes.values()];
  const slow = slowNodes(mesh.causes);
  const tally = (fits: (node: NodeView) => boolean) => nodes.filter(fits).length;
  return {
    states: FILTER_STATES.map((value) => ({
      value,
      label: STATE_WORDS[value],
      nodes: tally((node) => inState(node, value, slow)),
    })),
    postures: FILTER_POSTURES.map((value) => ({
      value,
      label: POSTURE_WORDS[value],
      nodes: tally((node) => hasPosture(node, value)),
    })),
    providers: providersOf(nodes),
  };
}

/** The most frequent first. */
function providersOf(nodes: readonly NodeView[]): Choice<string>[] {
  const counts = new Map<string, number>();
  for (const { provider } of nodes) {
    if (provider !== null) counts.set(provider, (counts.get(provider) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, MAX_PROVIDERS)
    .map(([value, count]) => ({ value, label: shown(value, 60), nodes: count }));
}

/** One part of a filter in force, as a chip that takes it away. */
export type FilterChip =
  | { kind: 'text'; label: string }
  | { kind: 'groups' | 'providers'; value: string; label: string }
  | { kind: 'states'; value: FilterState; label: string }
  | { kind: 'postures'; value: FilterPosture; label: string };

/** The parts of a filter that are in force. */
export function filterChips(filter: NodeFilter): FilterChip[] {
  const text = filter.text.trim();
  return [
    ...(text === '' ? [] : [{ kind: 'text', label: `“${shown(text, 40)}”` } as const]),
    ...[...filter.states].map(
      (value) => ({ kind: 'states', value, label: STATE_WORDS[value] }) as const,
    ),
    ...[...filter.groups].map(
      (value) => ({ kind: 'groups', value, label: `in ${shown(value, 40)}` }) as const,
    ),
    ...[...filter.postures].map(
      (value) => ({ kind: 'postures', value, label: POSTURE_WORDS[value] }) as const,
    ),
    ...[...filter.providers].map(
      (value) => ({ kind: 'providers', value, label: shown(value, 40) }) as const,
    ),
  ];
}

/** `12 of 50 nodes` */
export function foundWords(found: number, all: number): string {
  return `${found} of ${counted(all, 'node')}`;
}
