/** Which value of which layer counts (protocol section 9). */

import { MeshError } from '../../../shared/errors.ts';
import type { Json } from '../../../shared/json.ts';
import type { ConfigContent, ConfigValues } from './content.ts';
import { toFileText, toPlainText } from './octets.ts';

/** Where an effective value comes from. */
export type Origin =
  | { from: 'built-in' }
  | { from: 'program' }
  | { from: 'global' }
  | { from: 'profile'; profile: string }
  | { from: 'override' }
  /** Only for a missing `nodeid`: the name of the profile. */
  | { from: 'profile-name' };

/** Values given by a program; `undefined` is as good as absent. */
export type GivenValues = Readonly<Record<string, Json | undefined>>;

export interface Layers {
  /** The name of the profile as it was asked for. */
  profile: string;
  /** Weaker than the file: what the program gives as its own defaults. */
  program?: GivenValues | undefined;
  /** Stronger than the file: what the person asked for on this start, such as command line options. */
  overrides?: GivenValues | undefined;
}

export interface EffectiveValues {
  /** Values by key, unknown keys included, without `parent`; shapes are unchecked. */
  values: ConfigValues;
  origins: Readonly<Record<string, Origin>>;
  /** The profile and its parents as they are called in the file, nearest first; empty when it isn't there. */
  chain: readonly string[];
}

/** The built-in defaults of the reference. */
export const BUILT_IN = {
  monitor_timeout: 30,
  connect_interval: 2,
  framing_format: ['json', 'storable'],
  auth_offer: ['tls_md6_64_256', 'hmac_md6_64_256'],
  auth_accept: ['tls_md6_64_256', 'hmac_md6_64_256', 'tls_anon', 'cleartext'],
} satisfies ConfigValues;

/**
 * Merges all layers: built-in ← program ← global ← topmost parent … ← profile ← overrides. A value of
 * `null` counts as a value: it hides what lies below it.
 *
 * A profile that isn't in the file has no values of its own; that is legal, as in the reference.
 *
 * @throws MeshError `profile-cycle`, `parent-unknown`
 */
export function effectiveValues(content: ConfigContent, layers: Layers): EffectiveValues {
  const chain = parentChain(content, layers.profile);
  const profiles = chain
    .toReversed()
    .map((name): [Origin, GivenValues] => [
      { from: 'profile', profile: name },
      content.profiles.get(name) ?? {},
    ]);
  const stack: readonly [Origin, GivenValues][] = [
    [{ from: 'built-in' }, BUILT_IN],
    [{ from: 'program' }, layers.program ?? {}],
    [{ from: 'global' }, content.globals],
    ...profiles,
    [{ from: 'override' }, layers.overrides ?? {}],
  ];
  return { ...merge(stack), chain };
}

/**
 * The key of a profile in the file. The reference's utility encodes names outside ASCII twice, so the name
 * that a person types may stand there in that form.
 */
export function profileKey(content: ConfigContent, name: string): string | undefined {
  return [name, toFileText(name)].find((key) => content.profiles.has(key));
}

/** The same for what stands among the profiles and is none. */
export function strayKey(content: ConfigContent, name: string): string | undefined {
  return [name, toFileText(name)].find((key) => content.strays?.has(key));
}

/** The name of a profile for people: undoes the double encoding where there was one. */
export function profileLabel(key: string): string {
  return toPlainText(key);
}

function merge(
  stack: readonly [Origin, GivenValues][],
): Pick<EffectiveValues, 'values' | 'origins'> {
  const values = Object.create(null) as Record<string, Json>;
  const origins = Object.create(null) as Record<string, Origin>;
  for (const [origin, layer] of stack) {
    for (const [key, value] of Object.entries(layer)) {
      if (value === undefined || key === 'parent' || key === 'profile') continue;
      values[key] = value;
      origins[key] = origin;
    }
  }
  return { values, origins };
}

/** The profile and its parents, nearest first. */
function parentChain(content: ConfigContent, profile: string): string[] {
  const chain: string[] = [];
  let name = profileKey(content, profile);
  while (name !== undefined) {
    if (chain.includes(name)) throw cycle([...chain.slice(chain.indexOf(name)), name]);
    chain.push(name);
    name = parentOf(content, name);
  }
  return chain;
}

/** What a profile names as its parent, whether that exists or not; `undefined`: nothing. */
export function parentKey(content: ConfigContent, name: string): string | undefined {
  const parent = content.profiles.get(name)?.['parent'] ?? '';
  // Other shapes were warned of when the file was read.
  if (typeof parent !== 'string' && typeof parent !== 'number') return undefined;
  return String(parent) || undefined;
}

function parentOf(content: ConfigContent, name: string): string | undefined {
  const key = parentKey(content, name);
  if (key === undefined) return undefined;
  if (!content.profiles.has(key)) {
    throw new MeshError(
      'parent-unknown',
      `The profile "${profileLabel(name)}" has the parent "${profileLabel(key)}", which doesn't exist.`,
      { detail: { profile: name, parent: key } },
    );
  }
  return key;
}

function cycle(names: readonly string[]): MeshError {
  const path = names.map((name) => `"${profileLabel(name)}"`).join(' → ');
  return new MeshError('profile-cycle', `Profiles are each other's parents: ${path}.`, {
    detail: { profiles: names.join(' → ') },
  });
}
