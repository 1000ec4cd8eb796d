import type * as v from 'valibot';

/** Names of the elements of a list, by the name of the list: a person counts them from 1. */
const ELEMENTS: Readonly<Record<string, string>> = { steps: 'step' };

/**
 * What is wrong with an entry, for people: the place, and what is wrong there.
 * @returns the rest of a sentence, such as `name is too long (360 characters, at most 200)`
 */
export function issueWords(issue: v.BaseIssue<unknown>): string {
  const place = placeOf(issue);
  return `${place === '' ? 'it' : place} ${wrongIn(issue)}`;
}

function placeOf({ path }: v.BaseIssue<unknown>): string {
  const keys = (path ?? []).map(({ key }) => key);
  const words = keys.flatMap((key, i) => {
    const element = typeof key === 'number' ? ELEMENTS[String(keys[i - 1])] : undefined;
    if (element !== undefined) return [`${element} ${(key as number) + 1}`];
    const isNamedBelow = typeof keys[i + 1] === 'number' && Object.hasOwn(ELEMENTS, String(key));
    return isNamedBelow ? [] : [typeof key === 'number' ? `element ${key + 1}` : String(key)];
  });
  return words.join(', ');
}

function wrongIn(issue: v.BaseIssue<unknown>): string {
  switch (issue.type) {
    case 'string':
      return 'is no text';
    case 'number':
    case 'finite':
      return 'is no number';
    case 'integer':
      return 'is no whole number';
    case 'boolean':
      return 'is neither true nor false';
    case 'array':
      return 'is no list';
    case 'strict_object':
      return objectWords(issue);
    case 'variant':
    case 'picklist':
    case 'literal':
      return choiceWords(issue);
    case 'min_length':
      return 'is empty';
    case 'max_length':
      return `is too long (${lengthWords(issue.input)}, at most ${String(issue.requirement)})`;
    case 'min_value':
      return `is too small (${String(issue.input)}, at least ${String(issue.requirement)})`;
    case 'max_value':
      return `is too large (${String(issue.input)}, at most ${String(issue.requirement)})`;
    // These say it in words of ours: see the shapes.
    default:
      return issue.message;
  }
}

/** An object, or a member of one: `never` is expected where no member may be. */
function objectWords({ expected, received }: v.BaseIssue<unknown>): string {
  if (expected === 'Object') return 'is no object';
  return received === 'undefined' ? 'is missing' : 'is not known';
}

function choiceWords({ expected, received }: v.BaseIssue<unknown>): string {
  if (expected === 'Object') return 'is no object';
  if (received === 'undefined') return 'is missing';
  return `is not ${(expected ?? '').replace(/[()]/g, '').replaceAll(' | ', ' or ')}`;
}

function lengthWords(input: unknown): string {
  return Array.isArray(input)
    ? `${input.length} elements`
    : `${String((input as { length?: number }).length)} characters`;
}
