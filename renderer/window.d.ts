interface Window {
  /** Put there by the preload script; the only way out of the window. */
  readonly meshdeck: import('../shared/contract.ts').MeshdeckBridge;
}

/** Style sheets are imported for their effect; the bundler puts them beside the page. */
declare module '*.css';
