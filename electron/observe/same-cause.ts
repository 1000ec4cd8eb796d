import type { CauseView } from '../../shared/causes.ts';

/** Whether two views of a cause say the same. */
export function sameCause(one: CauseView, other: CauseView): boolean {
  return (
    one.id === other.id &&
    one.since === other.since &&
    one.damage === other.damage &&
    one.linkCount === other.linkCount &&
    one.linksPossible === other.linksPossible &&
    one.title === other.title &&
    one.detail === other.detail &&
    sameList(one.nodes, other.nodes) &&
    sameList(one.others, other.others) &&
    sameLinks(one.links, other.links)
  );
}

function sameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name, index) => name === other[index]);
}

function sameLinks(one: CauseView['links'], other: CauseView['links']): boolean {
  return (
    one.length === other.length &&
    one.every(([a, b], index) => a === other[index]?.[0] && b === other[index]?.[1])
  );
}
