/** Which value counts, the person's unsaved changes included (protocol section 9). */
import type { ConfigView, ProfileView, ValueOrigin } from '../../shared/config-view.ts';
import type { Json } from '../../shared/json.ts';
import { BUILT_IN } from './config-keys.ts';
import { shown } from './text.ts';

export type LoadedConfig = Extract<ConfigView, { state: 'loaded' }>;

/** What a profile itself says about a key; `null` = nothing. */
export type OwnValue = { value: Json } | null;

/** An unsaved change; `undefined` = none. */
export type DraftLookup = (profile: string | null, key: string) => OwnValue | undefined;

export interface Resolved {
  /** `undefined` = nothing at all. */
  value: Json | undefined;
  origin: ValueOrigin;
}

const NO_DRAFT: DraftLookup = () => undefined;

/** The profile of that name; `null` = the global values. */
export function profileOf(config: LoadedConfig, name: string | null): ProfileView | undefined {
  return name === null ? config.globals : config.profiles.find((profile) => profile.name === name);
}

/** What the file itself says in that profile. */
export function ownInFile(config: LoadedConfig, profile: string | null, key: string): OwnValue {
  const view = profileOf(config, profile);
  if (key === 'parent') return view?.parent ? { value: view.parent } : null;
  const found = view?.values.find((value) => value.key === key);
  return found?.isOwn ? { value: found.own ?? null } : null;
}

/** What a profile would have if it said nothing itself. */
export function inherited(
  config: LoadedConfig,
  profile: string | null,
  key: string,
  draft: DraftLookup = NO_DRAFT,
): Resolved {
  return walk(config, profile, parentOf(config, profile, draft), key, draft);
}

/** What counts for a profile. */
export function resolved(
  config: LoadedConfig,
  profile: string | null,
  key: string,
  draft: DraftLookup = NO_DRAFT,
): Resolved {
  return walk(config, profile, profile, key, draft);
}

/** The parent with unsaved changes; `undefined` beyond the global values. */
export function parentOf(
  config: LoadedConfig,
  profile: string | null,
  draft: DraftLookup = NO_DRAFT,
): string | null | undefined {
  if (profile === null) return undefined;
  const change = draft(profile, 'parent');
  const own = change === undefined ? ownInFile(config, profile, 'parent') : change;
  return typeof own?.value === 'string' ? own.value : null;
}

/** Where a value comes from, as words beside it. */
export function originWords(origin: ValueOrigin, label: (name: string) => string): string {
  switch (origin.from) {
    case 'built-in':
      return 'built-in';
    case 'global':
      return 'global';
    case 'profile-name':
      return 'the profile’s name';
    case 'profile':
      return `from profile ${shown(label(origin.profile), 60)}`;
  }
}

/** Whether two plain values are the same. */
export function sameJson(one: Json | undefined, other: Json | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function walk(
  config: LoadedConfig,
  asked: string | null,
  from: string | null | undefined,
  key: string,
  draft: DraftLookup,
): Resolved {
  const seen = new Set<string | null>();
  // A cycle is the file's problem, and said elsewhere: here it only must not hang.
  for (let at = from; at !== undefined && !seen.has(at); at = parentOf(config, at, draft)) {
    seen.add(at);
    const change = draft(at, key);
    const own = change === undefined ? ownInFile(config, at, key) : change;
    // A null hides what lies below it, but sets nothing.
    if (own) return { value: own.value ?? undefined, origin: originAt(at) };
  }
  if (key === 'nodeid' && asked !== null) {
    const name = profileOf(config, asked)?.label ?? asked;
    return { value: name, origin: { from: 'profile-name' } };
  }
  return { value: BUILT_IN[key], origin: { from: 'built-in' } };
}

function originAt(profile: string | null): ValueOrigin {
  return profile === null ? { from: 'global' } : { from: 'profile', profile };
}
