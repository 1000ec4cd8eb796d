/** What can be changed in a configuration file, and how each change is carried out on its text. */

import { MeshError } from '../../../shared/errors.ts';
import type { Json } from '../../../shared/json.ts';
import { checkKey, checkProfileName, checkValue } from './checks.ts';
import { EMPTY_CONTENT } from './content.ts';
import type { ConfigContent } from './content.ts';
import { rawAt } from './edit/steps.ts';
import type { Path, Step } from './edit/steps.ts';
import { parentKey, profileKey, profileLabel, strayKey } from './layers.ts';

/** A change. Keys are those of the file; a `value` of `undefined` removes. */
export type Change =
  | {
      kind: 'set';
      /** `null`: the values that all profiles share. */
      profile: string | null;
      key: string;
      value: Json | undefined;
      /** What the person saw before; another value in the file now is a conflict. Left out: no check. */
      seen?: { value: Json | undefined };
    }
  | {
      kind: 'create-profile';
      profile: string;
      values: Readonly<Record<string, Json>>;
      /** Also in the place of what is no profile: somebody said that it may go. */
      instead?: true;
    }
  /** The profiles that name it as their parent follow. */
  | { kind: 'rename-profile'; profile: string; to: string }
  | { kind: 'copy-profile'; profile: string; to: string }
  /**
   * Profiles whose parent it was get its own parent, so that they keep what came from farther up. Also for
   * what stands there and is no profile: nothing else could be done about it.
   */
  | { kind: 'delete-profile'; profile: string };

type ChangeOf<K extends Change['kind']> = Extract<Change, { kind: K }>;

/** The member of the file that holds the profiles. */
export const PROFILES = 'profile';

/**
 * The steps that carry out a change.
 *
 * @param content what `text` says
 * @throws MeshError `value-invalid`, `profile-unknown`, `profile-exists`
 */
export function stepsFor(change: Change, content: ConfigContent, text: string): Step[] {
  switch (change.kind) {
    case 'set':
      return setSteps(change, content);
    case 'create-profile':
      return createSteps(change, content, text);
    case 'rename-profile':
      return renameSteps(change, content);
    case 'copy-profile':
      return copySteps(change, content, text);
    case 'delete-profile':
      return deleteSteps(change, content);
  }
}

/** The path in the file that a change sets. */
export function pathOf({ profile, key }: ChangeOf<'set'>, content = EMPTY_CONTENT): Path {
  if (profile === null) return [key];
  return [PROFILES, profileKey(content, profile) ?? profile, key];
}

function setSteps(change: ChangeOf<'set'>, content: ConfigContent): Step[] {
  const { profile, key } = change;
  if (profile !== null) existing(content, profile);
  checkKey(profile, key);
  const path = pathOf(change, content);
  if (change.value === undefined) return [{ do: 'remove', path }];
  const value = parentAware(content, key, change.value);
  checkValue(profile, key, value);
  // The profiles stand at the end of the file, where one looks for them.
  const before = profile === null ? { before: PROFILES } : {};
  return [{ do: 'put', path, value: { json: value }, ...before }];
}

function createSteps(
  { profile, values, instead }: ChangeOf<'create-profile'>,
  content: ConfigContent,
  text: string,
): Step[] {
  vacant(content, profile, instead);
  const json = Object.create(null) as Record<string, Json>;
  for (const [key, value] of Object.entries(values)) {
    json[key] = parentAware(content, key, value);
    checkValue(profile, key, json[key]);
  }
  return [...profilesObject(text), { do: 'put', path: [PROFILES, profile], value: { json } }];
}

function renameSteps({ profile, to }: ChangeOf<'rename-profile'>, content: ConfigContent): Step[] {
  const key = existing(content, profile);
  if (key === to) return [];
  vacant(content, to);
  return [
    ...(content.strays?.has(to) ? [{ do: 'remove', path: [PROFILES, to] } as const] : []),
    { do: 'rename', path: [PROFILES, key], to },
    ...childrenOf(content, key).map((child): Step => {
      const path: Path = [PROFILES, child === key ? to : child, 'parent'];
      return { do: 'put', path, value: { json: to } };
    }),
  ];
}

function copySteps(
  { profile, to }: ChangeOf<'copy-profile'>,
  content: ConfigContent,
  text: string,
): Step[] {
  const key = existing(content, profile);
  vacant(content, to);
  const raw = rawAt(text, [PROFILES, key]) ?? '{}';
  return [{ do: 'put', path: [PROFILES, to], value: { raw } }];
}

function deleteSteps({ profile }: ChangeOf<'delete-profile'>, content: ConfigContent): Step[] {
  const stray = strayKey(content, profile);
  const key = profileKey(content, profile) ?? stray ?? existing(content, profile);
  const parent = parentKey(content, key);
  const heir = parent === key ? undefined : parent;
  const children = childrenOf(content, key).filter((child) => child !== key);
  return [
    ...children.map((child): Step => {
      const path: Path = [PROFILES, child, 'parent'];
      // A circle of two leaves the other one without a parent.
      if (heir === undefined || heir === child) return { do: 'remove', path };
      return { do: 'put', path, value: { json: heir } };
    }),
    { do: 'remove', path: [PROFILES, key] },
  ];
}

/** Names in the file of the profiles whose parent is `key`. */
export function childrenOf(content: ConfigContent, key: string): string[] {
  return [...content.profiles.keys()].filter((name) => parentKey(content, name) === key);
}

/** The step that makes the object of profiles, where there is none. */
function profilesObject(text: string): Step[] {
  const raw = rawAt(text, [PROFILES]);
  if (raw?.startsWith('{')) return [];
  if (raw !== undefined && raw !== 'null') {
    throw new MeshError(
      'value-invalid',
      '"profile" should be an object; what stands there is not.',
    );
  }
  return [{ do: 'put', path: [PROFILES], value: { json: {} } }];
}

/** A parent is named as it stands in the file, which may be in the doubly encoded form. */
function parentAware(content: ConfigContent, key: string, value: Json): Json {
  return key === 'parent' && typeof value === 'string'
    ? (profileKey(content, value) ?? value)
    : value;
}

function existing(content: ConfigContent, profile: string): string {
  const key = profileKey(content, profile);
  if (key !== undefined) return key;
  throw new MeshError('profile-unknown', `There is no profile "${profileLabel(profile)}".`, {
    detail: { profile },
  });
}

function vacant(content: ConfigContent, profile: string, instead = false): void {
  checkProfileName(profile);
  const taken = profileKey(content, profile) ?? profileKey(content, profileLabel(profile));
  if (taken === undefined) {
    // Something that is no profile belongs to somebody all the same.
    if (instead || isNothing(content.strays?.get(profile) ?? null)) return;
    throw notAProfile(profile);
  }
  throw new MeshError('profile-exists', `There is a profile "${profileLabel(profile)}" already.`, {
    detail: { profile },
  });
}

/** What Perl takes for false: the reference, too, puts a profile in its place. */
function isNothing(value: Json): boolean {
  return [null, false, 0, '', '0'].includes(value as null);
}

function notAProfile(name: string): MeshError {
  const label = profileLabel(name);
  const text = `What stands as "${label}" among the profiles is none, and isn't replaced.`;
  return new MeshError('profile-exists', text, {
    next: `Choose another name, or delete it first, with: aemp delprofile ${JSON.stringify(label)}.`,
    detail: { profile: name },
  });
}
