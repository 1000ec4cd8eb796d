import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../shared/json.ts';
import { hasReferenceUtility, reference, Utility } from '../../helpers/aemp.ts';
import { temporaryFolder } from '../../helpers/folder.ts';

const SAMPLE = readFileSync(
  new URL('../../fixtures/vectors/config/aemp-rc.json', import.meta.url),
  'utf8',
);
const PEM = new URL('../../fixtures/tls/network.pem', import.meta.url).pathname;

/** Command lines that follow each other on one file. */
const SESSIONS: readonly (readonly (readonly string[])[])[] = [
  [['setsecret', 'geheim'], ['secret', 'neu'], ['delsecret']],
  [
    ['nodeid', 'anon/'],
    ['setnodeid', 'bob', 'delnodeid', 'nodeid', 'eve'],
  ],
  [
    ['seeds', 'a,b:4040,[::1]:4040'],
    ['addseed', 'c', 'addseed', 'a'],
    ['delseed', 'b:4040'],
  ],
  [
    ['setseeds', ''],
    ['binds', '["*:4040","127.0.0.1:*"]'],
    ['addbind', '4040'],
    ['delbind', 'x'],
  ],
  [['setbinds', 'a,,b,,'], ['delbinds']],
  [['delbind', 'x', 'delseed', 'y', 'delservice', 'z']],
  [
    ['services', 'a::,b'],
    ['addservice', 'b', 'addservice', 'c::d'],
    ['delservice', 'b'],
  ],
  [
    ['setservices', '[["mymod::myfun",1,2,3]]'],
    ['addservice', '["x",{"a":[null,true]}]'],
  ],
  [['profile', 'xyzzy', 'binds', '4040,4041', 'nodeid', 'anon/', 'profile', 'other']],
  [
    ['profile', 'b', 'profile', 'a', 'setparent', 'b'],
    ['profile', 'a', 'delparent'],
  ],
  [
    ['profile', 'a', 'nodeid', 'x'],
    ['delprofile', 'a', 'profile', 'a', 'autocork', '1'],
  ],
  [
    ['profile', 'a', 'nodeid', 'x'],
    ['delprofile', 'a'],
  ],
  [
    ['profile', 'ünï', 'nodeid', 'büro', 'secret', '"ä€"'],
    ['profile', 'ünï', 'addseed', 'x'],
  ],
  [['monitor_timeout', '20', 'setconnect_interval', '1.5'], ['delmonitor_timeout']],
  [['framing_format', '["json"]', 'setauth_offer', '["hmac_md6_64_256"]', 'auth_accept', '[]']],
  [
    ['nodelay', '0', 'setautocork', '1'],
    ['delnodelay', 'delautocork'],
  ],
  [['["setnodeid","[x","monitor_timeout",20,"nodelay",false]']],
  [['cert', PEM, 'profile', 'a', 'setcert', PEM], ['delcert']],
];

/** An object without profiles, and none: the reference makes one as soon as it looks for a profile. */
function normal(text: string): Json {
  const { profile = {}, version = 1, ...values } = JSON.parse(text) as Record<string, Json>;
  return { ...values, version, profile };
}

describe.skipIf(!hasReferenceUtility())('beside the reference utility', () => {
  describe.each([
    ['no file', undefined],
    ['the recorded file', SAMPLE],
  ])('on %s the same is made by', (_name, content) => {
    it.each(SESSIONS.map((session) => ({ lines: JSON.stringify(session), session })))(
      '$lines',
      async ({ session }) => {
        const utility = new Utility(content);
        const path = join(temporaryFolder(), 'rc');
        if (content !== undefined) writeFileSync(path, content);
        for (const argv of session) {
          await utility.run(...argv);
          expect(reference(path, argv).status, argv.join(' ')).toBe(0);
        }
        expect(normal(utility.text)).toEqual(normal(readFileSync(path, 'utf8')));
      },
    );
  });

  it('both read what the other wrote, and write on', async () => {
    const utility = new Utility();
    await utility.run(
      'gensecret',
      'gencert',
      'profile',
      'ünï',
      'binds',
      'a',
      'services',
      '[["x",1]]',
    );
    const before = normal(utility.text) as { [key: string]: Json };
    expect(reference(utility.path, ['profile', 'ünï', 'addbind', 'b']).status).toBe(0);
    await utility.run('profile', 'ünï', 'addbind', 'c');
    expect(normal(utility.text)).toEqual({
      ...before,
      profile: { 'Ã¼nÃ¯': { binds: ['a', 'b', 'c'], services: [['x', 1]] } },
    });
  });

  it('both show the same', async () => {
    const utility = new Utility(SAMPLE);
    const lines = [
      ...['base', 'server', 'laptop', 'ünïcode', 'nobody'].flatMap((name) => [
        ['showprofile', name],
        ['showconfig', name],
      ]),
      ['showconfig'],
      ['showconfig', 'server', 'secret', 'weaker', 'binds', '["x"]', 'odd', '{"a":1}'],
      // Of a changed configuration its showconfig prints a mark of its own.
      [
        'profile',
        'base',
        'nodelay',
        '0',
        'showprofile',
        'base',
        'delnodelay',
        'showprofile',
        'base',
      ],
    ];
    for (const argv of lines) {
      const ours = await utility.run(...argv);
      const theirs = reference(utility.path, argv).stdout;
      expect(objectsIn(ours), argv.join(' ')).toEqual(objectsIn(theirs));
      // Theirs has its keys in another order every time.
      expect(ours.split('\n').toSorted().join('\n').replaceAll(',', '')).toBe(
        theirs.split('\n').toSorted().join('\n').replaceAll(',', ''),
      );
    }
  });
});

function objectsIn(text: string): Json[] {
  return text
    .split(/(?<=^\}|^\{\})\n/m)
    .filter((part) => part !== '')
    .map((part) => JSON.parse(part) as Json);
}
