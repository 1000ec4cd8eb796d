/** Changes that are not saved yet: how they fit to the file, and what becomes of them. */
import type { ConfigChange } from '../../shared/config-view.ts';
import { cleanValue } from './config-keys.ts';
import { ownInFile, profileOf, sameJson } from './config-layers.ts';
import type { LoadedConfig, OwnValue } from './config-layers.ts';

/** One change that is not saved yet. */
export interface DraftEntry {
  profile: string | null;
  /** What the profile is called on the screen: it may be gone when that is asked for. */
  label: string;
  key: string;
  /** `null` = inherit. */
  own: OwnValue;
  /** The file's revision and own value that the person saw when making the change. */
  seenRevision: string;
  seen: OwnValue;
}

/** A profile that another program removed while it has unsaved changes. */
export interface GoneProfile {
  profile: string;
  label: string;
  entries: readonly DraftEntry[];
}

/** Changes whose value in the file is no longer the one that the person saw. */
export function conflictsIn(entries: readonly DraftEntry[], file: LoadedConfig): DraftEntry[] {
  return entries.filter(
    ({ profile, key, seen }) =>
      profileOf(file, profile) && !sameOwn(ownInFile(file, profile, key), seen),
  );
}

/** Profiles that have changes, and are not in the file. */
export function goneProfiles(entries: readonly DraftEntry[], file: LoadedConfig): GoneProfile[] {
  const labels = new Map<string, string>();
  for (const { profile, label } of entries) {
    if (profile !== null && !profileOf(file, profile)) labels.set(profile, label);
  }
  return [...labels].map(([profile, label]) => {
    return { profile, label, entries: entries.filter((entry) => entry.profile === profile) };
  });
}

/**
 * The changes as the main process takes them.
 * @param again profiles that are gone, and are to be made again with nothing but these changes
 */
export function requestsOf(
  entries: readonly DraftEntry[],
  again: readonly GoneProfile[],
): ConfigChange[] {
  const isNew = new Set<string | null>(again.map(({ profile }) => profile));
  const created = again.map(({ label }) => {
    return { kind: 'create-profile', profile: label, parent: null } as const;
  });
  const set = entries.map(({ profile, key, own, seenRevision }) => {
    const value = own === null ? {} : { value: cleanValue(key, own.value) };
    // What was seen in a profile that is gone is no longer there to be overwritten.
    const seen = isNew.has(profile) ? {} : { seenRevision };
    return { kind: 'set', profile, key, ...value, ...seen } as const;
  });
  return [...created, ...set];
}

/**
 * The changes after we gave a profile another name: they go with it, and so do those that name it as a
 * parent. What they are compared with is the file as it is now, because the old one knows no such name.
 */
export function afterRename(
  entries: readonly DraftEntry[],
  file: LoadedConfig,
  from: string,
  to: string,
): DraftEntry[] {
  const label = profileOf(file, to)?.label ?? to;
  const mine = new Set(entries.filter(({ profile }) => profile === from).map(({ key }) => key));
  return entries
    .filter(({ profile, key }) => profile !== to || !mine.has(key))
    .map((entry) => {
      const own = renamed(entry, entry.own, from, to);
      const seen = renamed(entry, entry.seen, from, to);
      const isMine = entry.profile === from;
      const about = isMine ? { profile: to, label } : {};
      const revision = isMine || seen !== entry.seen ? { seenRevision: file.revision } : {};
      return { ...entry, own, seen, ...about, ...revision };
    });
}

/** The changes after we deleted a profile: its own are gone, and nobody can have it as a parent. */
export function afterDelete(
  entries: readonly DraftEntry[],
  file: LoadedConfig,
  deleted: string,
): DraftEntry[] {
  return entries.flatMap((entry) => {
    const { profile, key, own, seen } = entry;
    if (profile === deleted || (key === 'parent' && own?.value === deleted)) return [];
    if (key !== 'parent' || seen?.value !== deleted) return [entry];
    const heir = ownInFile(file, profile, key);
    return sameOwn(own, heir) ? [] : [{ ...entry, seen: heir, seenRevision: file.revision }];
  });
}

/** What goes into the file for a value as it was typed. */
export function cleanOwn(key: string, own: OwnValue): OwnValue {
  return own === null ? null : { value: cleanValue(key, own.value) };
}

/** Whether two profiles say the same of a key. */
export function sameOwn(one: OwnValue, other: OwnValue): boolean {
  if (one === null || other === null) return one === other;
  return sameJson(one.value, other.value);
}

function renamed({ key }: DraftEntry, own: OwnValue, from: string, to: string): OwnValue {
  return key === 'parent' && own?.value === from ? { value: to } : own;
}
