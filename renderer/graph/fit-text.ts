/** Height of a line of a node's name: closer names would touch. */
export const LABEL_HEIGHT = 12;

/**
 * A text that is at most `width` pixels wide. Names are cut in the middle, because what tells
 * `worker-eu-west-17` from its neighbours is often at the end.
 * @param tail stays whole behind the text, cut or not: a number of nodes
 */
export function fitText(
  text: string,
  width: number,
  measure: (text: string) => number,
  tail = '',
): string {
  if (measure(text + tail) <= width) return text + tail;
  const characters = [...text];
  let low = 1;
  let high = characters.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(cutMiddle(characters, middle) + tail) <= width) low = middle;
    else high = middle - 1;
  }
  return cutMiddle(characters, low) + tail;
}

function cutMiddle(characters: readonly string[], keep: number): string {
  const tail = Math.floor(keep * 0.45);
  const head = characters.slice(0, keep - tail).join('');
  return `${head}…${tail > 0 ? characters.slice(-tail).join('') : ''}`;
}
