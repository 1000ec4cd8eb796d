/** A configuration file of a test, and all that works with it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { ConfigStore } from '../../../electron/mp/config/store.ts';
import { seededRandom } from '../../../electron/mp/crypto/random.ts';
import type { probeSeed } from '../../../electron/mp/mp.ts';
import { Profiles } from '../../../electron/profiles/profiles.ts';
import type { RunningNode } from '../../../electron/profiles/running.ts';
import type { ConfigView, ProfileView, ValueView } from '../../../shared/config-view.ts';
import type { HandshakeTest } from '../../../shared/contract.ts';
import type { ErrorView } from '../../../shared/errors.ts';
import type { Json } from '../../../shared/json.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';
import { FakeNode } from '../../helpers/fake-node.ts';
import { temporaryFolder } from '../../helpers/folder.ts';

/** 2027-01-01, within the validity of certificates that are made in tests. */
export const NOW = Date.UTC(2027, 0, 1);
export const SECRET = 'wq8Zr1Tn5Kc3Lx7Vb9Pd2Mf4Hg6Js0Ay';

export type LoadedView = Extract<ConfigView, { state: 'loaded' }>;

/** What the clipboard holds. */
export class FakeClipboard {
  text = '';
  read = () => this.text;
  write = (text: string) => void (this.text = text);
  clear = () => void (this.text = '');
}

export class Bench {
  readonly rc = join(temporaryFolder(), 'rc');
  readonly clock = new FakeClock(NOW);
  readonly clipboard = new FakeClipboard();
  readonly warnings: ErrorView[] = [];
  readonly onChange = vi.fn();
  readonly probeSeed = vi.fn<typeof probeSeed>(() => Promise.resolve(passed('seed')));
  readonly life = {
    node: null as RunningNode | null,
    running: () => this.life.node,
    start: vi.fn(() => Promise.resolve()),
    restart: vi.fn(() => Promise.resolve()),
    followRename: vi.fn(),
  };
  readonly profiles: Profiles;

  /** @param content of the file; `null`: there is none */
  constructor(content: Json = null) {
    if (content !== null) this.write(content);
    this.profiles = new Profiles({
      store: new ConfigStore(this.rc),
      life: this.life,
      clock: this.clock,
      random: seededRandom(1),
      clipboard: this.clipboard,
      probeSeed: this.probeSeed,
      onChange: this.onChange,
      onWarning: (warning) => void this.warnings.push(warning),
      cost: 2 ** 14,
    });
    onTestFinished(() => this.profiles.close());
  }

  write(content: Json): void {
    writeFileSync(this.rc, JSON.stringify(content), { mode: 0o600 });
  }

  /** What the file says. */
  read(): Record<string, Json> {
    return JSON.parse(readFileSync(this.rc, 'utf8')) as Record<string, Json>;
  }

  /** A node runs with that profile. */
  run(profile: string, id = profile): FakeNode {
    const node = new FakeNode(id, profile);
    this.life.node = { node, profile, rc: this.rc };
    return node;
  }

  async view(): Promise<LoadedView> {
    return loaded(await this.profiles.file.view());
  }
}

export function loaded(view: ConfigView): LoadedView {
  if (view.state === 'loaded') return view;
  throw new Error(`The file is ${view.state}.`);
}

export function profileIn(view: LoadedView, name: string | null): ProfileView {
  const found = name === null ? view.globals : view.profiles.find((each) => each.name === name);
  if (found) return found;
  throw new Error(`There is no profile ${name}.`);
}

export function valueIn(profile: ProfileView, key: string): ValueView {
  const found = profile.values.find((value) => value.key === key);
  if (found) return found;
  throw new Error(`There is no value ${key}.`);
}

/** A test of a seed that went well. */
export function passed(peer: string): HandshakeTest {
  return { steps: [], peer: peer as HandshakeTest['peer'], error: null };
}

/** A test of a seed that failed. */
export function failed(code: ErrorView['code'], message = 'It failed.'): HandshakeTest {
  return { steps: [], peer: null, error: { code, message, next: 'Do something.' } };
}
