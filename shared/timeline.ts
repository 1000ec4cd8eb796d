import type { CauseView } from './causes.ts';
import type { NetworkChange } from './mesh.ts';

/** What happened in the mesh, for the timeline. */
export type TimelineKind =
  | 'up'
  | 'down'
  /** Members of a group came or went. */
  | 'group'
  /** A cause of trouble appeared, or is gone. */
  | 'cause'
  | 'repair';

export interface TimelineEntry {
  /** Counts up from 1 within a session. */
  seq: number;
  /** Unix ms. */
  at: number;
  kind: TimelineKind;
  /** The node, the group, or the {@link CauseView.id} it is about. */
  subject: string;
  /** One sentence. Names in it come from the network: show it escaped. */
  text: string;
}

/** The mesh as it was. */
export interface TimelineState {
  /** Unix ms; later than what was asked for when that isn't kept any more. */
  at: number;
  /** `full` is true. */
  network: NetworkChange;
  causes: readonly CauseView[];
}
