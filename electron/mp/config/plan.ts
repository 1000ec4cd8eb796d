/** What changes make of a file's text, before anything is written. */

import { MeshError } from '../../../shared/errors.ts';
import type { Json } from '../../../shared/json.ts';
import { pathOf, PROFILES, stepsFor } from './changes.ts';
import type { Change } from './changes.ts';
import { parseConfig } from './content.ts';
import type { ConfigContent } from './content.ts';
import { mayTakeBack, takeStep, valueAt, writtenValue } from './edit/steps.ts';
import type { Inverse, Path, Step } from './edit/steps.ts';
import { sameValue } from './equal.ts';
import { effectiveValues, profileLabel } from './layers.ts';
import { parseRelaxed } from './relaxed.ts';
import { readValue } from './shapes.ts';

/** A value that was touched and what it is then; `undefined`: gone. */
export interface Touched {
  path: Path;
  value: Json | undefined;
}

export interface Plan {
  /** The new text; the old one when nothing changes. */
  text: string;
  /** What the new text says. */
  content: ConfigContent;
  /** What takes the changes back, in the order to take. */
  inverses: readonly Inverse[];
  touched: readonly Touched[];
}

/**
 * Carries changes out on a text, one after the other.
 *
 * @param text a text that `parseConfig` accepts
 * @param path of the file; only for sentences
 * @throws MeshError `config-conflict`, `value-invalid`, `profile-unknown`, `profile-exists`,
 *   `profile-cycle`, `parent-unknown`
 */
export function planChanges(text: string, changes: readonly Change[], path: string): Plan {
  const work = new Work(text, path);
  for (const change of changes) {
    const content = work.content();
    checkSeen(change, content, work, path);
    for (const step of stepsFor(change, content, work.text)) work.take(step);
  }
  const plan = work.plan();
  checkParents(plan);
  return plan;
}

/**
 * Takes changes back.
 *
 * @throws MeshError `config-conflict` when a value isn't any more as the change left it
 */
export function planUndo(text: string, inverses: readonly Inverse[], path: string): Plan {
  const work = new Work(text, path);
  for (const inverse of inverses) {
    if (!mayTakeBack(work.text, inverse)) throw conflict(inverse.step.path, path);
    work.take(inverse.step);
  }
  return work.plan();
}

/** Whether everything that a plan touched is as it left it. */
export function isCarriedOut(text: string, touched: readonly Touched[]): boolean {
  return touched.every(({ path, value }) => sameValue(valueAt(text, path), value));
}

/** What stands at paths of a text. */
export function touchedBy(text: string, paths: readonly Path[]): Touched[] {
  return paths.map((path) => ({ path, value: valueAt(text, path) }));
}

/** A text on its way from step to step. */
class Work {
  text: string;
  readonly #path: string;
  readonly #inverses: Inverse[] = [];
  readonly #paths: Path[] = [];
  /** What the text must say: the same steps, carried out on values. */
  readonly #tree: Json;

  constructor(text: string, path: string) {
    this.text = text;
    this.#path = path;
    this.#tree = parseRelaxed(text);
  }

  content(): ConfigContent {
    return parseConfig(Buffer.from(this.text, 'utf8'), this.#path).content;
  }

  take(step: Step): void {
    const { text, inverse } = takeStep(this.text, step);
    takeOnTree(this.#tree, step);
    this.text = text;
    if (inverse) this.#inverses.unshift(inverse);
    this.#paths.push(step.path);
    if (step.do === 'rename') this.#paths.push(sibling(step.path, step.to));
  }

  hasTouched(path: Path): boolean {
    return this.#paths.some((other) => other.every((key, index) => key === path[index]));
  }

  plan(): Plan {
    const { text } = this;
    // A defect in our editing must not reach the file.
    if (!sameValue(parseRelaxed(text), this.#tree)) {
      throw new MeshError('internal', 'The change would have damaged the configuration file.');
    }
    const touched = touchedBy(text, this.#paths);
    return { text, content: this.content(), inverses: this.#inverses, touched };
  }
}

function checkSeen(change: Change, content: ConfigContent, work: Work, file: string): void {
  if (change.kind !== 'set' || !change.seen) return;
  const path = pathOf(change, content);
  // What an earlier change of ours made of it could not be seen.
  if (work.hasTouched(path)) return;
  if (!sameValue(valueAt(work.text, path), change.seen.value)) throw conflict(path, file);
}

/** A new parent must exist, and be no descendant. That of the global values has no effect. */
function checkParents({ content, touched }: Plan): void {
  for (const { path, value } of touched) {
    const [top, name] = path;
    if (top === 'parent' && value !== undefined) checkGlobalParent(content);
    const isParent = path.length === 2 || path[2] === 'parent';
    if (top !== PROFILES || name === undefined || !isParent || value === undefined) continue;
    effectiveValues(content, { profile: name });
  }
}

function checkGlobalParent({ globals, profiles }: ConfigContent): void {
  const parent = readValue('parent', globals['parent'] ?? null) ?? '';
  if (parent === '' || profiles.has(parent)) return;
  const text = `The global values have the parent "${profileLabel(parent)}", which doesn't exist.`;
  throw new MeshError('parent-unknown', text, { detail: { parent } });
}

function conflict(path: Path, file: string): MeshError {
  const place = path.map(profileLabel).join('.');
  const text = `Another program has changed "${place}" meanwhile; nothing was written.`;
  return new MeshError('config-conflict', text, {
    detail: { at: place, path: file },
  });
}

function sibling(path: Path, key: string): Path {
  return [...path.slice(0, -1), key] as unknown as Path;
}

type Tree = { [key: string]: Json };

function takeOnTree(root: Json, step: Step): void {
  const key = step.path.at(-1) ?? '';
  const object = step.path
    .slice(0, -1)
    .reduce<Json | undefined>((at, name) => (isTree(at) ? at[name] : undefined), root);
  if (!isTree(object)) return;
  const { [key]: old } = object;
  if (step.do === 'put') {
    object[key] = writtenValue(step.value);
  } else if (step.do === 'remove') {
    delete object[key];
  } else if (old !== undefined && object[step.to] === undefined) {
    delete object[key];
    object[step.to] = old;
  }
}

function isTree(value: Json | undefined): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
