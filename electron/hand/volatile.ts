import type { PortId } from '../../shared/ids.ts';
import { isPortId, portNameOf } from '../../shared/ids.ts';
import type { Json, Message } from '../../shared/json.ts';
import { ANY, templateText } from '../../shared/template.ts';
import { argumentsOf } from './arguments.ts';

/** A value this near to the time of a message is a time, ms: clocks of other nodes may be wrong. */
const NEAR = 86_400_000;
const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
const NUMBER = /^\d{9,15}(?:\.\d+)?$/;
const ISO_DATE = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;
/** Depth at which ports are looked for in a reply, and how many are found. */
const MAX_DEPTH = 3;
const MAX_PORTS = 100;

export interface AnswerFacts {
  request: Message;
  /** When the answer came, Unix ms. */
  at: number;
}

/**
 * What is expected of the same request when it is sent again. Ports, times and UUIDs are new each time,
 * unless they stood in the request.
 */
export function expectationOf(answer: Message, { request, at }: AnswerFacts): Json[] {
  const known = new Set<Json>();
  collect(request as Json[], known);
  return answer.map((element) => replaced(element, known, at));
}

/** Ports that a reply tells, with their path below its arguments, as in `{{reply.0.port}}`. */
export function portsIn(reply: Message): Map<PortId, string> {
  const found = new Map<PortId, string>();
  const visit = (value: Json, path: readonly string[]): void => {
    if (found.size >= MAX_PORTS || path.length > MAX_DEPTH) return;
    if (isPort(value) && path.every((key) => /^[\w-]+$/.test(key))) {
      if (!found.has(value)) found.set(value, path.join('.'));
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, part] of Object.entries(value)) visit(part, [...path, key]);
    }
  };
  visit(argumentsOf(reply), []);
  return found;
}

function replaced(value: Json, known: ReadonlySet<Json>, at: number): Json {
  if (Array.isArray(value)) return value.map((part) => replaced(part, known, at));
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, part]): [string, Json] => {
      return [key, replaced(part, known, at)];
    });
    return Object.fromEntries<Json>(entries);
  }
  if (!known.has(value) && isVolatile(value, at)) return ANY;
  return typeof value === 'string' ? templateText(value) : value;
}

function isVolatile(value: Json, at: number): boolean {
  if (typeof value === 'number') return isTime(value, at);
  if (typeof value !== 'string') return false;
  if (UUID.test(value) || isPort(value)) return true;
  if (NUMBER.test(value)) return isTime(Number(value), at);
  return ISO_DATE.test(value) && isTime(Date.parse(value), at);
}

/** Unix time in ms, or in seconds as Perl counts it. */
function isTime(value: number, at: number): boolean {
  return Math.abs(value - at) < NEAR || Math.abs(value * 1000 - at) < NEAR;
}

function isPort(value: Json): value is PortId {
  return isPortId(value) && portNameOf(value) !== '';
}

function collect(value: Json, into: Set<Json>): void {
  if (typeof value !== 'object' || value === null) into.add(value);
  else for (const part of Object.values(value)) collect(part, into);
}
