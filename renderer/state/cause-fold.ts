import type { CauseKind, CauseView } from '../../shared/causes.ts';
import { count } from './format.ts';

/** Causes that are told in one row: single links without a larger explanation. */
export interface CauseFold {
  /** The most harmful first. */
  causes: readonly CauseView[];
}

/** What a list of causes shows in one row. */
export type CauseRow = CauseView | CauseFold;

/** Up to this many single links are told one by one: a handful is read, more only hide the rest. */
export const FEW_SINGLES = 5;

/** Single links, the worst first, and how their number is said. */
const SINGLES: readonly (readonly [kind: CauseKind, words: string])[] = [
  ['link-missing', 'missing'],
  ['link-half', 'one-way'],
  ['link-slow', 'slow'],
];

const isSingle = ({ kind }: CauseView): boolean => SINGLES.some(([single]) => single === kind);

/** Whether a row stands for many causes. */
export function isFold(row: CauseRow): row is CauseFold {
  return !('kind' in row);
}

/**
 * Brings more than a handful of single links together; their row is where the first of them was.
 * @param causes the most harmful first
 */
export function foldCauses(causes: readonly CauseView[]): CauseRow[] {
  const singles = causes.filter(isSingle);
  if (singles.length <= FEW_SINGLES) return [...causes];
  return causes.flatMap((cause): CauseRow[] => {
    if (!isSingle(cause)) return [cause];
    return cause === singles[0] ? [{ causes: singles }] : [];
  });
}

/** The kind of the worst link of a fold, how many there are of each, and the oldest one's age. */
export function foldWords({ causes }: CauseFold): {
  kind: CauseKind;
  title: string;
  detail: string;
  since: number;
} {
  const numbers = SINGLES.map(([kind, words]) => {
    return { kind, words, number: causes.filter((cause) => cause.kind === kind).length };
  }).filter(({ number }) => number > 0);
  return {
    kind: numbers[0]?.kind ?? 'link-missing',
    title: `Isolated faults · ${count(causes.length)} links`,
    detail: numbers.map(({ number, words }) => `${count(number)} ${words}`).join(', '),
    since: Math.min(...causes.map(({ since }) => since)),
  };
}
