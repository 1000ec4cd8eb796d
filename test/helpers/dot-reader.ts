/**
 * Reads the quoted strings of a DOT file as GraphViz does, by its grammar: `\"` is a quote, `\\` stays two
 * backslashes, every other backslash stays what it is.
 * @throws Error when a string does not end
 */
export function dotStrings(text: string): string[] {
  const found: string[] = [];
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at)) {
    const [value, end] = readString(text, at + 1);
    found.push(value);
    at = end;
  }
  return found;
}

function readString(text: string, from: number): [string, number] {
  let value = '';
  for (let at = from; at < text.length; at++) {
    const pair = text.slice(at, at + 2);
    if (pair === '\\"') value += '"';
    else if (pair === '\\\\') value += pair;
    else if (text[at] === '"') return [value, at + 1];
    else {
      value += text[at];
      continue;
    }
    at += 1;
  }
  throw new Error('A quoted string does not end');
}

/** What a label shows: its escapes and entities are read once more. */
export function dotLabelText(label: string): string {
  return label.replace(/\\(.)/gs, '$1').replaceAll('&amp;', '&');
}
