import type { FilterNode } from './syntax.ts';
import { isRelative } from './times.ts';

/** What a filter looks at besides the row. */
export interface Needs {
  /** The elements of the message. */
  readonly message: boolean;
  /** The answer to a request, which comes later: the message must then be looked at again. */
  readonly answers: boolean;
  /** Bookmarks, which change: the same. */
  readonly marks: boolean;
}

/** What a filter looks at. */
export function needsOf(node: FilterNode): Needs {
  const fields = fieldsOf(node);
  const has = (name: string) => fields.some((field) => field.name === name);
  return {
    message: hasText(node) || fields.some(({ name, type }) => name === 'tag' || type === 'json'),
    answers: has('answered') || has('latency'),
    marks: has('marked'),
  };
}

/** Whether a time in it refers to the moment at which it was read. */
export function isMoving(node: FilterNode): boolean {
  return leavesOf(node).some(
    (leaf) =>
      leaf.kind === 'compare' &&
      leaf.field.type === 'time' &&
      leaf.values.some(({ text }) => isRelative(text)),
  );
}

function fieldsOf(node: FilterNode) {
  return leavesOf(node).flatMap((leaf) => ('field' in leaf ? [leaf.field] : []));
}

function hasText(node: FilterNode): boolean {
  return leavesOf(node).some(({ kind }) => kind === 'text');
}

function leavesOf(node: FilterNode): FilterNode[] {
  if (node.kind === 'not') return leavesOf(node.item);
  return node.kind === 'and' || node.kind === 'or' ? node.items.flatMap(leavesOf) : [node];
}
