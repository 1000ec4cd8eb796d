import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../../electron/mp/config/content.ts';
import type { ConfigContent } from '../../../../electron/mp/config/content.ts';
import {
  effectiveValues,
  profileKey,
  profileLabel,
} from '../../../../electron/mp/config/layers.ts';
import { resolveConfig } from '../../../../electron/mp/config/profile.ts';
import type { NodeConfigOptions, ResolvedConfig } from '../../../../electron/mp/config/profile.ts';
import { MeshError } from '../../../../shared/errors.ts';
import type { Json } from '../../../../shared/json.ts';

const fixtures = new URL('../../../fixtures/vectors/config/', import.meta.url);
const recorded = parseConfig(
  readFileSync(new URL('aemp-rc.json', fixtures)),
  'aemp-rc.json',
).content;

type Values = Record<string, Json>;
function content(globals: Values, profiles: Record<string, Values> = {}): ConfigContent {
  return { globals, profiles: new Map(Object.entries(profiles)) };
}

function resolve(from: ConfigContent, options: Partial<NodeConfigOptions> = {}): ResolvedConfig {
  return resolveConfig(from, { profile: 'p', anonymousName: () => 'R4nd0m', ...options });
}

function failure(action: () => unknown): MeshError {
  try {
    action();
  } catch (error) {
    if (error instanceof MeshError) return error;
    throw error;
  }
  throw new Error('no error was thrown');
}

describe('effective values', () => {
  it.each(['server', 'base', 'laptop'])("of profile %s are the reference utility's", (name) => {
    const shown: unknown = JSON.parse(
      readFileSync(new URL(`showconfig-${name}.json`, fixtures), 'utf8'),
    );
    const { values } = effectiveValues(recorded, { profile: name });
    expect(JSON.parse(JSON.stringify(values))).toEqual(shown);
  });

  it('come from the strongest layer, and say which', () => {
    const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
    const upTo = (layer: number): Values =>
      Object.fromEntries(keys.slice(layer).map((key) => [key, layer]));
    const from = content(upTo(1), {
      p: { ...upTo(4), parent: 'q' },
      q: { ...upTo(3), parent: 'top' },
      top: upTo(2),
    });
    const { values, origins, chain } = effectiveValues(from, {
      profile: 'p',
      program: { ...upTo(0), monitor_timeout: 7 },
      overrides: { ...upTo(5), ignored: undefined },
    });
    expect(keys.map((key) => values[key])).toEqual([0, 1, 2, 3, 4, 5]);
    expect(keys.map((key) => origins[key])).toEqual([
      { from: 'program' },
      { from: 'global' },
      { from: 'profile', profile: 'top' },
      { from: 'profile', profile: 'q' },
      { from: 'profile', profile: 'p' },
      { from: 'override' },
    ]);
    expect(chain).toEqual(['p', 'q', 'top']);
    expect(values['monitor_timeout']).toBe(7);
    expect(origins['connect_interval']).toEqual({ from: 'built-in' });
    expect(Object.hasOwn(values, 'ignored')).toBe(false);
  });

  it('agree with a plain merge for random chains, or report a cycle or an unknown parent', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', '__proto__');
    const profile = fc.record(
      {
        parent: fc.constantFrom('a', 'b', 'c', 'd', 'absent', '', null),
        x: fc.nat(9),
        y: fc.nat(9),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(name, profile)), name, (entries, start) => {
        const from: ConfigContent = {
          globals: { x: -1 },
          profiles: new Map(entries as [string, Values][]),
        };
        const merged: Values[] = [];
        const seen = new Set<string>();
        let next: string = start;
        while (from.profiles.has(next) && !seen.has(next)) {
          seen.add(next);
          const values = from.profiles.get(next) ?? {};
          merged.unshift(values);
          next = (values['parent'] as string | undefined | null) ?? '';
        }
        if (seen.has(next)) {
          expect(failure(() => effectiveValues(from, { profile: start })).code).toBe(
            'profile-cycle',
          );
        } else if (next !== '' && next !== start) {
          expect(failure(() => effectiveValues(from, { profile: start })).code).toBe(
            'parent-unknown',
          );
        } else {
          const expected = Object.assign({ x: -1 }, ...merged) as Values;
          const { values } = effectiveValues(from, { profile: start });
          expect([values['x'], values['y']]).toEqual([expected['x'], expected['y']]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    [{ p: { parent: 'p' } }, '"p" → "p"'],
    [{ p: { parent: 'q' }, q: { parent: 'r' }, r: { parent: 'q' } }, '"q" → "r" → "q"'],
  ] as [Record<string, Values>, string][])('name the cycle %j', (profiles, path) => {
    const error = failure(() => resolve(content({}, profiles)));
    expect(error.code).toBe('profile-cycle');
    expect(error.message).toContain(path);
  });

  it('name a parent that does not exist', () => {
    const error = failure(() => resolve(content({}, { p: { parent: 'ghost' } })));
    expect(error.code).toBe('parent-unknown');
    expect(error.message).toBe('The profile "p" has the parent "ghost", which doesn\'t exist.');
  });

  it('ignore a parent at the top level, and profiles elsewhere', () => {
    const { unknown, chain } = resolve(content({ parent: 'ghost' }, { p: { profile: 1, z: 2 } }));
    expect(chain).toEqual(['p']);
    expect(JSON.stringify(unknown)).toBe('{"z":2}');
  });
});

describe('profile names outside ASCII', () => {
  it('are found in the doubly encoded form of the reference utility', () => {
    expect(profileKey(recorded, 'ünïcode')).toBe('Ã¼nÃ¯code');
    expect(profileKey(recorded, 'Ã¼nÃ¯code')).toBe('Ã¼nÃ¯code');
    expect(profileKey(recorded, 'unicode')).toBeUndefined();
    expect(resolve(recorded, { profile: 'ünïcode' }).config.nodeId).toBe('web-1.example:4040');
    expect(profileKey(content({}, { ünïcode: {} }), 'ünïcode')).toBe('ünïcode');
  });

  it('lend the node the name that was meant, as node IDs of the file do', () => {
    // The utility on a machine that is called so: its octets are this name in UTF-8.
    const from = content({}, { 'bÃ¼ro': {}, 'Ã¼nÃ¯code': { nodeid: 'kÃ¼che' }, ünï: {} });
    const idOf = (profile: string, overrides = {}) =>
      resolve(from, { profile, overrides }).config.nodeId;
    expect(idOf('büro')).toBe('büro');
    expect(idOf('bÃ¼ro')).toBe('büro');
    expect(idOf('ünïcode')).toBe('küche');
    expect(idOf('ünï')).toBe('ünï');
    expect(idOf('absent-ü')).toBe('absent-ü');
    // What was typed just now was never encoded twice.
    expect(idOf('büro', { nodeid: 'Ã¼' })).toBe('Ã¼');
    // Of the utility's own command line it was.
    const program = { nodeid: 'kÃ¼che' };
    expect(resolve(from, { profile: 'büro', program }).config.nodeId).toBe('küche');
    expect(failure(() => resolve(content({}, { p: { nodeid: 'Ã¼#' } }))).code).toBe(
      'node-id-invalid',
    );
  });

  it('are no different from secrets: what counts is what was typed', () => {
    const from = content({ secret: 'gehÃ¤im' });
    expect(resolve(from).config.secret).toBe('gehäim');
    expect(resolve(from, { overrides: { secret: 'Ã¤' } }).config.secret).toBe('Ã¤');
    expect(resolve(content({ secret: 'gehäim' })).config.secret).toBe('gehäim');
  });

  it('are shown as they were meant', () => {
    expect(['Ã¼nÃ¯code', 'plain', 'ü', '€', ''].map(profileLabel)).toEqual([
      'ünïcode',
      'plain',
      'ü',
      '€',
      '',
    ]);
  });
});

describe('resolveConfig', () => {
  it('completes an empty configuration with the defaults of the reference', () => {
    const { config, origins, chain, warnings } = resolve(content({}));
    expect(config).toEqual({
      nodeId: 'p',
      seeds: [],
      binds: ['*'],
      services: [],
      monitorTimeout: 30,
      connectInterval: 2,
      framingFormat: ['json', 'storable'],
      authOffer: ['tls_md6_64_256', 'hmac_md6_64_256'],
      authAccept: ['tls_md6_64_256', 'hmac_md6_64_256', 'tls_anon', 'cleartext'],
      nodelay: true,
      tlsRequired: true,
    });
    expect(origins['nodeid']).toEqual({ from: 'profile-name' });
    expect(origins['binds']).toEqual({ from: 'built-in' });
    expect([chain, warnings]).toEqual([[], []]);
  });

  it('types the recorded profiles', () => {
    expect(resolve(recorded, { profile: 'server' }).config).toMatchObject({
      nodeId: 'anon/R4nd0m',
      secret: 'geheim',
      seeds: ['10.0.0.1:4040', '10.0.0.2:4040'],
      binds: ['*:4040'],
      services: [
        { name: 'My::Svc::init', args: [1, 'two'] },
        { name: 'AnyEvent::MP::Global::', args: [] },
      ],
      monitorTimeout: 20,
    });
    expect(resolve(recorded, { profile: 'laptop' }).config).toMatchObject({
      nodeId: 'laptop',
      binds: [],
      framingFormat: ['json'],
      authOffer: ['hmac_md6_64_256'],
    });
  });

  it('takes the host name for the profile when none is given', () => {
    const resolved = resolveConfig(content({}), { anonymousName: () => '' });
    expect(resolved.profile).toBe(hostname());
    expect(resolved.config.nodeId).toBe(hostname());
  });

  it('lets options of the start override the file, and the file a program', () => {
    const from = content(
      { secret: 'file', seeds: ['f:1'] },
      { p: { nodeid: 'n', binds: ['b:1'] } },
    );
    const { config, origins } = resolve(from, {
      program: { seeds: ['program:1'], cert: 'PEM' },
      overrides: { nodeid: 'mine', binds: ['o:1', 'o:2'], secret: undefined },
    });
    expect(config).toMatchObject({
      nodeId: 'mine',
      binds: ['o:1', 'o:2'],
      secret: 'file',
      seeds: ['f:1'],
      cert: 'PEM',
    });
    expect(origins).toMatchObject({
      nodeid: { from: 'override' },
      secret: { from: 'global' },
      cert: { from: 'program' },
    });
  });

  it('reads switches as Perl would, and an absent one as unset', () => {
    const switches = (value: Json): unknown[] => {
      const { config } = resolve(content({ nodelay: value, autocork: value }));
      return [config.nodelay, config.autocork];
    };
    for (const value of [0, '0', '', false]) expect(switches(value)).toEqual([false, false]);
    for (const value of [1, '1', 'yes', true]) expect(switches(value)).toEqual([true, true]);
    expect(switches(null)).toEqual([true, undefined]);
  });

  it('replaces unusable values by defaults and says so, but never listens where nobody said', () => {
    const { config, warnings } = resolve(
      content({ binds: { a: 1 }, seeds: 3, monitor_timeout: 'soon', secret: ['x'] }),
    );
    expect(config).toMatchObject({ binds: [], seeds: [], monitorTimeout: 30 });
    expect(config.secret).toBeUndefined();
    expect(warnings.map(({ at }) => at).sort()).toEqual([
      'binds',
      'monitor_timeout',
      'secret',
      'seeds',
    ]);
  });

  it('takes lists that are written as one text', () => {
    const { config } = resolve(content({ binds: '127.0.0.1:4040, [::1]:4040', seeds: '' }));
    expect([config.binds, config.seeds]).toEqual([['127.0.0.1:4040', '[::1]:4040'], []]);
  });

  it.each(['', 'a#b', 'a;b', 'a\nb', 'x'.repeat(256)])('refuses the node ID %j', (nodeid) => {
    const error = failure(() => resolve(content({ nodeid })));
    expect(error.code).toBe('node-id-invalid');
  });

  it('keeps unknown values aside', () => {
    const { unknown } = resolve(
      content({ version: 1, secret: 's', colour: 'red' }, { p: { size: [1] } }),
    );
    expect(JSON.stringify(unknown)).toBe('{"colour":"red","size":[1]}');
  });

  it('resolves any content, or throws a coded error', () => {
    const key = fc.constantFrom(
      'binds',
      'nodeid',
      'services',
      'parent',
      'nodelay',
      'monitor_timeout',
      'x',
    );
    const values = fc.dictionary(
      key,
      fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('p', 'q')),
    ) as fc.Arbitrary<Values>;
    fc.assert(
      fc.property(values, values, values, (globals, p, q) => {
        try {
          const { config } = resolve(content(globals, { p, q }), { overrides: { secret: 's' } });
          expect(config.secret).toBe('s');
          expect(config.nodeId.length).toBeGreaterThan(0);
          expect(config.monitorTimeout).toBeGreaterThan(0);
          for (const bind of config.binds) expect(typeof bind).toBe('string');
        } catch (error) {
          expect(error).toBeInstanceOf(MeshError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
