import type { NodeId } from '../../../shared/ids.ts';
import type { Tints } from '../../graph/colours.ts';
import type { ColourBy } from '../../graph/node-colours.ts';
import type { Point } from '../../graph/points.ts';
import type { PrimaryGroups } from '../../graph/sectors.ts';

export type LayoutName = 'circle' | 'map' | 'ego' | 'matrix';

/** Where the nodes of the map are, and what a millisecond is there. */
export interface MapPlaces {
  points: ReadonlyMap<NodeId, Point>;
  /** World units per ms; `null` = there is no map yet. */
  scale: number | null;
}

export const NO_MAP: MapPlaces = { points: new Map(), scale: null };

/**
 * What the picture looked like: groups keep their colours and places, the map its shape, and choices
 * stay while another view is open. Keyed by names, so that it does no harm to the next network.
 */
export interface Looks {
  primary: PrimaryGroups;
  tints: Tints;
  /** What somebody chose; `null` = nobody did. */
  layout: LayoutName | null;
  colourBy: ColourBy;
  map: MapPlaces;
  pins: ReadonlyMap<NodeId, Point>;
}

/** Nothing seen and chosen yet. */
export function newLooks(): Looks {
  return {
    primary: new Map(),
    tints: new Map(),
    layout: null,
    colourBy: 'group',
    map: NO_MAP,
    pins: new Map(),
  };
}

/** Of this window. */
export const SESSION_LOOKS: Looks = newLooks();
