import { select, zoom, zoomIdentity } from 'd3';
import type { ZoomBehavior } from 'd3';
import type { Attachment } from 'svelte/attachments';
import { fitView, LEAST_ZOOM, MOST_ZOOM } from '../../graph/sizes.ts';
import type { Margin } from '../../graph/sizes.ts';
import { toScreen, toWorld } from '../../graph/points.ts';
import type { Box, Point, ViewTransform } from '../../graph/points.ts';

/** One step of the zoom buttons and keys. */
const ZOOM_STEP = 1.35;

/** Pixels that a node must be away from the edge to count as in view. */
const EDGE = 60;

/** What fills the stage while nobody zooms or pans. */
export interface Fit {
  bounds: Box;
  margin: Margin;
  /** Largest zoom. */
  most?: number;
}

/** Size of the stage and the part of the world that is seen; moved by hand through d3-zoom. */
export class StageState {
  width = $state(0);
  height = $state(0);
  #view = $state.raw<ViewTransform>({ k: 1, x: 0, y: 0 });
  /** True until somebody zooms or pans: the picture then follows the size of the window. */
  #fitting = $state.raw(true);
  #element: HTMLElement | null = null;
  /** True while something on the picture is dragged: then the picture stays. */
  holding = false;
  /** Asks for another picture; set by the stage that is on the screen. */
  wake: () => void = () => undefined;
  readonly #zoom: ZoomBehavior<HTMLElement, unknown>;

  constructor() {
    this.#zoom = zoom<HTMLElement, unknown>()
      .scaleExtent([LEAST_ZOOM, MOST_ZOOM])
      .filter((event: MouseEvent) => {
        // The first line is d3's own rule.
        const usual = (!event.ctrlKey || event.type === 'wheel') && !event.button;
        return usual && !this.holding;
      })
      .extent(() => [
        [0, 0],
        [this.width, this.height],
      ])
      .on(
        'zoom',
        ({ transform, sourceEvent }: { transform: ViewTransform; sourceEvent: unknown }) => {
          this.#view = { k: transform.k, x: transform.x, y: transform.y };
          if (sourceEvent) this.#fitting = false;
        },
      );
  }

  get view(): ViewTransform {
    return this.#view;
  }
  get fitting(): boolean {
    return this.#fitting;
  }

  /** Makes an element the one that wheel, pinch and drag act on. */
  readonly surface: Attachment<HTMLElement> = (element) => {
    this.#element = element;
    // A double click would zoom; here it is two clicks that select.
    select(element).call(this.#zoom).on('dblclick.zoom', null);
    return () => {
      select(element).on('.zoom', null);
      this.#element = null;
    };
  };

  /** Shows everything, unless the part to see was chosen by hand. */
  follow({ bounds, margin, most }: Fit): void {
    if (!this.#fitting || this.width === 0 || this.height === 0) return;
    this.#set(fitView(bounds, { width: this.width, height: this.height }, margin, most));
  }

  /** Goes back to showing everything. */
  fit(): void {
    this.#fitting = true;
  }

  zoomIn(): void {
    this.#scaleBy(ZOOM_STEP);
  }

  zoomOut(): void {
    this.#scaleBy(1 / ZOOM_STEP);
  }

  /** Moves a world point to the middle, if it isn't well in view. */
  reveal(point: Point): void {
    const at = toScreen(point, this.#view);
    const inside = (value: number, size: number) => value > EDGE && value < size - EDGE;
    if (inside(at.x, this.width) && inside(at.y, this.height)) return;
    this.#fitting = false;
    const { k } = this.#view;
    this.#set({ k, x: this.width / 2 - point.x * k, y: this.height / 2 - point.y * k });
  }

  /** The world point at a place of the stage. */
  worldAt(point: Point): Point {
    return toWorld(point, this.#view);
  }

  #scaleBy(factor: number): void {
    if (!this.#element) return;
    this.#fitting = false;
    select(this.#element).call(this.#zoom.scaleBy, factor);
  }

  #set({ k, x, y }: ViewTransform): void {
    if (!this.#element) return;
    select(this.#element).call(this.#zoom.transform, zoomIdentity.translate(x, y).scale(k));
  }
}
