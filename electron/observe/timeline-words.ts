import type { CauseView } from '../../shared/causes.ts';
import { countOf, shortName } from '../../shared/faults/words.ts';
import type { NodeId, PortId } from '../../shared/ids.ts';
import { nodeOf } from '../../shared/ids.ts';
import type { TimelineEntry } from '../../shared/timeline.ts';
import type { GroupChange } from './mesh-recorder.ts';

/** Groups told one by one of those that change at a time; a storm of groups must not push out the rest. */
export const MAX_GROUP_ENTRIES = 20;

type Entry = Omit<TimelineEntry, 'seq'>;

export function upEntry(id: NodeId, at: number): Entry {
  return { at, kind: 'up', subject: id, text: `${shortName(id)} is up` };
}

export function downEntry(id: NodeId, reason: string, at: number): Entry {
  const why = reason === '' ? '' : `: ${shortName(reason)}`;
  return { at, kind: 'down', subject: id, text: `${shortName(id)} is down${why}` };
}

export function causeEntry(kind: 'cause' | 'repair', cause: CauseView, at: number): Entry {
  const text = kind === 'cause' ? cause.title : `Over: ${cause.title}`;
  return { at, kind, subject: cause.id, text };
}

/** What happened to groups at a time; when too many changed, the last entry counts the others. */
export function groupEntries(changes: readonly GroupChange[], at: number): Entry[] {
  const entries = changes.slice(0, MAX_GROUP_ENTRIES).map((change): Entry => {
    return { at, kind: 'group', subject: change.name, text: groupText(change) };
  });
  const left = changes.length - entries.length;
  if (left > 0) {
    entries.push({
      at,
      kind: 'group',
      subject: '',
      text: `${countOf(left, 'more group')} changed`,
    });
  }
  return entries;
}

function groupText({ name, gone, ports: { added, removed } }: GroupChange): string {
  const group = shortName(name);
  if (gone) return `${group}: no members any more`;
  const parts = [
    added.length > 0 ? `${portsText(added)} joined` : '',
    removed.length > 0 ? `${portsText(removed)} left` : '',
  ];
  return `${group}: ${parts.filter((part) => part !== '').join(', ')}`;
}

function portsText(ports: readonly string[]): string {
  const [only] = ports;
  if (ports.length !== 1 || only === undefined) return countOf(ports.length, 'port');
  return `a port of ${shortName(nodeOf(only as PortId))}`;
}
