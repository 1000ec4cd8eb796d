/** Moments and spans as a filter names them. All in the clock of this machine, Unix ms. */

/** From `from` up to, not including, `to`; `to` is null for a moment. */
export interface Span {
  from: number;
  to: number | null;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const AGO = /^-(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|min|h|d)$/;
const AGO_UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: SECOND,
  m: MINUTE,
  min: MINUTE,
  h: HOUR,
  d: DAY,
};
const CLOCK = '(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,3}))?)?';
const CLOCK_ONLY = new RegExp(`^${CLOCK}$`);
const DATE = new RegExp(`^(\\d{4})-(\\d{2})-(\\d{2})(?:[T ]${CLOCK}(Z|[+-]\\d{2}:\\d{2})?)?$`);

/**
 * Reads a time: `12:30`, `12:30:05.25`, `-5m`, `today`, `yesterday`, `2026-11-04`,
 * `2026-11-04T12:30`, the latter also with `Z` or `+02:00`.
 * @param now Unix ms; what `-5m`, `today` and a bare clock time refer to
 * @returns null when it is none
 */
export function parseTime(text: string, now: number): Span | null {
  const ago = AGO.exec(text);
  if (ago) return { from: now - Number(ago[1]) * (AGO_UNITS[ago[2] ?? ''] ?? 0), to: null };
  const today = new Date(now);
  if (text === 'today') return day(today.getFullYear(), today.getMonth(), today.getDate());
  if (text === 'yesterday') return day(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  const clock = CLOCK_ONLY.exec(text);
  if (clock) {
    const start = [today.getFullYear(), today.getMonth(), today.getDate()] as const;
    return withClock(start, clock.slice(1), null);
  }
  const date = DATE.exec(text);
  return date ? dated(date) : null;
}

/** Whether a time refers to the moment at which it is read. */
export function isRelative(text: string): boolean {
  return AGO.test(text) || CLOCK_ONLY.test(text) || text === 'today' || text === 'yesterday';
}

type Day = readonly [year: number, month: number, day: number];

function day(year: number, month: number, date: number): Span {
  return {
    from: new Date(year, month, date).getTime(),
    to: new Date(year, month, date + 1).getTime(),
  };
}

function dated(parts: readonly (string | undefined)[]): Span | null {
  const start: Day = [Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])];
  const real = new Date(Date.UTC(...start));
  // 1 March is what Date makes of 30 February.
  if (real.getUTCMonth() !== start[1] || real.getUTCDate() !== start[2] || start[0] < 1970) {
    return null;
  }
  return parts[4] === undefined
    ? day(...start)
    : withClock(start, parts.slice(4, 8), parts[8] ?? null);
}

function withClock(
  start: Day,
  [hours, minutes, seconds, fraction]: readonly (string | undefined)[],
  zone: string | null,
): Span | null {
  const clock = [Number(hours), Number(minutes), Number(seconds ?? 0)] as const;
  if (clock[0] > 23 || clock[1] > 59 || clock[2] > 59) return null;
  const milliseconds = Number((fraction ?? '').padEnd(3, '0'));
  const offset = zone === null ? null : zoneOffset(zone);
  if (Number.isNaN(offset)) return null;
  const from =
    offset === null
      ? new Date(...start, ...clock, milliseconds).getTime()
      : Date.UTC(...start, ...clock, milliseconds) - offset;
  const length = seconds === undefined ? MINUTE : SECOND;
  return { from, to: from + (fraction === undefined ? length : 10 ** (3 - fraction.length)) };
}

/** In ms; NaN when there is no such zone. */
function zoneOffset(zone: string): number {
  if (zone === 'Z') return 0;
  const [hours = 0, minutes = 0] = zone.slice(1).split(':').map(Number);
  if (hours > 23 || minutes > 59) return NaN;
  return (hours * HOUR + minutes * MINUTE) * (zone.startsWith('-') ? -1 : 1);
}
