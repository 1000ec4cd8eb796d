import type { BrowserWindow } from 'electron';

/** As often as a fast mouse reports. */
const INTERVAL_MS = 8;
/** Pixels to each side, and time there and back. */
const REACH = 160;
const PERIOD_MS = 1_600;

/** Drags the picture to and fro with the mouse, through the same way that real input takes. */
export class Drag {
  readonly #window: BrowserWindow;

  constructor(window: BrowserWindow) {
    this.#window = window;
  }

  /** @returns what brings it back and lets go of the button */
  start(): () => void {
    const { width, height } = this.#window.getContentBounds();
    // Beside the nodes of a ring: what is pressed must not be one of them.
    const from = { x: Math.round(width * 0.5), y: Math.round(height * 0.52) };
    const { webContents } = this.#window;
    const button = { button: 'left', clickCount: 1 } as const;
    webContents.sendInputEvent({ type: 'mouseMove', ...from });
    webContents.sendInputEvent({ type: 'mouseDown', ...from, ...button });
    const startedAt = performance.now();
    const place = (): { x: number; y: number } => {
      const turn = (2 * Math.PI * (performance.now() - startedAt)) / PERIOD_MS;
      const [x, y] = [Math.sin(turn) * REACH, Math.sin(turn * 0.7) * REACH * 0.5];
      return { x: Math.round(from.x + x), y: Math.round(from.y + y) };
    };
    const move = (to: { x: number; y: number }): void => {
      const held = { button: 'left' as const, modifiers: ['leftbuttondown' as const] };
      webContents.sendInputEvent({ type: 'mouseMove', ...to, ...held });
    };
    const timer = setInterval(() => move(place()), INTERVAL_MS);
    return () => {
      clearInterval(timer);
      // Back, or the next time less of the mesh would be in view.
      move(from);
      webContents.sendInputEvent({ type: 'mouseUp', ...from, ...button });
    };
  }
}
