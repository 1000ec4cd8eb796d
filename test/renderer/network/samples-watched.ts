import type { CauseView } from '../../../shared/causes.ts';
import type { NodeId } from '../../../shared/ids.ts';
import type { TimelineEntry, TimelineKind } from '../../../shared/timeline.ts';
import { SAMPLE_TIME } from './sample-mesh.ts';

/** A cause of the sample mesh; `title` ends in what can't be seen unless it is escaped. */
export function sampleCause(change: Partial<CauseView> = {}): CauseView {
  return {
    id: 'node-down lon-01',
    kind: 'node-down',
    nodes: ['lon-01' as NodeId],
    others: [],
    groups: [],
    links: [['fra-03', 'lon-01'] as [NodeId, NodeId]],
    linkCount: 10,
    linksPossible: 10,
    damage: 10,
    title: 'lon-01 is down',
    detail: '10 links lost',
    since: SAMPLE_TIME,
    ...change,
  };
}

/** Entry number `seq`, that many seconds after the sample's time. */
export function sampleEntry(seq: number, kind: TimelineKind = 'up'): TimelineEntry {
  const subject = kind === 'cause' || kind === 'repair' ? 'cause' : `n${seq}`;
  return { seq, at: SAMPLE_TIME + seq * 1_000, kind, subject, text: `n${seq}: ${kind}` };
}
