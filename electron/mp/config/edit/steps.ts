/** The few things that are done to a file's text, each with what takes it back. */

import type { Json } from '../../../../shared/json.ts';
import { sameValue } from '../equal.ts';
import { splice } from './items.ts';
import { documentRange, memberOf, scanContainer, valueIn } from './scan.ts';
import type { Container, Item } from './scan.ts';
import { layout, styleOf } from './style.ts';
import { addMember, containerAt, removeMember, replaceValue } from './value.ts';

/** Keys from the top: `[key]`, `['profile', name]` or `['profile', name, key]`. */
export type Path = readonly [string, ...string[]];

/** A value to write: as such, or as the text it had in the file, so that nothing of it is lost. */
export type Written = { json: Json } | { raw: string };

export type Step =
  | {
      do: 'put';
      path: Path;
      value: Written;
      /** A new member comes before this one. */ before?: string;
    }
  | { do: 'remove'; path: Path }
  | { do: 'rename'; path: Path; to: string };

/** Takes a step back, as long as `path` still has the value that the step left. */
export interface Inverse {
  step: Step;
  /** What must stand at the step's path now; `undefined`: nothing. */
  expected: Json | undefined;
}

export interface Stepped {
  text: string;
  /** Absent when the step changed nothing. */
  inverse?: Inverse;
}

/**
 * Carries out a step on a text that `parseRelaxed` accepts. The object that holds the last key of the
 * path must be there; without it nothing happens.
 */
export function takeStep(text: string, step: Step): Stepped {
  const object = objectAt(text, step.path.slice(0, -1));
  const key = step.path.at(-1) ?? '';
  if (!object) return { text };
  if (step.do === 'rename') return rename(text, object, step, key);
  if (step.do === 'remove') return remove(text, object, step, key);
  return put(text, object, step, key);
}

/** The value at a path; `undefined` when there is none. */
export function valueAt(text: string, path: readonly string[]): Json | undefined {
  const item = memberAt(text, path);
  return item && valueIn(text, item.value);
}

/** The text of the value at a path. */
export function rawAt(text: string, path: readonly string[]): string | undefined {
  const item = memberAt(text, path);
  return item && rawOf(text, item);
}

/** The value that a step writes. */
export function writtenValue(value: Written): Json {
  return 'json' in value ? value.json : valueIn(value.raw, { start: 0, end: value.raw.length });
}

type StepOf<D extends Step['do']> = Extract<Step, { do: D }>;

function put(text: string, object: Container, step: StepOf<'put'>, key: string): Stepped {
  const member = memberOf(object, key);
  const style = styleOf(text);
  const { value, path } = step;
  const expected = writtenValue(value);
  if (!member) {
    const lay = (own: typeof style, indent: string): string =>
      'json' in value ? layout(value.json, own, indent) : value.raw;
    const added = addMember(text, object, key, lay, style, step.before);
    return { text: added, inverse: { step: { do: 'remove', path }, expected } };
  }
  const edited =
    'json' in value
      ? replaceValue(text, member.value, value.json, style)
      : splice(text, [{ ...member.value, text: value.raw }]);
  if (edited === text) return { text };
  const back: Step = { do: 'put', path, value: { raw: rawOf(text, member) } };
  return { text: edited, inverse: { step: back, expected } };
}

function remove(text: string, object: Container, step: StepOf<'remove'>, key: string): Stepped {
  const member = memberOf(object, key);
  if (!member) return { text };
  const next = object.items[object.items.indexOf(member) + 1]?.key;
  const back: Step = {
    do: 'put',
    path: step.path,
    value: { raw: rawOf(text, member) },
    ...(next === undefined ? {} : { before: next }),
  };
  const removed = removeMember(text, object.start, key);
  return { text: removed, inverse: { step: back, expected: undefined } };
}

function rename(text: string, object: Container, step: StepOf<'rename'>, key: string): Stepped {
  const member = memberOf(object, key);
  if (!member || key === step.to || memberOf(object, step.to)) return { text };
  const renamed = object.items
    .filter((item) => item.key === key)
    .map(({ start, keyEnd = start }) => ({ start, end: keyEnd, text: JSON.stringify(step.to) }));
  const path: Path = [...(step.path.slice(0, -1) as [string]), step.to];
  return {
    text: splice(text, renamed),
    inverse: { step: { do: 'rename', path, to: key }, expected: valueIn(text, member.value) },
  };
}

/** Whether a step back may be taken: what it changes is as it was left. */
export function mayTakeBack(text: string, { step, expected }: Inverse): boolean {
  if (!sameValue(valueAt(text, step.path), expected)) return false;
  if (step.do !== 'rename') return objectAt(text, step.path.slice(0, -1)) !== undefined;
  return valueAt(text, [...step.path.slice(0, -1), step.to]) === undefined;
}

function rawOf(text: string, { value }: Item): string {
  return text.slice(value.start, value.end);
}

function memberAt(text: string, path: readonly string[]): Item | undefined {
  const object = objectAt(text, path.slice(0, -1));
  return object && memberOf(object, path.at(-1) ?? '');
}

/** The object at a path from the top; `undefined` when there is none, or something else. */
function objectAt(text: string, path: readonly string[]): Container | undefined {
  let object: Container | undefined = containerAt(text, documentRange(text).start);
  for (const key of path) {
    const member: Item | undefined = object && memberOf(object, key);
    object = member && scanContainer(text, member.value);
  }
  return object?.bracket === '{' ? object : undefined;
}
