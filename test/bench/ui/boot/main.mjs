/** The app that the benchmark of the window starts: Electron wants a folder, this is it. */
await import(new URL('../../../../out/bench/ui.js', import.meta.url));
