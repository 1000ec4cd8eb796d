/** Applies the words that change the configuration to a draft of it. */

import { isDeepStrictEqual } from 'node:util';
import type { Json } from '../../shared/json.ts';
import type { Draft } from './draft.ts';
import type { EditStep } from './steps.ts';
import type { ListKey } from './values.ts';

/** @throws MeshError `value-invalid` when the profile that it is for was deleted before */
export function applyEdit(draft: Draft, step: EditStep): void {
  switch (step.kind) {
    case 'profile':
      return draft.select(step.name);
    case 'delete-profile':
      return draft.deleteProfile(step.name);
    case 'set':
      return draft.set(
        step.key,
        step.key === 'parent' ? draft.keyOf(String(step.value)) : step.value,
      );
    case 'delete':
      return draft.set(step.key, undefined);
    case 'add':
      return draft.change(step.key, (list) => withItem(step.key, itemsOf(list), step.item));
    case 'remove':
      return draft.change(step.key, (list) => withoutItem(step.key, itemsOf(list), step.item));
  }
}

/** An address stands in its list once, last; a service as often as it was added. */
function withItem(key: ListKey, list: Json[], item: Json): Json {
  return [...(key === 'services' ? list : without(list, item)), item];
}

function withoutItem(key: ListKey, list: Json[], item: Json): Json {
  if (key !== 'services') return without(list, item);
  const at = list.findIndex((other) => isSame(other, item));
  return at < 0 ? list : list.toSpliced(at, 1);
}

function without(list: Json[], item: Json): Json[] {
  return list.filter((other) => !isSame(other, item));
}

/** The reference can't compare services with arguments; else as there: `4040` and `"4040"` are one. */
function isSame(a: Json, b: Json): boolean {
  const isPlain = (value: Json) => value === null || typeof value !== 'object';
  return isPlain(a) && isPlain(b) ? String(a) === String(b) : isDeepStrictEqual(a, b);
}

/** A missing list is an empty one, also for removing: so does the reference. */
function itemsOf(value: Json | undefined): Json[] {
  if (Array.isArray(value)) return value;
  return typeof value === 'string' && value !== '' ? value.split(',') : [];
}
