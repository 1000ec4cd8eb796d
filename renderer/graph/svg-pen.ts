import { UI_FONT } from './pen.ts';
import type { Pen } from './pen.ts';

/** Where the pen's own coordinates are on the picture: a shift and a turn. */
interface Place {
  x: number;
  y: number;
  /** Radians. */
  turn: number;
}

/**
 * Writes what is drawn as SVG: vectors and text, no pixels, no scripts, no styles, no references. Only
 * the operations of {@link Pen}; text is escaped, and numbers are rounded to hundredths.
 */
export class SvgPen implements Pen {
  globalAlpha = 1;
  fillStyle: string | CanvasGradient | CanvasPattern = '#000000';
  strokeStyle: string | CanvasGradient | CanvasPattern = '#000000';
  lineWidth = 1;
  lineCap: CanvasLineCap = 'butt';
  lineJoin: CanvasLineJoin = 'miter';
  font = '10px sans-serif';
  textAlign: CanvasTextAlign = 'start';
  textBaseline: CanvasTextBaseline = 'alphabetic';
  readonly #parts: string[] = [];
  #path: string[] = [];
  #dash: readonly number[] = [];
  #place: Place = { x: 0, y: 0, turn: 0 };
  readonly #saved: Place[] = [];
  /** Whether the path has a point to go on from. */
  #begun = false;

  beginPath(): void {
    this.#path = [];
    this.#begun = false;
  }

  closePath(): void {
    if (this.#begun) this.#path.push('Z');
  }

  moveTo(x: number, y: number): void {
    this.#path.push(`M${at(x)} ${at(y)}`);
    this.#begun = true;
  }

  lineTo(x: number, y: number): void {
    this.#path.push(`${this.#begun ? 'L' : 'M'}${at(x)} ${at(y)}`);
    this.#begun = true;
  }

  quadraticCurveTo(bendX: number, bendY: number, x: number, y: number): void {
    this.#path.push(`Q${at(bendX)} ${at(bendY)} ${at(x)} ${at(y)}`);
  }

  /** Clockwise arcs only: nothing else is drawn. A whole turn is two halves, because SVG has no circle in paths. */
  arc(x: number, y: number, radius: number, from: number, to: number): void {
    const point = (angle: number) =>
      `${at(x + Math.cos(angle) * radius)} ${at(y + Math.sin(angle) * radius)}`;
    this.#path.push(`${this.#begun ? 'L' : 'M'}${point(from)}`);
    this.#begun = true;
    const r = at(radius);
    const part = (end: number, wide: boolean) =>
      this.#path.push(`A${r} ${r} 0 ${wide ? 1 : 0} 1 ${point(end)}`);
    if (to - from < 2 * Math.PI - 1e-6) part(to, to - from > Math.PI);
    else {
      part(from + Math.PI, false);
      part(to, false);
    }
  }

  fill(): void {
    if (this.#path.length === 0) return;
    this.#put(`<path d="${this.#path.join('')}"${this.#filling()}/>`);
  }

  stroke(): void {
    if (this.#path.length === 0) return;
    this.#put(`<path d="${this.#path.join('')}" fill="none"${this.#stroking()}/>`);
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.#put(`<rect${box(x, y, width, height)}${this.#filling()}/>`);
  }

  strokeRect(x: number, y: number, width: number, height: number): void {
    this.#put(`<rect${box(x, y, width, height)} fill="none"${this.#stroking()}/>`);
  }

  fillText(text: string, x: number, y: number): void {
    this.#put(`<text${this.#lettering(x, y)}${this.#filling()}>${escaped(text)}</text>`);
  }

  strokeText(text: string, x: number, y: number): void {
    const style = ` fill="none"${this.#stroking()}`;
    this.#put(`<text${this.#lettering(x, y)}${style}>${escaped(text)}</text>`);
  }

  setLineDash(dash: Iterable<number>): void {
    this.#dash = [...dash];
  }

  save(): void {
    this.#saved.push(this.#place);
  }

  restore(): void {
    this.#place = this.#saved.pop() ?? { x: 0, y: 0, turn: 0 };
  }

  translate(x: number, y: number): void {
    this.#place = { ...this.#place, x: this.#place.x + x, y: this.#place.y + y };
  }

  rotate(angle: number): void {
    this.#place = { ...this.#place, turn: this.#place.turn + angle };
  }

  /**
   * The whole picture.
   * @param title said to screen readers, escaped here
   */
  document(width: number, height: number, ground: string, title: string): string {
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" width="${at(width)}" height="${at(height)}"`,
      ` viewBox="0 0 ${at(width)} ${at(height)}" role="img">\n`,
      `<title>${escaped(title)}</title>\n`,
      `<rect width="100%" height="100%" fill="${colour(ground)}"/>\n`,
      this.#parts.join('\n'),
      '\n</svg>\n',
    ].join('');
  }

  #put(element: string): void {
    const { x, y, turn } = this.#place;
    if (x === 0 && y === 0 && turn === 0) this.#parts.push(element);
    else {
      const degrees = (turn * 180) / Math.PI;
      const where = `translate(${at(x)} ${at(y)})${turn === 0 ? '' : ` rotate(${at(degrees)})`}`;
      this.#parts.push(`<g transform="${where}">${element}</g>`);
    }
  }

  #filling(): string {
    return ` fill="${colour(this.fillStyle)}"${opacity('fill-opacity', this.globalAlpha)}`;
  }

  #stroking(): string {
    const dash = this.#dash.length > 0 ? ` stroke-dasharray="${this.#dash.map(at).join(' ')}"` : '';
    const cap = this.lineCap === 'butt' ? '' : ` stroke-linecap="${this.lineCap}"`;
    const join = this.lineJoin === 'miter' ? '' : ` stroke-linejoin="${this.lineJoin}"`;
    const width = ` stroke-width="${at(this.lineWidth)}"`;
    const seen = opacity('stroke-opacity', this.globalAlpha);
    return ` stroke="${colour(this.strokeStyle)}"${width}${dash}${cap}${join}${seen}`;
  }

  #lettering(x: number, y: number): string {
    const [, weight, size] = /^(?:(\d+) )?(\d+)px/.exec(this.font) ?? [];
    const anchor = this.textAlign === 'center' ? 'middle' : this.textAlign;
    const centred = this.textBaseline === 'middle' ? ' dominant-baseline="central"' : '';
    const bold = weight === undefined || weight === '400' ? '' : ` font-weight="${weight}"`;
    const family = ` font-family="${UI_FONT}"`;
    return ` x="${at(x)}" y="${at(y)}"${family} font-size="${size ?? 11}"${bold} text-anchor="${anchor}"${centred}`;
  }
}

/** A number as text; nonsense becomes 0 rather than a broken file. */
function at(value: number): string {
  return Number.isFinite(value) ? String(Math.round(value * 100) / 100) : '0';
}

function box(x: number, y: number, width: number, height: number): string {
  return ` x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(height)}"`;
}

function opacity(name: string, value: number): string {
  return value >= 1 ? '' : ` ${name}="${at(value)}"`;
}

/** Only plain colours are written: whatever else there might be has no business in an attribute. */
function colour(value: unknown): string {
  return typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value) ? value : '#808080';
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

// What XML 1.0 forbids: controls but tab and line ends, lone surrogates, and two non-characters.
// eslint-disable-next-line no-control-regex -- control characters are just what is looked for
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

/** Text as it may stand in an XML file. */
export function escaped(text: string): string {
  return text.replace(FORBIDDEN, '\ufffd').replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
