/** Addresses as people write them (protocol section 8), checked while they are typed. */

/** A bind is listened on; a seed is dialled. They differ in what a missing port means. */
export type AddressUse = 'bind' | 'seed';

export type AddressCheck =
  /** `plain`: says no more than the address itself. `note`: legal, but hardly what was meant. */
  | { ok: true; meaning: string; plain: boolean; note: string | null }
  | { ok: false; problem: string };

/** Port of seeds that name none (protocol section 8). */
const DEFAULT_TCP_PORT = 4040;
const MAX_TCP_PORT = 65_535;

interface Parsed {
  /** `''` = this machine's name. */
  host: string;
  /** `null` = missing or `*`. */
  tcpPort: number | null;
}

/**
 * Says what an address means, or what is wrong with it: `host`, `host:port`, `host:*`, `[v6]:port`,
 * `port`, `*`, `*:port`; commas separate several.
 */
export function checkAddress(text: string, use: AddressUse): AddressCheck {
  if (text.trim() === '') return { ok: false, problem: 'Enter an address, or remove the entry.' };
  const checks = text.split(',').map((part) => checkOne(part.trim(), use));
  const bad = checks.find((check) => !check.ok);
  if (bad) return bad;
  const good = checks.filter((check) => check.ok);
  const note = good.find((check) => check.note !== null)?.note ?? null;
  const plain = good.every((check) => check.plain);
  return { ok: true, meaning: good.map((check) => check.meaning).join('; '), plain, note };
}

/** Splits pasted text into addresses: white space and commas separate them. */
export function splitAddresses(text: string): string[] {
  return text.split(/[\s,]+/).filter((part) => part !== '');
}

/** Whether `text` is an IPv6 address, without brackets; a zone (`%eth0`) may follow. */
export function isIPv6(text: string): boolean {
  const [address = '', zone, ...more] = text.split('%');
  if (zone === '' || more.length > 0) return false;
  const halves = address.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  const tail = last.includes('.');
  if (tail && (!isIPv4(last) || address.endsWith('::'))) return false;
  const plain = tail ? groups.slice(0, -1) : groups;
  if (!plain.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return false;
  const size = plain.length + (tail ? 2 : 0);
  return halves.length === 2 ? size <= 7 : size === 8;
}

function isIPv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}

function checkOne(text: string, use: AddressUse): AddressCheck {
  const parsed = parse(text);
  if (typeof parsed === 'string') return { ok: false, problem: parsed };
  const meaning = `${hostWords(parsed.host, use)}, ${portWords(parsed.tcpPort, use)}`;
  const self = use === 'seed' && parsed.host === '*';
  const plain = parsed.tcpPort !== null && parsed.host !== '' && parsed.host !== '*';
  return { ok: true, meaning, plain, note: self ? 'A seed should name another node.' : null };
}

/** @returns a sentence when it can't be read */
function parse(text: string): Parsed | string {
  if (/^\d+$/.test(text)) return withPort('', text);
  if (isIPv6(text)) return { host: text, tcpPort: null };
  const match = /^(?:\[([^\]]*)\]|([^:[\]\s]*))(?::(\d+|\*))?$/.exec(text);
  if (!match) return formProblem(text);
  const [, bracketed, name] = match;
  if (bracketed !== undefined && !isIPv6(bracketed)) return 'No IPv6 address in the brackets.';
  if (name !== undefined && /^[\d.]+$/.test(name) && !isIPv4(name)) {
    return 'An IPv4 address has four numbers from 0 to 255.';
  }
  if (name !== undefined && /[/?#@]/.test(name)) return formProblem(text);
  return withPort(bracketed ?? name ?? '', match[3] ?? '*');
}

function withPort(host: string, text: string): Parsed | string {
  if (text === '*') return { host, tcpPort: null };
  const tcpPort = Number(text);
  const fits = tcpPort >= 1 && tcpPort <= MAX_TCP_PORT;
  return fits ? { host, tcpPort } : 'A port is a number from 1 to 65535.';
}

function formProblem(text: string): string {
  if (text.includes('//')) return 'Write host:port, without a scheme such as http://.';
  if (/\s/.test(text)) return 'Write one address, without spaces.';
  if ((text.match(/:/g) ?? []).length > 1) return 'Write IPv6 with a port as [address]:port.';
  return 'Write it as host:port or [IPv6]:port.';
}

function hostWords(host: string, use: AddressUse): string {
  if (host === '') return "this machine's name";
  if (host !== '*') return host;
  return use === 'bind' ? 'all addresses of this machine but loopback' : 'this machine itself';
}

function portWords(tcpPort: number | null, use: AddressUse): string {
  if (tcpPort !== null) return `port ${tcpPort}`;
  return use === 'seed' ? `port ${DEFAULT_TCP_PORT}` : 'any free port';
}
