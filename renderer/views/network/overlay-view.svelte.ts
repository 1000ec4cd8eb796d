import type { Point, ViewTransform } from '../../graph/points.ts';

/** Pixels that names may be shifted before they are placed anew: beyond, some would be missing. */
const MOST_SHIFT = 180;

/** Names are placed anew when nobody panned for so long, ms. */
const SETTLE_MS = 160;

/**
 * The view that the names above the canvas were placed for. It follows the stage's view at once when the
 * zoom changes; while somebody only pans, what is there is shifted, because placing 200 names in every
 * frame would cost more than the frame has.
 */
export class OverlayView {
  readonly #view: () => ViewTransform;
  #anchor = $state.raw<ViewTransform>({ k: 1, x: 0, y: 0 });
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param view the stage's view */
  constructor(view: () => ViewTransform) {
    this.#view = view;
    this.#anchor = view();
  }

  /** Names are placed for this view. */
  get anchor(): ViewTransform {
    return this.#anchor;
  }

  /** How far what was placed must be shifted to fit the stage's view. */
  get shift(): Point {
    const view = this.#view();
    if (view.k !== this.#anchor.k) return { x: 0, y: 0 };
    return { x: view.x - this.#anchor.x, y: view.y - this.#anchor.y };
  }

  /** Follows the view: to be called whenever that changed. */
  follow(view: ViewTransform): void {
    clearTimeout(this.#timer);
    const { k, x, y } = this.#anchor;
    const far = Math.abs(view.x - x) > MOST_SHIFT || Math.abs(view.y - y) > MOST_SHIFT;
    if (view.k !== k || far) this.#anchor = view;
    else if (view !== this.#anchor) {
      this.#timer = setTimeout(() => (this.#anchor = this.#view()), SETTLE_MS);
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }
}
