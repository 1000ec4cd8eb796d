/** Width of a text in pixels. */
export type Measure = (text: string) => number;

/** Average width of a character in ems, for where nothing can be measured. */
const AVERAGE_WIDTH = 0.56;

/** Bounds the memory: names come from the network. */
const MAX_REMEMBERED = 4_096;

/**
 * Measures text in one font. Remembers what it measured: labels are placed anew for every frame.
 * @param size in pixels
 * @param family as in CSS
 */
export function createMeasure(size: number, family: string, weight = 400): Measure {
  const context = document.createElement('canvas').getContext('2d');
  if (context) context.font = `${weight} ${size}px ${family}`;
  const known = new Map<string, number>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const width = context?.measureText(text).width ?? text.length * size * AVERAGE_WIDTH;
    if (known.size >= MAX_REMEMBERED) known.clear();
    known.set(text, width);
    return width;
  };
}
