import type { CauseView } from '../../shared/causes.ts';
import type { NodeId } from '../../shared/ids.ts';

/** Links measured again after a look for causes, of those told: a second's worth of probes at most … */
export const MAX_RECHECKED = 40;
/** … and of those that wait to be told: what is wrong is to be named within 10 s. */
export const MAX_SUSPECTED = 200;
/** A slow cause is told when at least this part of its links was measured since it was first seen. */
const RENEWED_PART = 0.5;

type Link = CauseView['links'][number];

/** When a link was measured last, Unix ms; 0 = never. */
export type MeasuredAt = (one: NodeId, other: NodeId) => number;

/** Follow from what is measured again and again; what comes between two measurements changes nothing. */
const SLOW_KINDS: ReadonlySet<string> = new Set(['node-slow', 'link-slow']);

/** Whether a cause says that something is slow. */
export function isSlow({ kind }: Pick<CauseView, 'kind'>): boolean {
  return SLOW_KINDS.has(kind);
}

/**
 * Knows when the links of slow causes were measured. A machine that is busy for a moment delays several
 * probes at once; looked at twice they are as slow as before, measured twice they are not.
 */
export class SlowLinks {
  readonly #self: NodeId;
  readonly #measuredAt: MeasuredAt;

  constructor(self: NodeId, measuredAt: MeasuredAt) {
    this.#self = self;
    this.#measuredAt = measuredAt;
  }

  /** Whether half of what a slow cause says was measured after it was first seen. */
  isRenewed({ links, since }: CauseView): boolean {
    const renewed = links.filter((link) => this.#measuredAt(...link) > since);
    return renewed.length >= links.length * RENEWED_PART;
  }

  /**
   * The links between others that are to be measured next, the oldest results first; our own are measured
   * all the time.
   * @param told causes that are certain; those that aren't slow are left out
   * @param waiting causes that are told when they are seen again
   */
  toMeasure(told: readonly CauseView[], waiting: readonly CauseView[]): Link[] {
    return [...this.#oldest(waiting, MAX_SUSPECTED), ...this.#oldest(told, MAX_RECHECKED)];
  }

  #oldest(causes: readonly CauseView[], limit: number): Link[] {
    const links = causes.filter(isSlow).flatMap((cause) => cause.links);
    return links
      .filter((link) => !link.includes(this.#self))
      .map((link) => ({ link, at: this.#measuredAt(...link) }))
      .sort((one, other) => one.at - other.at)
      .slice(0, limit)
      .map(({ link }) => link);
  }
}
