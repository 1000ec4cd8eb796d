import { MeshError } from '../../../shared/errors.ts';
import { excerpt } from './greeting.ts';

const GREETING_START = 'aemp;';

const LOOKS: readonly [RegExp, string][] = [
  // eslint-disable-next-line no-control-regex -- the head of a TLS record
  [/^\x16\x03/, 'a TLS connection'],
  [/^(GET|POST|HEAD|PUT|DELETE|OPTIONS|PRI|CONNECT) /, 'an HTTP request'],
  [/^HTTP\//, 'an HTTP server'],
  [/^SSH-/, 'an SSH server'],
  [/^aemp-/, 'an AnyEvent::MP data connection'],
];

/**
 * Refuses what can't be the beginning of a greeting at its first octet: waiting for the end of a
 * line would let anybody hold a connection open.
 * @param octets what has arrived of the first line
 * @throws MeshError `not-aemp`, with what it looks like
 */
export function assertGreetingStart(octets: string): void {
  const head = octets.slice(0, GREETING_START.length);
  if (GREETING_START.startsWith(head)) return;
  // More octets make a better description, but they may never come.
  const look = LOOKS.find(([pattern]) => pattern.test(octets))?.[1];
  throw new MeshError(
    'not-aemp',
    look
      ? `The other side is not an AEMP node: it looks like ${look}.`
      : `The other side is not an AEMP node: it begins with ${excerpt(octets)}.`,
  );
}
