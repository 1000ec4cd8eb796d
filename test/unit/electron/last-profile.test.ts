import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { lastProfile, rememberProfile } from '../../../electron/last-profile.ts';
import { temporaryFolder } from '../../helpers/folder.ts';

let folder: string;
let memory: string;
let rc: string;

beforeEach(() => {
  folder = temporaryFolder();
  memory = join(folder, 'data', 'profiles.json');
  rc = join(folder, 'rc');
  writeFileSync(rc, JSON.stringify({ profile: { office: {}, home: {} } }));
});

describe('the profile that was used last', () => {
  it('is none at first', () => {
    expect(lastProfile(memory, rc)).toBeUndefined();
  });

  it('may stand in the file encoded twice', () => {
    writeFileSync(rc, JSON.stringify({ profile: { 'bÃ¼ro': {} } }));
    rememberProfile(memory, rc, 'büro');
    expect(lastProfile(memory, rc)).toBe('büro');
  });

  it('is the one of that configuration file', () => {
    rememberProfile(memory, rc, 'office');
    rememberProfile(memory, join(folder, 'other'), 'home');
    expect(lastProfile(memory, rc)).toBe('office');
    rememberProfile(memory, rc, 'home');
    expect(lastProfile(memory, rc)).toBe('home');
  });

  it.each([
    ['was deleted', '{"profile":{}}'],
    ['can’t be read', '{"profile":'],
  ])('is none when it %s in the meantime', (_what, text) => {
    rememberProfile(memory, rc, 'office');
    writeFileSync(rc, text);
    expect(lastProfile(memory, rc)).toBeUndefined();
  });

  it.each(['', 'null', '[1]', '{"x":'])('is none when the memory is damaged: %s', (text) => {
    rememberProfile(memory, rc, 'office');
    writeFileSync(memory, text);
    expect(lastProfile(memory, rc)).toBeUndefined();
    rememberProfile(memory, rc, 'home');
    expect(lastProfile(memory, rc)).toBe('home');
  });

  it('is remembered for a limited number of files', () => {
    rememberProfile(memory, rc, 'office');
    for (let i = 0; i < 60; i++) rememberProfile(memory, join(folder, String(i)), 'x');
    expect(lastProfile(memory, rc)).toBeUndefined();
  });
});
