import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../../electron/mp/config/content.ts';
import type { ParsedConfig } from '../../../../electron/mp/config/content.ts';
import { MeshError } from '../../../../shared/errors.ts';

const parse = (text: string): ParsedConfig => parseConfig(Buffer.from(text), '/some/file');
const warningsOf = (value: unknown): string[] =>
  parse(JSON.stringify(value)).warnings.map(({ at }) => at);

function failure(octets: Uint8Array): MeshError {
  try {
    parseConfig(octets, '/some/file');
  } catch (error) {
    if (error instanceof MeshError) return error;
    throw error;
  }
  throw new Error('parsed without an error');
}

describe('parseConfig', () => {
  const fixtures = new URL('../../../fixtures/vectors/config/', import.meta.url);
  const fixture = (name: string): Buffer => readFileSync(new URL(name, fixtures));

  it("reads the reference utility's file without a warning", () => {
    const { content, warnings } = parseConfig(fixture('aemp-rc.json'), 'aemp-rc.json');
    expect(warnings).toEqual([]);
    expect(JSON.parse(JSON.stringify(content.globals))).toEqual({
      seeds: ['10.0.0.1:4040', '10.0.0.2:4040'],
      secret: 'geheim',
      version: 1,
    });
    expect([...content.profiles.keys()]).toEqual(['Ã¼nÃ¯code', 'server', 'base', 'laptop']);
  });

  it.each(['server', 'base', 'laptop'])('calls profile %s what the utility shows', (name) => {
    const { content } = parseConfig(fixture('aemp-rc.json'), 'aemp-rc.json');
    const shown: unknown = JSON.parse(fixture(`showprofile-${name}.json`).toString());
    expect(JSON.parse(JSON.stringify(content.profiles.get(name)))).toEqual(shown);
  });

  it('keeps unknown keys and null, and warns of neither', () => {
    const { content, warnings } = parse('{"other": {"a": [1]}, "binds": null, "profile": null}');
    expect(JSON.stringify(content.globals)).toBe('{"other":{"a":[1]},"binds":null}');
    expect(warnings).toEqual([]);
  });

  it('takes what Perl programs take for numbers, lists and switches', () => {
    const values = {
      monitor_timeout: ' 20 ',
      connect_interval: '0.5',
      framing_format: 'json',
      seeds: [4040, 'a:1'],
      services: ['A::', ['B', 1]],
      nodelay: '0',
      autocork: 1,
      nodeid: 17,
    };
    expect(warningsOf({ ...values, profile: { p: values } })).toEqual([]);
  });

  it('warns of wrong shapes, and says where', () => {
    const wrong = {
      nodeid: ['x'],
      secret: {},
      cert: true,
      parent: [],
      seeds: { a: 1 },
      binds: [null],
      services: [[]],
      monitor_timeout: '20s',
      connect_interval: -1,
      framing_format: 3,
      auth_offer: [[]],
      auth_accept: true,
      autocork: [],
      nodelay: {},
    };
    const keys = Object.keys(wrong);
    expect(warningsOf(wrong)).toEqual(keys);
    expect(warningsOf({ profile: { p: wrong } })).toEqual(keys.map((key) => `profile.p.${key}`));
    for (const value of [0, 1e7, '', 'NaN', '0x10', 'Infinity']) {
      expect(warningsOf({ monitor_timeout: value })).toEqual(['monitor_timeout']);
    }
    expect(warningsOf({ profile: [] })).toEqual(['profile']);
    expect(warningsOf({ profile: { a: 1, b: {} } })).toEqual(['profile.a']);
    for (const { text } of parse(JSON.stringify(wrong)).warnings) expect(text).toMatch(/^".*\.$/);
  });

  it('warns of another version and of a byte order mark', () => {
    expect(warningsOf({ version: '1' })).toEqual([]);
    expect(warningsOf({ version: 2 })).toEqual(['version']);
    expect(parse('\ufeff{}').warnings.map(({ kind }) => kind)).toEqual(['byte-order-mark']);
  });

  it('never shows a value in a warning: it may be a secret', () => {
    const { warnings } = parse('{"secret": ["hunter2"], "binds": {"hunter2": 1}}');
    expect(warnings.length).toBe(2);
    expect(JSON.stringify(warnings)).not.toContain('hunter2');
  });

  it.each([
    ['', 1, 1],
    ['# nothing here\n', 2, 1],
    ['[1]', 1, 1],
    ['{"profile": {', 1, 14],
  ])('refuses %j and says where', (text, line, column) => {
    const { code, message, detail } = failure(Buffer.from(text));
    expect(code).toBe('config-broken');
    expect(message).toMatch(
      /^The configuration file \/some\/file is broken at line \d+, column \d+: /,
    );
    expect(detail).toMatchObject({ path: '/some/file', line, column });
  });

  it('keeps a profile called __proto__ apart', () => {
    const { content } = parse('{"profile": {"__proto__": {"nodeid": "x"}}, "__proto__": {"y": 1}}');
    expect(content.profiles.get('__proto__')?.['nodeid']).toBe('x');
    expect(content.globals['y']).toBeUndefined();
    expect(Object.keys(content.globals)).toEqual(['__proto__']);
  });

  it('takes or refuses any octets and any JSON, with coded errors only', () => {
    const key = fc.constantFrom(
      'profile',
      'binds',
      'nodeid',
      'services',
      'version',
      'nodelay',
      'x',
    );
    const tree = fc.dictionary(key, fc.jsonValue());
    const json = fc
      .oneof(
        tree,
        tree.map((profile) => ({ profile })),
        fc.jsonValue(),
      )
      .map((value) => Buffer.from(JSON.stringify(value)));
    fc.assert(
      fc.property(fc.oneof(json, fc.uint8Array()), (octets) => {
        try {
          expect(parseConfig(octets, 'f').content.profiles).toBeInstanceOf(Map);
        } catch (error) {
          expect(error).toBeInstanceOf(MeshError);
          expect((error as MeshError).code).toBe('config-broken');
        }
      }),
      { numRuns: 1000 },
    );
  });
});
