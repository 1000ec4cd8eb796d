/** What a change means for profiles that it doesn't name, said before it is made. */

import { MeshError } from '../../../shared/errors.ts';
import type { Json } from '../../../shared/json.ts';
import type { Change } from './changes.ts';
import type { ConfigContent } from './content.ts';
import { configText } from './create.ts';
import { sameValue } from './equal.ts';
import { effectiveValues, parentKey, profileKey, profileLabel } from './layers.ts';
import type { EffectiveValues } from './layers.ts';
import { planChanges } from './plan.ts';

/** `profile` is the name in the file, after the change; `text` one sentence. Never holds a value but node IDs. */
export type Consequence = { profile: string; text: string } & (
  | { kind: 'parent-changes'; from: string; to: string | undefined }
  /** Effective values change, these keys. */
  | { kind: 'values-change'; keys: readonly string[] }
  | { kind: 'node-id-changes'; from: string; to: string }
  /** It can't be used any more, its parents can't be followed. */
  | { kind: 'breaks'; error: MeshError }
);

/**
 * What changes would mean.
 *
 * @throws MeshError as applying them would (see `planChanges`), but never `config-conflict`
 */
export function consequences(content: ConfigContent, changes: readonly Change[]): Consequence[] {
  const unchecked = changes.map((change): Change => {
    if (change.kind !== 'set') return change;
    const { seen: _seen, ...rest } = change;
    return rest;
  });
  const after = planChanges(configText(content), unchecked, '').content;
  return consequencesBetween(content, after, changes);
}

/** The same, with the changes carried out. */
export function consequencesBetween(
  before: ConfigContent,
  after: ConfigContent,
  changes: readonly Change[],
): Consequence[] {
  const newNames = renamed(before, changes);
  const named = namedProfiles(after, changes);
  return [...before.profiles.keys()].flatMap((oldName) => {
    const name = newNames.get(oldName) ?? oldName;
    if (!after.profiles.has(name)) return [];
    const both = { oldName, name, before: resolved(before, oldName), after: resolved(after, name) };
    const found = [nodeIdChange(both), breakage(both)];
    if (!named.has(name)) found.push(parentChange(before, after, both), valuesChange(both));
    return found.filter((consequence) => consequence !== undefined);
  });
}

type Resolved = EffectiveValues | MeshError;
interface Both {
  oldName: string;
  name: string;
  before: Resolved;
  after: Resolved;
}

function resolved(content: ConfigContent, profile: string): Resolved {
  try {
    return effectiveValues(content, { profile });
  } catch (error) {
    if (error instanceof MeshError) return error;
    throw error;
  }
}

function parentChange(
  before: ConfigContent,
  after: ConfigContent,
  { oldName, name: profile }: Both,
): Consequence | undefined {
  const from = parentKey(before, oldName);
  const to = parentKey(after, profile);
  if (from === undefined || from === to) return undefined;
  const now = to === undefined ? 'has no parent any more' : `has the parent "${profileLabel(to)}"`;
  const text = `The profile "${profileLabel(profile)}" ${now}, instead of "${profileLabel(from)}".`;
  return { kind: 'parent-changes', profile, from, to, text };
}

function valuesChange({ name: profile, before, after }: Both): Consequence | undefined {
  if (before instanceof MeshError || after instanceof MeshError) return undefined;
  const all = new Set([...Object.keys(before.values), ...Object.keys(after.values)]);
  const differs = (key: string): boolean => !sameValue(before.values[key], after.values[key]);
  const keys = [...all].filter(differs).toSorted();
  if (keys.length === 0) return undefined;
  const list = keys.map((key) => `"${key}"`).join(', ');
  const text = `The profile "${profileLabel(profile)}" gets other values: ${list}.`;
  return { kind: 'values-change', profile, keys, text };
}

/** A profile without a node ID lends its own name. */
function nodeIdChange({ oldName, name: profile, before, after }: Both): Consequence | undefined {
  if (before instanceof MeshError || after instanceof MeshError) return undefined;
  const [from, to] = [idOf(before, oldName), idOf(after, profile)];
  if (from === to || oldName === profile) return undefined;
  const text = `The node of the profile "${profileLabel(profile)}" is called "${to}" instead of "${from}" from its next start on.`;
  return { kind: 'node-id-changes', profile, from, to, text };
}

function idOf({ values }: EffectiveValues, profile: string): string {
  const nodeId: Json = values['nodeid'] ?? null;
  const own = typeof nodeId === 'string' || typeof nodeId === 'number';
  return profileLabel(own ? String(nodeId) : profile);
}

function breakage({ name: profile, before, after }: Both): Consequence | undefined {
  if (before instanceof MeshError || !(after instanceof MeshError)) return undefined;
  const text = `The profile "${profileLabel(profile)}" can't be used any more: ${after.message}`;
  return { kind: 'breaks', profile, error: after, text };
}

/** New names by the old ones. */
function renamed(before: ConfigContent, changes: readonly Change[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const change of changes) {
    if (change.kind !== 'rename-profile') continue;
    const now = profileKey(before, change.profile) ?? change.profile;
    const [first = now] = [...names].find(([, name]) => name === now) ?? [];
    names.set(first, change.to);
  }
  return names;
}

function namedProfiles(after: ConfigContent, changes: readonly Change[]): Set<string> {
  const names = changes.flatMap((change) => {
    const name = change.kind === 'rename-profile' ? change.to : change.profile;
    return name === null ? [] : [profileKey(after, name) ?? name];
  });
  return new Set(names);
}
