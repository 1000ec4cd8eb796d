/** Parts of the drawer at the bottom, in order. */
export const DRAWER_TABS = ['compose', 'sequences', 'ports', 'watches', 'jobs'] as const;
export type DrawerTab = (typeof DRAWER_TABS)[number];

/** What stands beside the message that is written. */
export const COMPOSE_PANES = ['sent', 'saved', 'history', 'services', 'variables'] as const;
export type ComposePane = (typeof COMPOSE_PANES)[number];

/** Bounds of the height of the drawer, px; the view above keeps at least as much as is left then. */
export const MIN_HEIGHT = 240;
export const KEPT_HEIGHT = 200;
const START_HEIGHT = 340;

/** The drawer at the bottom: open or not, which part, how high. */
export class DrawerState {
  #open = $state.raw(false);
  #tab = $state.raw<DrawerTab>('compose');
  #pane = $state.raw<ComposePane>('sent');
  #height = $state.raw(START_HEIGHT);

  get isOpen(): boolean {
    return this.#open;
  }
  get tab(): DrawerTab {
    return this.#tab;
  }
  get pane(): ComposePane {
    return this.#pane;
  }
  get height(): number {
    return this.#height;
  }

  /** Opens the drawer, and one of its parts when it is named. */
  open(tab: DrawerTab = this.#tab): void {
    this.#tab = tab;
    this.#open = true;
  }

  close(): void {
    this.#open = false;
  }

  show(pane: ComposePane): void {
    this.#pane = pane;
  }

  /** @param available height of the window, px */
  resize(height: number, available: number): void {
    const most = Math.max(MIN_HEIGHT, available - KEPT_HEIGHT);
    this.#height = Math.round(Math.min(most, Math.max(MIN_HEIGHT, height)));
  }
}

export const drawer = new DrawerState();
