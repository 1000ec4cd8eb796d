import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../electron/mp/config/content.ts';
import { effectiveValues } from '../../../electron/mp/config/layers.ts';
import { ConfigStore } from '../../../electron/mp/config/store.ts';
import type { Change } from '../../../electron/mp/config/store.ts';
import type { Json } from '../../../shared/json.ts';
import { temporaryFolder } from '../../helpers/folder.ts';

const hasJsonXs = spawnSync('perl', ['-MJSON::XS', '-e1'], { stdio: 'ignore' }).status === 0;
// With a file that isn't there: whatever the utility does to it, it isn't anybody's.
const hasUtility =
  spawnSync('aemp', ['showconfig'], {
    stdio: 'ignore',
    env: { ...process.env, PERL_ANYEVENT_MP_RC: join(tmpdir(), 'meshdeck-no-such-folder', 'rc') },
  }).status === 0;
const READ =
  'local $/; print JSON::XS->new->canonical->utf8->encode (JSON::XS->new->utf8->relaxed->decode (<STDIN>))';

/** What JSON::XS reads in a text, as the reference does it. */
const readByPerl = (text: string): unknown =>
  JSON.parse(execFileSync('perl', ['-MJSON::XS', '-e', READ], { input: text, encoding: 'utf8' }));

/** Runs the reference's utility on a file. */
const aemp = (path: string, ...words: string[]): string =>
  execFileSync('aemp', words, {
    encoding: 'utf8',
    env: { ...process.env, PERL_ANYEVENT_MP_RC: path },
  });

const fixture = new URL('../../fixtures/vectors/config/aemp-rc.json', import.meta.url);
const set = (profile: string | null, key: string, value: Json | undefined): Change => ({
  kind: 'set',
  profile,
  key,
  value,
});

const CHANGES: Change[] = [
  set(null, 'secret', 'ü "quoted" \\ / \u2028 \u0001 €'),
  set('server', 'services', [['My::Svc::init', 1, 'three'], 'Other::']),
  set('laptop', 'binds', ['*:*']),
  set('laptop', 'framing_format', undefined),
  { kind: 'rename-profile', profile: 'base', to: 'ground' },
  { kind: 'copy-profile', profile: 'server', to: 'server-2' },
  {
    kind: 'create-profile',
    profile: 'new',
    values: { parent: 'server', monitor_timeout: 2.5, nodelay: false },
  },
  { kind: 'delete-profile', profile: 'ünïcode' },
];

/** The recorded file of the utility, with comments and a trailing comma, changed by us. */
async function changed(): Promise<{ path: string; text: string; values: unknown }> {
  const path = join(temporaryFolder(), 'rc');
  const original = readFileSync(fixture, 'utf8').replace(
    '"geheim",',
    '"geheim", # ours\n   "odd" : [1e3,],',
  );
  writeFileSync(path, original, { mode: 0o600 });
  const state = await new ConfigStore(path).apply(CHANGES);
  const text = readFileSync(path, 'utf8');
  if (state.state !== 'loaded') throw new Error(state.state);
  const { globals, profiles } = state.content;
  return {
    path,
    text,
    values: JSON.parse(JSON.stringify({ ...globals, profile: Object.fromEntries(profiles) })),
  };
}

describe('a file of the reference that we changed', () => {
  it('says what was asked for, whoever reads it', async () => {
    const { values } = await changed();
    expect(values).toEqual({
      seeds: ['10.0.0.1:4040', '10.0.0.2:4040'],
      secret: 'ü "quoted" \\ / \u2028 \u0001 €',
      odd: [1000],
      version: 1,
      profile: {
        server: {
          parent: 'ground',
          services: [['My::Svc::init', 1, 'three'], 'Other::'],
          nodeid: 'anon/',
        },
        'server-2': {
          parent: 'ground',
          services: [['My::Svc::init', 1, 'three'], 'Other::'],
          nodeid: 'anon/',
        },
        ground: { monitor_timeout: '20', binds: ['*:4040'] },
        laptop: { binds: ['*:*'], auth_offer: ['hmac_md6_64_256'] },
        new: { parent: 'server', monitor_timeout: 2.5, nodelay: false },
      },
    });
  });

  it.runIf(hasJsonXs)('is read by JSON::XS as by us', async () => {
    const { text, values } = await changed();
    expect(text).toContain('# ours');
    expect(readByPerl(text)).toEqual(values);
  });

  it.runIf(hasUtility)('is read by the utility, with the same effective values', async () => {
    const { path } = await changed();
    for (const profile of ['server', 'server-2', 'new', 'ground', 'laptop']) {
      const { content } = parseConfig(readFileSync(path), path);
      const shown: unknown = JSON.parse(aemp(path, 'showconfig', profile));
      const { values } = effectiveValues(content, { profile });
      expect(JSON.parse(JSON.stringify(values))).toEqual(stripParent(shown));
    }
  });

  it.runIf(hasUtility)('is changed by the utility, and by us again', async () => {
    const { path, values } = await changed();
    aemp(
      path,
      'profile',
      'laptop',
      'setnodeid',
      'thinkpad',
      'setseeds',
      '10.1.1.1:4040,10.1.1.2:4040',
    );
    const state = await new ConfigStore(path).apply([
      set('laptop', 'nodeid', 'lap'),
      set(null, 'odd', undefined),
    ]);
    expect(state).toMatchObject({ state: 'loaded', warnings: [] });
    const { odd: _odd, ...expected } = values as { odd: Json; profile: { laptop: object } };
    expected.profile.laptop = {
      ...expected.profile.laptop,
      nodeid: 'lap',
      seeds: ['10.1.1.1:4040', '10.1.1.2:4040'],
    };
    expect(readByPerl(readFileSync(path, 'utf8'))).toEqual(expected);
    expect(JSON.parse(aemp(path, 'showprofile', 'laptop'))).toMatchObject({
      nodeid: 'lap',
    });
  });

  it.runIf(hasUtility)('that the utility wrote is changed in its own layout', async () => {
    const path = join(temporaryFolder(), 'rc');
    aemp(
      path,
      'setsecret',
      's',
      'profile',
      'p',
      'setbinds',
      '*:4040',
      'setparent',
      'q',
      'profile',
      'q',
      'setnodeid',
      'n',
    );
    const before = readFileSync(path, 'utf8');
    const store = new ConfigStore(path);
    expect(await store.read()).toMatchObject({ warnings: [{ kind: 'mode' }] });
    const change = [set('q', 'seeds', ['a:1', 'b:2']), set(null, 'nodeid', 'x')];
    await store.apply(change);
    const after = readFileSync(path, 'utf8');
    const pretty = (text: string): string[] =>
      execFileSync(
        'perl',
        [
          '-MJSON::XS',
          '-e',
          'local $/; print JSON::XS->new->pretty->utf8->encode (JSON::XS->new->utf8->decode (<STDIN>))',
        ],
        { input: text, encoding: 'utf8' },
      )
        .split('\n')
        .map((line) => line.replace(/,$/, ''))
        .toSorted();
    // Apart from the order of keys, which is random there, it is laid out as there.
    expect(
      after
        .trimEnd()
        .split('\n')
        .map((line) => line.replace(/,$/, ''))
        .toSorted(),
    ).toEqual(pretty(after).filter(Boolean));
    await store.undo();
    expect(readFileSync(path, 'utf8')).toBe(before);
  });
});

/** The utility shows the topmost parent's name among the values or doesn't; it is no value. */
function stripParent(shown: unknown): unknown {
  const { parent: _parent, profile: _profile, ...values } = shown as Record<string, unknown>;
  return values;
}
