import { describe, expect, it } from 'vitest';
import { cookieEntry } from '../../../build/start/display.mjs';
import { electronArguments, onlyPrints, withAbsolutePaths } from '../../../build/start/flags.mjs';

describe('flags of npm start', () => {
  it('makes paths absolute, from where they were typed', () => {
    const typed = ['--rc', 'a/rc', '--user-data=../d', '--screenshot', '/x.png', '--profile', 'p'];
    expect(withAbsolutePaths(typed, '/home/me')).toEqual([
      '--rc',
      '/home/me/a/rc',
      '--user-data=/home/d',
      '--screenshot',
      '/x.png',
      '--profile',
      'p',
    ]);
  });

  it('leaves a flag alone that takes the place of a path', () => {
    expect(withAbsolutePaths(['--rc', '--demo=3'], '/home/me')).toEqual(['--rc', '--demo=3']);
  });

  it('knows which flags open no window', () => {
    expect(onlyPrints(['--version'])).toBe(true);
    expect(onlyPrints(['--demo'])).toBe(false);
    expect(onlyPrints(['aemp', 'showconfig'])).toBe(true);
    expect(onlyPrints(['--profile', 'aemp'])).toBe(false);
  });

  it("puts Electron's switches before the app and the app's flags after it", () => {
    const all = { root: '/app', args: ['--demo'], superuser: true, quiet: true };
    expect(electronArguments(all)).toEqual([
      '--no-sandbox',
      '--disable-gpu',
      '--log-level=3',
      '/app',
      '--demo',
    ]);
    const none = { root: '/app', args: [], superuser: false, quiet: false };
    expect(electronArguments(none)).toEqual(['/app']);
  });
});

describe('cookieEntry', () => {
  it('has the layout of an X authority file', () => {
    const entry = cookieEntry(Buffer.alloc(16, 7));
    expect(entry.subarray(0, 6).toString('hex')).toBe('ffff00000000');
    expect(entry.readUInt16BE(6)).toBe(18);
    expect(entry.toString('latin1', 8, 26)).toBe('MIT-MAGIC-COOKIE-1');
    expect(entry.readUInt16BE(26)).toBe(16);
    expect(entry.length).toBe(44);
  });
});
