import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isOnScreen, loadWindowState, saveWindowState } from '../../../electron/window-state.ts';
import { temporaryFolder } from '../../helpers/folder.ts';

const bounds = { x: 10, y: 20, width: 1280, height: 800 };

describe('the remembered window', () => {
  it('comes back as it was saved, also into a folder that was not there', () => {
    const file = join(temporaryFolder(), 'new', 'window.json');
    saveWindowState(file, { bounds, maximized: true });
    expect(loadWindowState(file)).toEqual({ bounds, maximized: true });
    expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')) as object)).toEqual([
      'bounds',
      'maximized',
    ]);
  });

  it.each([
    ['no file', null],
    ['rubbish', '{'],
    ['another shape', '[]'],
    ['null', 'null'],
    ['a tiny window', JSON.stringify({ bounds: { ...bounds, width: 5 } })],
    ['a far window', JSON.stringify({ bounds: { ...bounds, x: 1e9 } })],
    ['text for numbers', JSON.stringify({ bounds: { ...bounds, x: '1' } })],
  ])('is nothing after %s', (_name, content) => {
    const file = join(temporaryFolder(), 'window.json');
    if (content !== null) writeFileSync(file, content);
    expect(loadWindowState(file)).toEqual({ bounds: null, maximized: false });
  });

  it('does without, when it cannot be saved', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(() =>
      saveWindowState(join(file, 'window.json'), { bounds, maximized: false }),
    ).not.toThrow();
  });
});

describe('isOnScreen', () => {
  const screens = [
    { x: 0, y: 0, width: 1920, height: 1080 },
    { x: 1920, y: 0, width: 1280, height: 1024 },
  ];
  it.each([
    [{ ...bounds }, true],
    [{ ...bounds, x: 1900 }, true],
    [{ ...bounds, x: -1200 }, false],
    [{ ...bounds, x: 3150 }, false],
    [{ ...bounds, y: -30 }, false],
    [{ ...bounds, y: 1050 }, false],
  ])('judges %j', (window, visible) => {
    expect(isOnScreen(window, screens)).toBe(visible);
  });
});
