/** From steps to the file, in one go. */

import { MeshError, type ErrorCode } from '../../shared/errors.ts';
import { EMPTY_CONTENT } from '../mp/config/content.ts';
import type { ConfigContent } from '../mp/config/content.ts';
import type { Change, ConfigStore } from '../mp/config/store.ts';
import { Draft } from './draft.ts';
import { applyEdit } from './edit.ts';
import { toPlainText } from '../mp/config/octets.ts';
import { show } from './show.ts';
import { isEdit, isShow, type MakeStep, type Step } from './steps.ts';

/** What came of the words. */
export interface Written {
  /** What each step prints; mostly nothing. */
  printed: readonly string[];
  /** For people, beside the output. */
  remarks: readonly string[];
}

/** Each attempt fails only because another program's change succeeded. */
const MAX_ATTEMPTS = 100;

/** As in the reference, which takes it all the same. */
const NO_EFFECT = 'A parent of the global values has no effect.';

/** What a change of another program between our reading and our writing looks like. */
const OVERTAKEN: readonly ErrorCode[] = ['config-conflict', 'profile-exists', 'profile-unknown'];

/**
 * Applies all changes at once: either all of them are in the file afterwards or none. When another
 * program changed the same values meanwhile, the words are applied to what stands there now.
 *
 * @throws MeshError `config-*` and what the store refuses
 */
export async function writeSteps(
  store: ConfigStore,
  steps: readonly Exclude<Step, MakeStep>[],
): Promise<Written> {
  for (let attempt = 1; ; attempt += 1) {
    const draft = new Draft(await readContent(store));
    const printed = steps.map((step) => apply(draft, step));
    const changes = draft.changes();
    try {
      if (changes.length > 0) await store.apply(changes);
      return { printed, remarks: remarksOn(draft, changes) };
    } catch (error) {
      const overtaken = error instanceof MeshError && OVERTAKEN.includes(error.code);
      if (!overtaken || attempt === MAX_ATTEMPTS) throw error;
    }
  }
}

type Orphan = ReturnType<Draft['orphans']>[number];

function remarksOn(draft: Draft, changes: readonly Change[]): string[] {
  const remarks = draft.orphans().map(remarkOn);
  return changes.some(setsGlobalParent) ? [...remarks, NO_EFFECT] : remarks;
}

function setsGlobalParent(change: Change): boolean {
  const { kind, profile } = change;
  return (
    kind === 'set' && profile === null && change.key === 'parent' && change.value !== undefined
  );
}

function remarkOn([profile, parent, heir]: Orphan): string {
  const now =
    heir === null ? 'has no parent any more' : `has the parent "${toPlainText(heir)}" now`;
  return `The profile "${toPlainText(profile)}" ${now}: "${toPlainText(parent)}" is deleted.`;
}

function apply(draft: Draft, step: Exclude<Step, MakeStep>): string {
  if (isShow(step)) return show(draft, step);
  if (isEdit(step)) applyEdit(draft, step);
  return '';
}

/** @throws MeshError `config-unreadable`, `config-broken` */
export async function readContent(store: ConfigStore): Promise<ConfigContent> {
  const state = await store.read();
  if (state.state === 'broken') throw state.error;
  return state.state === 'loaded' ? state.content : EMPTY_CONTENT;
}
