import type { PortId } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';

/** Names that stand without quotes before a colon. */
const WORD = /^[A-Za-z_$][A-Za-z0-9_$]*$/;
/** All but printable ASCII: what can't be seen must be seen in code. */
const UNSEEN = /[^\x20-\x7e]/g;

/** A TypeScript line that sends this message with a node of this program. All of it is data. */
export function typeScriptLine(to: PortId, message: readonly Json[]): string {
  const values = message.map((value) => typeScriptValue(value));
  return `node.snd(${[`${typeScriptText(to)} as PortId`, ...values].join(', ')});`;
}

/** A value as a TypeScript expression. */
export function typeScriptValue(value: Json): string {
  if (typeof value === 'string') return typeScriptText(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (Array.isArray(value)) return `[${value.map(typeScriptValue).join(', ')}]`;
  const entries = Object.entries(value).map(
    ([key, each]) => `${keyText(key)}: ${typeScriptValue(each)}`,
  );
  return entries.length > 0 ? `{ ${entries.join(', ')} }` : '{}';
}

function keyText(key: string): string {
  // Without brackets this one would set the prototype.
  if (key === '__proto__') return `['__proto__']`;
  return WORD.test(key) ? key : typeScriptText(key);
}

/** A text in single quotes. */
function typeScriptText(text: string): string {
  const inside = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inside.replace(UNSEEN, escaped)}'`;
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
