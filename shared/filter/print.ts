import { quoted } from './quote.ts';
import type { FilterNode, Value } from './syntax.ts';
import { FIELDS, isKeyword } from './syntax.ts';

/** Words that can't be mistaken for anything else in free text. */
const PLAIN_WORD = /^[\p{L}\p{N}_.:#@/+*?$%-]+$/u;

/** A filter in its canonical form: every `and` written, no bracket too many, single spaces. */
export function print(node: FilterNode): string {
  switch (node.kind) {
    case 'all':
      return '';
    case 'and':
      return node.items
        .map((item) => (item.kind === 'or' ? `(${print(item)})` : print(item)))
        .join(' and ');
    case 'or':
      return node.items.map(print).join(' or ');
    case 'not':
      return isJoint(node.item) ? `not (${print(node.item)})` : `not ${print(node.item)}`;
    case 'text':
      return printWord(node.text);
    case 'has':
      return node.field.name;
    case 'compare': {
      const values = node.values.map(printValue).join(', ');
      const isList = node.operator === 'in' || node.operator === 'not in';
      return `${node.field.name} ${node.operator} ${isList ? `(${values})` : values}`;
    }
  }
}

function isJoint(node: FilterNode): boolean {
  return node.kind === 'and' || node.kind === 'or';
}

/** A value as it was written: quotes have a meaning. */
function printValue({ text, quoted: inQuotes }: Value): string {
  return inQuotes ? quoted(text) : text;
}

/** A name after an operator; in quotes only when it needs them. */
export function printName(text: string): string {
  return PLAIN_WORD.test(text) && !/[*?]/.test(text) ? text : quoted(text);
}

/** Free text; in quotes when it would mean something else without. */
function printWord(text: string): string {
  const special = (['and', 'or', 'not', 'in'] as const).some((keyword) => isKeyword(text, keyword));
  return PLAIN_WORD.test(text) && !special && !FIELDS.has(text) ? text : quoted(text);
}
