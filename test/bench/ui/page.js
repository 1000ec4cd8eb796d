/**
 * Put into the page before its own scripts: counts what the page does, and lets it do so. Nothing in the
 * page knows of it. Times are in ms.
 */
globalThis.meshdeckBench = (() => {
  /** What one frame counts at most while waiting for rest. */
  const LONGEST_FRAME = 34;
  const seen = { bitmaps: 0, drawnAt: 0 };
  watchWorkers();
  watchCanvas();

  /** Bitmaps that come from a worker: each is the aggregate of the links, drawn anew. */
  function watchWorkers() {
    const Native = globalThis.Worker;
    globalThis.Worker = class extends Native {
      constructor(...args) {
        super(...args);
        this.addEventListener('message', ({ data }) => {
          if (hasBitmap(data, 3)) seen.bitmaps += 1;
        });
      }
    };
  }

  function hasBitmap(data, depth) {
    if (data instanceof ImageBitmap || data instanceof ImageData) return true;
    if (depth === 0 || typeof data !== 'object' || data === null) return false;
    return Object.values(data).some((value) => hasBitmap(value, depth - 1));
  }

  /** When something was last drawn on any canvas: every picture begins with one of these. */
  function watchCanvas() {
    const context = CanvasRenderingContext2D.prototype;
    for (const name of ['clearRect', 'drawImage', 'putImageData', 'setTransform']) {
      const native = context[name];
      context[name] = function (...args) {
        seen.drawnAt = performance.now();
        return native.apply(this, args);
      };
    }
  }

  const nextFrame = () => new Promise(requestAnimationFrame);

  /** Frames a second that the page had the chance to draw in, and aggregates that were drawn anew. */
  async function frames(duration) {
    const startedAt = await nextFrame();
    const bitmapsBefore = seen.bitmaps;
    let count = 0;
    let longest = 0;
    let lastAt = startedAt;
    while (lastAt - startedAt < duration) {
      const at = await nextFrame();
      longest = Math.max(longest, at - lastAt);
      lastAt = at;
      count += 1;
    }
    const seconds = (lastAt - startedAt) / 1000;
    const aggregates = (seen.bitmaps - bitmapsBefore) / seconds;
    return { value: count / seconds, longest, aggregates };
  }

  /** The longest time for which the main thread did not come to a task that waited for it. */
  async function longestGap(duration) {
    const channel = new MessageChannel();
    const startedAt = performance.now();
    let lastAt = startedAt;
    let longest = 0;
    const tasks = [];
    const observer = new PerformanceObserver((list) => {
      for (const { duration: took } of list.getEntries()) tasks.push(took);
    });
    observer.observe({ type: 'longtask' });
    await new Promise((resolve) => {
      channel.port1.onmessage = () => {
        const now = performance.now();
        longest = Math.max(longest, now - lastAt);
        lastAt = now;
        if (now - startedAt > duration) resolve();
        else setTimeout(() => channel.port2.postMessage(0), 2);
      };
      channel.port2.postMessage(0);
    });
    observer.disconnect();
    return { value: longest, longTasks: tasks.length };
  }

  /** Waits until nothing was drawn for a while. @returns when that last drawing had reached the screen */
  async function rest(quiet, limit) {
    const startedAt = performance.now();
    let shownAt = startedAt;
    let seenAt = seen.drawnAt;
    let quietFor = 0;
    let lastAt = startedAt;
    while (quietFor < quiet) {
      if (performance.now() - startedAt > limit)
        throw new Error('The picture does not come to rest');
      await nextFrame();
      // A page that is busy shows nothing for long: that is no rest.
      quietFor += Math.min(performance.now() - lastAt, LONGEST_FRAME);
      lastAt = performance.now();
      if (seen.drawnAt === seenAt) continue;
      seenAt = seen.drawnAt;
      quietFor = 0;
      // After the frame in which it was drawn.
      await new Promise((resolve) => {
        const channel = new MessageChannel();
        channel.port1.onmessage = resolve;
        channel.port2.postMessage(0);
      });
      shownAt = performance.now();
    }
    return performance.timeOrigin + shownAt;
  }

  /** Presses the button with that text; false when there is none. */
  function press(text) {
    const button = [...document.querySelectorAll('button')].find(
      (each) => each.textContent.trim() === text,
    );
    button?.click();
    return button !== undefined;
  }

  return { frames, longestGap, press, rest };
})();
