import type { Json } from '../json.ts';
import { positive } from './compare.ts';
import type { FilterRecord } from './record.ts';
import { reader } from './record.ts';
import { searchFor } from './search.ts';
import type { Field, FilterNode, Operand, Operator } from './syntax.ts';

export type Test = (record: FilterRecord) => boolean;

/** Makes a function of a filter. It never throws, and looks at cheap conditions first. */
export function compile(node: FilterNode): Test {
  switch (node.kind) {
    case 'all':
      return () => true;
    case 'and':
    case 'or':
      return joint(node.kind, node.items);
    case 'not': {
      const test = compile(node.item);
      return (record) => !test(record);
    }
    case 'text':
      return freeText(node.text);
    case 'has':
      return has(node.field);
    case 'compare':
      return compare(
        node.field,
        node.operator,
        node.values.map(({ operand }) => operand),
      );
  }
}

/** Rough cost of a condition, for the order in which they are tried. */
function cost(node: FilterNode): number {
  if (node.kind === 'text') return 100;
  if (node.kind === 'not') return cost(node.item);
  if (node.kind === 'and' || node.kind === 'or') {
    return node.items.reduce((sum, item) => sum + cost(item), 0);
  }
  const inside = (node.kind === 'has' || node.kind === 'compare') && node.field.type === 'json';
  const search = node.kind === 'compare' && node.operator.endsWith('~');
  return (inside ? 5 : 1) * (search ? 5 : 1);
}

function joint(kind: 'and' | 'or', items: readonly FilterNode[]): Test {
  const tests = items.toSorted((a, b) => cost(a) - cost(b)).map(compile);
  const decisive = kind === 'or';
  const [first, second] = tests;
  if (first && second && tests.length === 2) {
    return decisive
      ? (record) => first(record) || second(record)
      : (record) => first(record) && second(record);
  }
  return (record) => {
    for (const test of tests) if (test(record) === decisive) return decisive;
    return !decisive;
  };
}

/** What the row shows as names, and everything in the message. */
function freeText(text: string): Test {
  const search = searchFor(text, true);
  return (record) =>
    search.text(record.peer) || search.text(record.port) || search.value(record.message as Json[]);
}

function has(field: Field): Test {
  if (field.name === 'reply') return ({ replyTo }) => replyTo !== null;
  if (field.name === 'answered') return ({ answeredBy }) => answeredBy !== null;
  if (field.name === 'marked') return ({ marked }) => marked;
  const valueOf = reader(field);
  return (record) => valueOf(record) !== undefined;
}

/** `!=`, `!~` and `not in` are the opposite of their counterparts, also where the field is missing. */
function compare(field: Field, operator: Operator, operands: readonly Operand[]): Test {
  const valueOf = reader(field);
  if (operator === '!=' || operator === '!~' || operator === 'not in') {
    const fits = positive(operator === '!~' ? '~' : 'in', operands);
    return (record) => !fits(valueOf(record));
  }
  const fits = positive(operator, operands);
  return (record) => fits(valueOf(record));
}
