import { join } from 'node:path';
import { app, BrowserWindow, nativeTheme, screen } from 'electron';
import { PAGE_URL } from './protocol.ts';
import type { WindowState } from './window-state.ts';
import {
  DEFAULT_SIZE,
  isOnScreen,
  loadWindowState,
  MIN_SIZE,
  saveWindowState,
} from './window-state.ts';

/** `--canvas` of renderer/tokens.css: before the page is drawn the window must not flash in another colour. */
const BACKGROUND = { dark: '#0a0e15', light: '#f4f6f9' };

/**
 * Opens the window and begins to load its page. It shows itself when there is something to see.
 * @param preload path of the preload script
 */
export function openWindow(preload: string): BrowserWindow {
  const file = join(app.getPath('userData'), 'window.json');
  const state = usable(loadWindowState(file));
  const window = new BrowserWindow({
    ...DEFAULT_SIZE,
    ...state.bounds,
    minWidth: MIN_SIZE.width,
    minHeight: MIN_SIZE.height,
    show: false,
    title: app.getName(),
    backgroundColor: backgroundColour(),
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  // maximize() shows the window, so it has to wait like show().
  window.once('ready-to-show', () => (state.maximized ? window.maximize() : window.show()));
  window.on('close', () => {
    saveWindowState(file, { bounds: window.getNormalBounds(), maximized: window.isMaximized() });
  });
  followTheme(window);
  void window.loadURL(PAGE_URL);
  return window;
}

function usable(state: WindowState): WindowState {
  if (!state.bounds) return state;
  const screens = screen.getAllDisplays().map((display) => display.workArea);
  return isOnScreen(state.bounds, screens) ? state : { ...state, bounds: null };
}

function followTheme(window: BrowserWindow): void {
  const follow = (): void => window.setBackgroundColor(backgroundColour());
  nativeTheme.on('updated', follow);
  window.once('closed', () => nativeTheme.off('updated', follow));
}

function backgroundColour(): string {
  return nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light;
}
