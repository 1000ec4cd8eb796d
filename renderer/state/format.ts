/** Numbers and times as the screens write them: short, tabular, the same everywhere. */

const clockTime = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});

const secondTime = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

const dateTime = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

const dayOnly = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});

const whole = new Intl.NumberFormat('en-GB');

/** @param at Unix ms; `14:03:22.117` */
export function timeToMs(at: number): string {
  return clockTime.format(at);
}

/** @param at Unix ms; `14:03:22` */
export function clockToSecond(at: number): string {
  return secondTime.format(at);
}

/** @param at Unix ms; `4 Nov, 14:03:22` */
export function dayAndTime(at: number): string {
  return dateTime.format(at);
}

/** @param at Unix ms; `4 Nov 2026` */
export function day(at: number): string {
  return dayOnly.format(at);
}

/** `19,900` */
export function count(value: number): string {
  return whole.format(value);
}

/** `1 node`, `3 nodes`; `plural` for words that don't just take an s. */
export function counted(value: number, word: string, plural = `${word}s`): string {
  return `${count(value)} ${value === 1 ? word : plural}`;
}

/** @param ms a short time; `0.42 ms`, `12.3 ms`, `1.25 s` */
export function duration(ms: number): string {
  if (ms < 1) return `${ms.toFixed(2)} ms`;
  if (ms < 100) return `${ms.toFixed(1)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 10_000 ? `${(ms / 1000).toFixed(2)} s` : `${(ms / 1000).toFixed(1)} s`;
}

/** @param ms a long time; `42 s`, `3 min`, `2 h 5 min`, `4 d 1 h` */
export function age(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** @param octets `80 B`, `1.2 KiB`, `3.4 MiB` */
export function size(octets: number): string {
  if (octets < 1024) return `${octets} B`;
  if (octets < 1024 * 1024) return `${(octets / 1024).toFixed(1)} KiB`;
  return `${(octets / 1024 / 1024).toFixed(1)} MiB`;
}

/** @param perSecond `0`, `0.4`, `12`, `1,316` */
export function rate(perSecond: number): string {
  return perSecond > 0 && perSecond < 10 ? perSecond.toFixed(1) : count(Math.round(perSecond));
}
