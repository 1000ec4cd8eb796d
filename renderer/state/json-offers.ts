/** What arguments can be completed with. */
export interface DraftValues {
  /** Whole arguments that were written before, the likeliest first. */
  arguments: readonly string[];
  tags: readonly string[];
  /** Port IDs and node IDs. */
  ports: readonly string[];
  variables: readonly { name: string; meaning: string }[];
}

/** Something that could stand at the cursor. */
export interface JsonOffer {
  label: string;
  insert: string;
  kind: 'arguments' | 'tag' | 'port' | 'variable' | 'word';
  note: string;
}

export interface JsonOffers {
  /** What an offer replaces. */
  from: number;
  to: number;
  offers: readonly JsonOffer[];
}

/** Most offers at once: more are not looked through, but typed. */
export const MAX_JSON_OFFERS = 60;

const WORDS = ['true', 'false', 'null'];
const VARIABLE = /\{\{[ \t]*([\w.-]*)$/;

/**
 * What could stand at `at` in arguments: variables behind `{{`, names inside of a string, whole arguments
 * where nothing is written yet.
 * @param asked the person asked for it; else only what follows from something typed is offered
 */
export function offersAt(
  text: string,
  at: number,
  known: DraftValues,
  asked: boolean,
): JsonOffers | null {
  const before = text.slice(0, at);
  const variable = VARIABLE.exec(before);
  if (variable) return variableOffers(text, at, variable[1] ?? '', known);
  const start = openString(before);
  if (start !== null) return stringOffers(text, at, start, known);
  if (text.trim() === '') return asked ? argumentOffers(text, known) : null;
  return wordOffers(text, at, known, asked);
}

function variableOffers(
  text: string,
  at: number,
  begun: string,
  { variables }: DraftValues,
): JsonOffers | null {
  const rest = /^[\w.-]*[ \t]*(?:\}\}?)?/.exec(text.slice(at))?.[0] ?? '';
  const offers = variables
    .filter(({ name }) => holds(name, begun))
    .map(({ name, meaning }): JsonOffer => {
      return { label: name, insert: `${name}}}`, kind: 'variable', note: meaning };
    });
  return result(at - begun.length, at + rest.length, offers);
}

function stringOffers(
  text: string,
  at: number,
  start: number,
  { ports, tags }: DraftValues,
): JsonOffers | null {
  const begun = text.slice(start, at);
  const rest = /^[^"\\\n]*/.exec(text.slice(at))?.[0] ?? '';
  const closed = text[at + rest.length] === '"';
  // A closing quote of another string further on isn't ours: only names follow each other that closely.
  const to = closed && !rest.includes(',') ? at + rest.length + 1 : at;
  return result(start, to, [
    ...ports.filter((port) => holds(port, begun)).map((port) => named(port, 'port')),
    ...tags.filter((tag) => holds(tag, begun)).map((tag) => named(tag, 'tag')),
  ]);
}

function named(name: string, kind: 'port' | 'tag'): JsonOffer {
  const insert = `${JSON.stringify(name).slice(1, -1)}"`;
  return { label: name, insert, kind, note: kind };
}

function argumentOffers(text: string, known: DraftValues): JsonOffers | null {
  const offers = known.arguments.map((written): JsonOffer => {
    return { label: written, insert: written, kind: 'arguments', note: 'written before' };
  });
  return result(0, text.length, offers);
}

function wordOffers(
  text: string,
  at: number,
  known: DraftValues,
  asked: boolean,
): JsonOffers | null {
  const begun = /[A-Za-z]*$/.exec(text.slice(0, at))?.[0] ?? '';
  if (begun === '' && !asked) return null;
  const words = WORDS.filter((word) => word.startsWith(begun)).map((word): JsonOffer => {
    return { label: word, insert: word, kind: 'word', note: '' };
  });
  const variables = known.variables
    .filter(({ name }) => holds(name, begun))
    .map(({ name, meaning }): JsonOffer => {
      const insert = `{{${name}}}`;
      return { label: insert, insert, kind: 'variable', note: meaning };
    });
  return result(at - begun.length, at, [...words, ...variables]);
}

function result(from: number, to: number, offers: readonly JsonOffer[]): JsonOffers | null {
  return offers.length === 0 ? null : { from, to, offers: offers.slice(0, MAX_JSON_OFFERS) };
}

function holds(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase());
}

/** Where the string begins that is open at the end of `before`, behind its quote; `null` = none is. */
function openString(before: string): number | null {
  let start: number | null = null;
  for (let at = 0; at < before.length; at++) {
    if (before[at] === '\\' && start !== null) at += 1;
    else if (before[at] === '"') start = start === null ? at + 1 : null;
    else if (before[at] === '\n') start = null;
  }
  return start;
}
