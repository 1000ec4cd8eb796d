/** A registration that can be taken back. `dispose()` may be called more than once. */
export interface Guard {
  dispose(): void;
}
