import { describe, expect, it } from 'vitest';
import { isChromiumSwitch } from '../../../electron/chromium-switches.ts';
import { aempWords, HELP, ownArguments, parseFlags } from '../../../electron/flags.ts';
import { MeshError } from '../../../shared/errors.ts';

describe('parseFlags', () => {
  it('has a default for everything', () => {
    expect(parseFlags([])).toEqual({
      demo: null,
      profile: undefined,
      rc: undefined,
      userData: undefined,
      screenshot: undefined,
      quitAfter: undefined,
      theme: undefined,
      version: false,
      help: false,
    });
  });

  it('reads every flag, written either way', () => {
    const args = '--demo=5 --profile home --rc=/a/rc --user-data /a/ud --screenshot /a/x.png';
    const more = '--quit-after=2.5 --theme light --version --help';
    expect(parseFlags(`${args} ${more}`.split(' '))).toEqual({
      demo: 5,
      profile: 'home',
      rc: '/a/rc',
      userData: '/a/ud',
      screenshot: '/a/x.png',
      quitAfter: 2.5,
      theme: 'light',
      version: true,
      help: true,
    });
  });

  it.each([
    ['--demo', 8],
    ['--demo=1', 1],
    ['--demo=64', 64],
  ])('reads %s as %i nodes', (arg, nodes) => {
    expect(parseFlags([arg]).demo).toBe(nodes);
  });

  it.each([
    ['--demo=0', /1 to 64, not "0"/],
    ['--demo=65', /1 to 64/],
    ['--demo=x', /not "x"/],
    ['--demo=', /not ""/],
    ['--demos', /--demos/],
    ['--theme=blue', /"dark" or "light", not "blue"/],
    ['--quit-after=soon', /seconds, not "soon"/],
    ['--quit-after=-1', /seconds/],
    ['--quit-after=', /seconds/],
    ['--quit-after=1e300', /seconds/],
    ['--rc', /--rc/],
    ['--rc=', /--rc needs a value/],
    ['--profile=', /--profile needs a value/],
    ['--version=1', /--version/],
    ['file', /file/],
    ['--no-sandbx', /--no-sandbx/],
    ['-x', /-x/],
  ])('refuses %s in one sentence', (arg, sentence) => {
    const refused = () => parseFlags([arg]);
    expect(refused).toThrow(MeshError);
    expect(refused).toThrow(sentence);
    expect(refused).toThrow(/^[^\n]+\.$/);
  });

  it('leaves the switches of Electron alone', () => {
    const switches = [
      '--no-sandbox',
      '--disable-gpu',
      '--log-level=3',
      '--remote-debugging-port=0',
    ];
    expect(parseFlags([...switches, '--inspect=0', '--demo=2', '--lang=de']).demo).toBe(2);
    expect(isChromiumSwitch('no-sandbox')).toBe(false);
    expect(isChromiumSwitch('--user-data')).toBe(false);
  });

  it('mentions every flag in its help', () => {
    for (const flag of [
      'demo',
      'profile',
      'rc',
      'user-data',
      'screenshot',
      'quit-after',
      'theme',
    ]) {
      expect(HELP).toContain(`--${flag}`);
    }
  });
});

describe('aempWords', () => {
  it.each([
    [
      ['aemp', 'profile', 'a', '--demo'],
      ['profile', 'a', '--demo'],
    ],
    [['--no-sandbox', 'aemp', '--lang=de'], ['--lang=de']],
    [['aemp'], []],
    [['--profile', 'aemp'], null],
    [['--demo', 'aemp'], null],
    [[], null],
  ])('finds them in %j', (args, words) => {
    expect(aempWords(args)).toEqual(words);
  });
});

describe('ownArguments', () => {
  it.each([
    [['electron', '.', '--demo'], true, ['--demo']],
    [['electron', '--no-sandbox', '--inspect=0', '/app', '--rc', 'x'], true, ['--rc', 'x']],
    [['electron', '--version'], true, []],
    [['meshdeck', '--demo', '--rc', 'x'], false, ['--demo', '--rc', 'x']],
  ])('finds them in %j', (argv, hasFolder, own) => {
    expect(ownArguments(argv, hasFolder)).toEqual(own);
  });
});
