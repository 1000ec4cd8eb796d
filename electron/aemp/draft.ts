/** The configuration while the words of a chain are applied to it, before anything is written. */

import { isDeepStrictEqual } from 'node:util';
import { MeshError } from '../../shared/errors.ts';
import type { Json } from '../../shared/json.ts';
import type { ConfigContent, ConfigValues } from '../mp/config/content.ts';
import type { Change } from '../mp/config/store.ts';
import { toPlainText } from '../mp/config/octets.ts';

/** The global values, or those of one profile. */
interface Scope {
  /** As they were read; `null` for a profile that this chain makes. */
  readonly before: ConfigValues | null;
  readonly values: Map<string, Json>;
  /** Keys that were changed; `true` when the new value was made from the old one. */
  readonly touched: Map<string, boolean>;
}

/** Applies words one by one, and tells in the end which changes they amount to. */
export class Draft {
  readonly #content: ConfigContent;
  readonly #globals: Scope;
  readonly #profiles = new Map<string, Scope>();
  readonly #deleted = new Set<string>();
  #selected: string | null = null;

  constructor(content: ConfigContent) {
    this.#content = content;
    this.#globals = scopeOf(content.globals);
    for (const [name, values] of content.profiles) this.#profiles.set(name, scopeOf(values));
  }

  /** The content as the words so far leave it. */
  get content(): ConfigContent {
    const profiles = new Map(
      [...this.#profiles].map(([name, scope]) => [name, { ...valuesOf(scope) }]),
    );
    for (const [name, , heir] of this.orphans()) {
      const { parent: _gone, ...values } = profiles.get(name) ?? {};
      profiles.set(name, heir === null ? values : { ...values, parent: heir });
    }
    return { globals: valuesOf(this.#globals), profiles };
  }

  /** The key of a profile, which may stand in the file as typed or encoded twice. */
  keyOf(name: string): string {
    const keys = [name, toPlainText(name)];
    const { strays } = this.#content;
    return (
      keys.find((key) => this.#profiles.has(key)) ?? keys.find((key) => strays?.has(key)) ?? name
    );
  }

  /** The values of a profile; none when it doesn't exist. */
  profile(name: string): ConfigValues {
    const scope = this.#profiles.get(this.keyOf(name));
    return scope ? valuesOf(scope) : {};
  }

  /** What follows is for this profile; it is made when it doesn't exist. */
  select(name: string): void {
    const key = this.keyOf(name);
    if (!this.#profiles.has(key)) this.#profiles.set(key, scopeOf(null));
    this.#selected = key;
  }

  /** Also what stands there and is none. Does nothing when there is nothing. */
  deleteProfile(name: string): void {
    const key = this.keyOf(name);
    const { profiles, strays } = this.#content;
    if (profiles.has(key) || strays?.has(key)) this.#deleted.add(key);
    this.#profiles.delete(key);
  }

  /** @param value `undefined` removes, so that the value is inherited again */
  set(key: string, value: Json | undefined): void {
    const scope = this.#scope();
    // Once replaced, the old value doesn't matter any more.
    scope.touched.set(key, false);
    write(scope, key, value);
  }

  /** Makes a new value from the old one. */
  change(key: string, make: (value: Json | undefined) => Json): void {
    const scope = this.#scope();
    if (!scope.touched.has(key)) scope.touched.set(key, true);
    write(scope, key, make(scope.values.get(key)));
  }

  /** The changes to write. Values made from old ones say so: they must still be there. */
  changes(): Change[] {
    return [
      ...this.#gone().map((profile): Change => ({ kind: 'delete-profile', profile })),
      ...[...this.#profiles].flatMap(([name, scope]) => this.#changesOf(name, scope)),
      ...touchedValues(null, this.#globals),
    ];
  }

  /** Profiles that lose their parent, and whose they are then; `null`: nobody's. */
  orphans(): [profile: string, parent: string, heir: string | null][] {
    const gone = new Set(this.#gone());
    return [...this.#profiles].flatMap(([name, scope]): [string, string, string | null][] => {
      const parent = scope.values.get('parent');
      if (typeof parent !== 'string' || !gone.has(parent)) return [];
      return [[name, parent, this.#heirOf(parent, gone)]];
    });
  }

  /** Deleted, and not made anew. */
  #gone(): string[] {
    return [...this.#deleted].filter((name) => !this.#profiles.has(name));
  }

  /** The store gives the children of a deleted profile to its own parent. */
  #heirOf(name: string, gone: ReadonlySet<string>): string | null {
    // Parents may form a circle in a file.
    const seen = new Set<string>();
    let heir: Json | undefined = name;
    while (typeof heir === 'string' && gone.has(heir)) {
      if (seen.has(heir)) return null;
      seen.add(heir);
      heir = this.#content.profiles.get(heir)?.['parent'];
    }
    return typeof heir === 'string' ? heir : null;
  }

  #changesOf(profile: string, scope: Scope): Change[] {
    const before = this.#content.profiles.get(profile);
    if (scope.before !== null) return touchedValues(profile, scope);
    if (!before) {
      const values = valuesOf(scope);
      // Only something that was no profile can have been deleted here.
      const instead = this.#deleted.has(profile) ? ({ instead: true } as const) : {};
      return [{ kind: 'create-profile', profile, values, ...instead }];
    }
    // Deleted and made anew: in the file it never goes, so its children stay.
    const gone = Object.keys(before).filter((key) => !scope.values.has(key));
    const values: [string, Json | undefined][] = [
      ...gone.map((key): [string, undefined] => [key, undefined]),
      ...scope.values,
    ];
    return values.map(([key, value]) => ({ kind: 'set', profile, key, value }));
  }

  #scope(): Scope {
    if (this.#selected === null) return this.#globals;
    const scope = this.#profiles.get(this.#selected);
    if (scope) return scope;
    throw new MeshError(
      'value-invalid',
      `The profile "${toPlainText(this.#selected)}" was deleted by an earlier word of this line.`,
      { next: 'Name a profile again with "profile NAME", or leave out what follows.' },
    );
  }
}

function scopeOf(before: ConfigValues | null): Scope {
  return { before, values: new Map(Object.entries(before ?? {})), touched: new Map() };
}

function valuesOf(scope: Scope): ConfigValues {
  const values = Object.create(null) as Record<string, Json>;
  for (const [key, value] of scope.values) values[key] = value;
  return values;
}

function write(scope: Scope, key: string, value: Json | undefined): void {
  if (value === undefined) scope.values.delete(key);
  else scope.values.set(key, value);
}

function touchedValues(profile: string | null, scope: Scope): Change[] {
  const before = scope.before ?? {};
  return [...scope.touched].flatMap(([key, fromOld]): Change[] => {
    const old = Object.hasOwn(before, key) ? before[key] : undefined;
    const value = scope.values.get(key);
    if (fromOld && isDeepStrictEqual(old, value)) return [];
    const change: Change = { kind: 'set', profile, key, value };
    return [fromOld ? { ...change, seen: { value: old } } : change];
  });
}
