import type { CauseKind, CauseView } from '../../shared/causes.ts';
import type { LinkState } from '../../shared/mesh.ts';
import { counted } from './format.ts';

/** Something is lost, works badly, or is only odd. Each has its own colour, kinds their own shapes. */
export type Severity = 'lost' | 'degraded' | 'odd';

export const CAUSE_SEVERITY: Readonly<Record<CauseKind, Severity>> = {
  'node-down': 'lost',
  'node-absent': 'lost',
  'node-silent': 'lost',
  'node-cut-off': 'lost',
  partition: 'lost',
  'groups-cut': 'lost',
  'link-missing': 'lost',
  'node-slow': 'degraded',
  'link-slow': 'degraded',
  'link-half': 'odd',
};

/** The kind of a cause in a word or two. */
export const CAUSE_KIND_WORDS: Readonly<Record<CauseKind, string>> = {
  'node-down': 'Node down',
  'node-absent': 'Node absent',
  'node-silent': 'Node silent',
  'node-cut-off': 'Node cut off',
  'node-slow': 'Slow node',
  partition: 'Partition',
  'groups-cut': 'Groups cut off',
  'link-half': 'Half-open link',
  'link-missing': 'Missing link',
  'link-slow': 'Slow link',
};

/** What it means, and what to do next. */
export interface CauseAdvice {
  meaning: string;
  next: readonly string[];
}

const ADVICE: Readonly<Record<CauseKind, CauseAdvice>> = {
  'node-down': {
    meaning:
      'The node was connected and is not any more. Every link it had is lost with it; the other nodes are not to blame.',
    next: [
      'Look at the reason in its details: refused, reset and timed out tell a stopped program from a lost machine.',
      'See on its machine whether the program runs. When it is back it is dialled again by itself.',
      'If it is gone for good, dismiss it.',
    ],
  },
  'node-absent': {
    meaning:
      'The node is on the list of those expected, but was not seen in this session and no other node speaks of it.',
    next: [
      'Start it, or see in its log whether it reaches a seed with the same secret.',
      'If it does not belong here any more, take it off the list.',
    ],
  },
  'node-silent': {
    meaning:
      'The connection stands, but the node answers nothing. Its program hangs, is stopped, or its machine is out of reach and the connection has not noticed yet.',
    next: [
      'See on its machine whether the program is stopped or uses all of a processor.',
      'If nobody answers there either, the network to that machine is the likely reason.',
    ],
  },
  'node-cut-off': {
    meaning:
      'The node is up and answers this node, but most of its links to others are missing or one-sided.',
    next: [
      'See whether a firewall on that node lets others in, and that the address it announces can be reached by them.',
      'A node that announces a wrong address can dial others, but nobody can dial it.',
    ],
  },
  'node-slow': {
    meaning:
      'Most or all measured links of this node take far longer than links between the same groups do. The node is the common part, so it is the likely reason.',
    next: [
      'See how busy its processor and its network are.',
      'Measure from another machine to tell a slow program from a slow line.',
      'If it stands far away from all others, say so above: then it is told only when it gets slower yet.',
    ],
  },
  partition: {
    meaning:
      'Some nodes see each other and this node, but not the rest. Messages between the two sides are lost, though each side looks well for itself.',
    next: [
      'Look for what the smaller side has in common: a site, a switch, a firewall, a new version.',
      'Make sure that both sides have at least one seed in common, so that they find each other again.',
    ],
  },
  'groups-cut': {
    meaning: 'Links between two groups are missing or one-sided, while each group is well inside.',
    next: [
      'Look for what lies between the two: a firewall rule, a tunnel, a route.',
      'One-sided links point to something that lets traffic through in one direction only.',
    ],
  },
  'link-half': {
    meaning:
      'One of the two nodes says that it is connected, the other says that it is not. Mostly one side has not noticed yet that the connection is gone.',
    next: [
      'Wait some seconds: a lost connection is noticed at the next sign of life.',
      'If it stays, something between the two drops traffic in one direction.',
    ],
  },
  'link-missing': {
    meaning: 'Both nodes are up, and neither reports a connection to the other.',
    next: [
      'See whether one of the two can reach the address that the other announces.',
      'Look at the log of both: a refused handshake says why.',
    ],
  },
  'link-slow': {
    meaning:
      'This link takes far longer than links between the same groups do, and neither of its nodes is slow otherwise.',
    next: ['Compare the routes between the two machines: a detour or a full line is likely.'],
  },
};

/** @returns what a cause means and what to do about it */
export function causeAdvice(kind: CauseKind): CauseAdvice {
  return ADVICE[kind];
}

/** What `nodes` and `others` of a cause are, as titles of their lists; `null` = no such list. */
export function causeSides(cause: CauseView): { nodes: string; others: string | null } {
  switch (cause.kind) {
    case 'partition':
      return { nodes: 'The smaller side', others: 'The larger side' };
    case 'groups-cut':
      return { nodes: 'Nodes of one group', others: 'Nodes of the other' };
    case 'link-half':
    case 'link-missing':
    case 'link-slow':
      return { nodes: 'Between', others: null };
    default:
      return { nodes: 'Node', others: null };
  }
}

/** What was looked at, for when nothing is wrong. */
export function checkedWords(nodes: number, links: number, unreported: number): string {
  const looked = `${counted(nodes, 'node')} and ${counted(links, 'link')} checked`;
  if (unreported === 0) return `${looked}.`;
  return `${looked}; ${counted(unreported, 'node')} did not report yet.`;
}

/** Links that look faulty while no cause of it is certain. */
export interface Doubt {
  count: number;
  title: string;
  text: string;
}

/**
 * What is to be said of links that look faulty, while nothing is certain; `null` = there are none.
 * @param counts links by state
 * @param slow links that are up, but look slow
 */
export function doubtWords(
  { half, missing }: Readonly<Record<LinkState, number>>,
  slow = 0,
): Doubt | null {
  const count = half + missing + slow;
  if (count === 0) return null;
  const text =
    half + missing > 0
      ? 'Nodes that came up get some seconds to connect before anything counts as wrong.'
      : 'What takes long is measured again before it counts as slow.';
  return {
    count,
    title: `${counted(count, 'link')} ${count === 1 ? 'is' : 'are'} being checked`,
    text,
  };
}
