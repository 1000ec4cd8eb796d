import { diffLines } from '../../../renderer/state/line-diff.ts';
import type {
  CertificateView,
  ConfigChange,
  ConfigPreview,
  ConfigView,
  ProfileView,
  SecretView,
  ValueOrigin,
  ValueView,
} from '../../../shared/config-view.ts';
import { MeshError } from '../../../shared/errors.ts';
import type { Json } from '../../../shared/json.ts';

type Values = Record<string, Json>;
type Loaded = Extract<ConfigView, { state: 'loaded' }>;

const KEYS = [
  'nodeid',
  'seeds',
  'binds',
  'services',
  'monitor_timeout',
  'connect_interval',
  'framing_format',
  'auth_offer',
  'auth_accept',
  'autocork',
  'nodelay',
  'tls_required',
  'secret',
  'cert',
];
const BUILT_IN: Values = { monitor_timeout: 30, connect_interval: 2 };
const MASKED = ['secret', 'cert'];

/** A configuration file in memory that answers as the main process does. */
export class FakeConfig {
  globals: Values;
  profiles: Record<string, Values>;
  wideMode = false;
  revision = 1;
  /** What certificates say, by the text in the file. */
  certificates: Record<string, Omit<CertificateView, 'origin'>> = {};
  /** Why values can't be used, by `profile.key`. */
  problems: Record<string, string> = {};
  /** How a name that a person types stands in the file. */
  keyOf = (typed: string): string => typed;
  readonly #labels = new Map<string, string>();
  readonly #before: string[] = [];

  constructor(globals: Values = {}, profiles: Record<string, Values> = {}) {
    this.globals = globals;
    this.profiles = profiles;
  }

  view(): Loaded {
    return {
      state: 'loaded',
      path: '/home/ada/.perl-anyevent-mp',
      revision: String(this.revision),
      globals: this.#profile(null),
      profiles: Object.keys(this.profiles).map((name) => this.#profile(name)),
      warnings: [],
      wideMode: this.wideMode,
      canUndo: this.#before.length > 0,
    };
  }

  /** Another program changes the file. */
  write(profile: string | null, key: string, value: Json | undefined): Loaded {
    this.revision += 1;
    set(this.#values(profile), key, value);
    return this.view();
  }

  apply(changes: readonly ConfigChange[]): Loaded {
    this.#before.push(this.#text());
    for (const change of changes) this.#change(change);
    this.revision += 1;
    return this.view();
  }

  undo(): Loaded {
    const before = JSON.parse(this.#before.pop() ?? '{}') as Values & {
      profile: Record<string, Values>;
    };
    const { profile, ...globals } = before;
    this.globals = globals;
    this.profiles = profile;
    this.revision += 1;
    return this.view();
  }

  preview(changes: readonly ConfigChange[]): ConfigPreview {
    const copy = new FakeConfig(structuredClone(this.globals), structuredClone(this.profiles));
    copy.keyOf = this.keyOf;
    for (const change of changes) copy.#change(change);
    return {
      lines: diffLines(this.#masked(), copy.#masked()),
      consequences: changes.flatMap((change) => this.#consequences(change)),
    };
  }

  #consequences(change: ConfigChange): string[] {
    if (change.kind !== 'delete-profile') return [];
    return this.#childrenOf(change.profile).map(
      (child) => `The profile ${child} has no parent any more and can't be used.`,
    );
  }

  #change(change: ConfigChange): void {
    switch (change.kind) {
      case 'set':
        set(this.#values(change.profile), change.key, change.value);
        return;
      case 'create-profile':
        this.profiles[this.#key(change.profile)] =
          change.parent === null ? {} : { parent: change.parent };
        return;
      case 'copy-profile':
        this.profiles[change.to] = structuredClone(this.#values(change.profile));
        return;
      case 'rename-profile':
        this.profiles[this.#key(change.to)] = this.#values(change.profile);
        for (const child of this.#childrenOf(change.profile)) {
          this.#values(child)['parent'] = this.#key(change.to);
        }
        delete this.profiles[change.profile];
        return;
      case 'delete-profile':
        delete this.profiles[change.profile];
    }
  }

  #key(typed: string): string {
    const key = this.keyOf(typed);
    this.#labels.set(key, typed);
    return key;
  }

  #values(profile: string | null): Values {
    const values = profile === null ? this.globals : this.profiles[profile];
    if (!values) throw new MeshError('profile-unknown', `There is no profile "${profile}".`);
    return values;
  }

  #childrenOf(name: string): string[] {
    return Object.keys(this.profiles).filter((child) => this.profiles[child]?.['parent'] === name);
  }

  #profile(name: string | null): ProfileView {
    const own = this.#values(name);
    const parent = typeof own['parent'] === 'string' ? own['parent'] : null;
    const lost = parent !== null && !this.profiles[parent];
    return {
      name,
      label: name === null ? '' : (this.#labels.get(name) ?? name),
      parent,
      children: name === null ? [] : this.#childrenOf(name),
      values: KEYS.map((key) => this.#value(name, key)),
      unknown: this.#unknown(name),
      secret: this.#secret(name),
      certificate: this.#certificate(name),
      problem: lost
        ? new MeshError('parent-unknown', `Its parent "${parent}" is not in the file.`).toView()
        : null,
    };
  }

  #unknown(name: string | null): ProfileView['unknown'] {
    const all = [this.#values(name), ...Object.values(this.profiles), this.globals];
    return [...new Set(all.flatMap(Object.keys))]
      .filter((key) => !KEYS.includes(key) && key !== 'parent')
      .flatMap((key) => {
        const [value, origin] = this.#effective(name, key);
        const isOwn = this.#values(name)[key] !== undefined;
        const json = JSON.stringify(value, null, 2);
        return value === undefined ? [] : [{ key, json, origin: isOwn ? null : origin }];
      });
  }

  #value(name: string | null, key: string): ValueView {
    const own = this.#values(name)[key];
    const [effective, origin] = this.#effective(name, key);
    const hidden = MASKED.includes(key);
    return {
      key,
      own: hidden ? undefined : own,
      isOwn: own !== undefined,
      effective: hidden ? undefined : effective,
      origin,
      problem: this.problems[`${name}.${key}`] ?? null,
    };
  }

  #effective(name: string | null, key: string): [Json | undefined, ValueOrigin] {
    const seen = new Set<string>();
    for (let at = name; at !== null && this.profiles[at] && !seen.has(at); ) {
      seen.add(at);
      const values: Values = this.#values(at);
      if (values[key] !== undefined) return [values[key], { from: 'profile', profile: at }];
      at = typeof values['parent'] === 'string' ? values['parent'] : null;
    }
    if (this.globals[key] !== undefined) return [this.globals[key], { from: 'global' }];
    return [BUILT_IN[key], { from: 'built-in' }];
  }

  #secret(name: string | null): SecretView | null {
    const [secret, origin] = this.#effective(name, 'secret');
    return typeof secret === 'string'
      ? { ...assess(secret), fingerprint: `print of ${secret.length}${secret[0]}`, origin }
      : null;
  }

  #certificate(name: string | null): CertificateView | null {
    const [text, origin] = this.#effective(name, 'cert');
    const facts = typeof text === 'string' ? this.certificates[text] : undefined;
    return facts ? { ...facts, origin } : null;
  }

  #text(): string {
    return JSON.stringify({ ...this.globals, profile: this.profiles }, null, 3);
  }

  #masked(): string {
    const hide = (key: string, value: unknown) => (MASKED.includes(key) ? '(masked)' : value);
    return JSON.stringify({ ...this.globals, profile: this.profiles }, hide, 3);
  }
}

/** How strong a secret is, by length alone: good enough to look at. */
export function assess(secret: string): Pick<SecretView, 'strength' | 'text'> {
  if (secret === '') return { strength: 'empty', text: 'There is none.' };
  if (secret.length < 10) return { strength: 'weak', text: 'Short enough to be guessed.' };
  if (secret.length < 40) return { strength: 'fair', text: 'Better have a longer one made.' };
  return { strength: 'strong', text: '512 random bits.' };
}

function set(values: Values, key: string, value: Json | undefined): void {
  if (value === undefined) delete values[key];
  else values[key] = value;
}
