import type { SlowLink } from '../latency.ts';
import type { NodeId } from '../ids.ts';
import { isUp } from './evidence.ts';
import type { Evidence, LinkFault } from './evidence.ts';
import type { Explanation } from './terrain.ts';
import { countOf, listNames, milliseconds, shortName } from './words.ts';

/** What a cause says: the sentence, and the evidence. */
export interface Words {
  title: string;
  detail: string;
}

/** From this part on something is cut off, not partly so: some reports are always on their way. */
const WHOLLY = 0.9;

interface Sides {
  nodes: readonly NodeId[];
  others: readonly NodeId[];
  /** Nodes that live, in all. */
  count: number;
}

/** Words for half and missing links that have one cause. */
export function brokenWords(explanation: Explanation, sides: Sides): Words {
  if (explanation.kind === 'node') return cutNodeWords(explanation, sides.nodes[0] as NodeId);
  if (explanation.kind === 'groups') return groupWords(explanation);
  return blockWords(explanation, sides);
}

function cutNodeWords({ nodes, faults, possible }: Explanation, id: NodeId): Words {
  const name = shortName(id);
  const part = faults.length / possible;
  if (faults.every(({ denier }) => denier === nodes[0])) {
    return {
      title: part > WHOLLY / 2 ? `${name} denies its links` : `${name} denies some of its links`,
      detail: `${ratio(faults.length, possible)}: the other side reports them`,
    };
  }
  return {
    title: part > WHOLLY / 2 ? `${name} is cut off` : `${name} is partly cut off`,
    detail: `${faults.length} of its ${countOf(possible, 'link')} missing or one-way`,
  };
}

function groupWords({ groups, faults, possible }: Explanation): Words {
  const [one, other] = groups as [string, string];
  const partly = faults.length < possible * WHOLLY ? 'partly ' : '';
  const detail = `${ratio(faults.length, possible)} missing or one-way`;
  if (one === other) {
    return { title: `${shortName(one)} is ${partly}cut off within itself`, detail };
  }
  const names = `${shortName(one)} and ${shortName(other)}`;
  return { title: `${names} are ${partly}cut off from each other`, detail };
}

function blockWords({ faults, possible }: Explanation, { nodes, others, count }: Sides): Words {
  const rest = others.length + nodes.length >= (count - 1) * WHOLLY;
  const from = rest ? `the other ${others.length}` : listNames(others);
  return {
    title: `${listNames(nodes)} are cut off from ${from}`,
    detail: `${ratio(faults.length, possible)} missing or one-way`,
  };
}

/** Words for one link without a larger cause. */
export function singleWords(fault: LinkFault, { nodes }: Evidence): Words {
  const ends = [fault.a, fault.b].map((place) => nodes[place] as Evidence['nodes'][number]);
  const [a, b] = ends.map(({ id }) => shortName(id)) as [string, string];
  if (fault.state === 'half') {
    const [denier, other] = fault.denier === fault.a ? [a, b] : [b, a];
    return {
      title: `The link of ${a} and ${b} is one-way`,
      detail: `${other} reports it, ${denier} has none`,
    };
  }
  const title = `${a} and ${b} are not connected`;
  if (ends.every(isUp)) return { title, detail: 'neither reports a link' };
  const outside = shortName((ends.find((node) => !isUp(node)) ?? ends[0])?.id ?? '');
  return { title, detail: `most others see ${outside}` };
}

/** @param factor how many times the expected round trip its links take, as a median */
export function slowNodeWords(id: NodeId, slow: number, measured: number, factor: number): Words {
  const everyone = slow >= measured * WHOLLY;
  return {
    title: `${shortName(id)} is slow to ${everyone ? 'everyone' : 'many'}`,
    detail: `${slow} of ${countOf(measured, 'measured link')} slow, ${times(factor)} the expected time`,
  };
}

export function slowSingleWords({ a, b, roundTrip, expected }: SlowLink): Words {
  return {
    title: `The link of ${shortName(a)} and ${shortName(b)} is slow`,
    detail: `${milliseconds(roundTrip)}, expected ${milliseconds(expected)}`,
  };
}

function times(factor: number): string {
  return `${factor < 10 ? Math.round(factor) : Math.round(factor / 10) * 10}×`;
}

function ratio(count: number, possible: number): string {
  return `${count.toLocaleString('en-US')} of ${countOf(possible, 'link')}`;
}
