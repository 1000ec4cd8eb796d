import type { TimelineKind } from '../../../shared/timeline.ts';
import type { TimeColumn } from '../../state/timeline-marks.ts';

/** Pixels of the strip that one column takes: marks are as wide, so that they never overlap. */
export const COLUMN_WIDTH = 6;

/** Height of the strip in pixels, and where its lanes lie: causes, ups and downs, groups. */
export const STRIP_HEIGHT = 38;
const CAUSE_LANE = 8;
const NODE_LANE = 21;
const GROUP_LANE = 33;

/** Many changes in one column make its mark larger, up to this many pixels. */
const LEAST_REACH = 3.5;
const MOST_REACH = 6;

/** One SVG path for each kind: 20,000 changes are five elements. */
export type MarkPaths = Readonly<Record<TimelineKind, string>>;

/** What the marks look like, for the words beside them. */
export const KINDS: readonly { kind: TimelineKind; one: string; many: string }[] = [
  { kind: 'cause', one: 'fault', many: 'faults' },
  { kind: 'repair', one: 'repair', many: 'repairs' },
  { kind: 'down', one: 'down', many: 'down' },
  { kind: 'up', one: 'up', many: 'up' },
  { kind: 'group', one: 'group change', many: 'group changes' },
];

/** The marks of all columns. */
export function markPaths(columns: readonly TimeColumn[]): MarkPaths {
  const paths: Record<TimelineKind, string> = {
    up: '',
    down: '',
    group: '',
    cause: '',
    repair: '',
  };
  for (const { column, counts } of columns) {
    const x = (column + 0.5) * COLUMN_WIDTH;
    for (const { kind } of KINDS) {
      if (counts[kind] > 0) paths[kind] += markAt(kind, x, counts[kind]);
    }
  }
  return paths;
}

function markAt(kind: TimelineKind, x: number, changes: number): string {
  const reach = Math.min(MOST_REACH, LEAST_REACH + Math.log2(changes) * 0.6);
  const half = COLUMN_WIDTH / 2;
  switch (kind) {
    case 'up':
      return `M${x - half} ${NODE_LANE - 1}h${COLUMN_WIDTH}l${-half} ${-reach}z`;
    case 'down':
      return `M${x - half} ${NODE_LANE + 1}h${COLUMN_WIDTH}l${-half} ${reach}z`;
    case 'group':
      return `M${x - 1} ${GROUP_LANE - reach / 2}h2v${reach}h-2z`;
    default: {
      // A diamond; that of a repair is hollow.
      const y = CAUSE_LANE;
      return `M${x} ${y - reach}l${half} ${reach}l${-half} ${reach}l${-half} ${-reach}z`;
    }
  }
}

/** Where the band lies that says when anything was wrong. */
export const TROUBLE_BAND = { y: CAUSE_LANE - 1, height: 2 };
