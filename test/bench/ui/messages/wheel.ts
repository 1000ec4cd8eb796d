import type { BrowserWindow } from 'electron';

/** As often as a wheel that is spun fast reports. */
const INTERVAL_MS = 8;
/** Pixels at once, and time in one direction. */
const STEP = 40;
const PERIOD_MS = 1_000;

/** Spins the mouse wheel up and down over the middle of the window, the way that real input takes. */
export function spinWheel(window: BrowserWindow): () => void {
  const { width, height } = window.getContentBounds();
  // Left of the details.
  const place = { x: Math.round(width * 0.35), y: Math.round(height * 0.55) };
  window.webContents.sendInputEvent({ type: 'mouseMove', ...place });
  const startedAt = performance.now();
  const timer = setInterval(() => {
    const up = Math.floor((performance.now() - startedAt) / PERIOD_MS) % 2 === 0;
    window.webContents.sendInputEvent({
      type: 'mouseWheel',
      ...place,
      deltaX: 0,
      deltaY: up ? STEP : -STEP,
      canScroll: true,
      hasPreciseScrollingDeltas: true,
    });
  }, INTERVAL_MS);
  return () => clearInterval(timer);
}
