import { describe, expect, it } from 'vitest';
import { MAX_LINE_OCTETS } from '../../../../electron/mp/wire/limits.ts';
import { LineReader } from '../../../../electron/mp/wire/lines.ts';
import { expectCode } from '../../../helpers/codes.ts';

function readAll(reader: LineReader): string[] {
  const lines: string[] = [];
  for (let line = reader.next(); line !== null; line = reader.next()) lines.push(line);
  return lines;
}

const TEXT = 'first;line\r\n\nthird\rwith CR\nä\n\r\nrest';
const LINES = ['first;line', '', 'third\rwith CR', 'Ã¤', ''];

describe('LineReader', () => {
  it.each(Array.from(Buffer.from(TEXT).keys()))('cuts lines when split after octet %i', (at) => {
    const octets = Buffer.from(TEXT);
    const reader = new LineReader();
    reader.push(octets.subarray(0, at));
    const lines = readAll(reader);
    reader.push(octets.subarray(at));
    expect([...lines, ...readAll(reader)]).toEqual(LINES);
    expect(reader.rest().toString()).toBe('rest');
    expect(reader.rest()).toHaveLength(0);
  });

  it('cuts lines when fed octet by octet', () => {
    const reader = new LineReader();
    const lines: string[] = [];
    for (const octet of Buffer.from(TEXT)) {
      reader.push(Buffer.from([octet]));
      lines.push(...readAll(reader));
    }
    expect(lines).toEqual(LINES);
  });

  it('keeps octets as they are, one character each', () => {
    const reader = new LineReader();
    const octets = Buffer.from([...Array(256).keys()].filter((octet) => octet !== 10));
    reader.push(Buffer.concat([octets, Buffer.from('\n')]));
    expect(Buffer.from(reader.next() ?? '', 'latin1')).toEqual(octets);
  });

  it.each([
    ['LF', '\n'],
    ['CR LF', '\r\n'],
  ])('takes a line of 4,096 octets with its %s, and none longer', (_name, end) => {
    const longest = 'x'.repeat(MAX_LINE_OCTETS - end.length);
    const reader = new LineReader();
    reader.push(Buffer.from(longest + end));
    expect(reader.next()).toBe(longest);
    reader.push(Buffer.from(`${longest}x${end}`));
    expectCode('greeting-invalid', () => reader.next());
  });

  it('refuses a line as soon as it can no longer end in time', () => {
    const reader = new LineReader();
    reader.push(Buffer.from('x'.repeat(MAX_LINE_OCTETS - 1)));
    expect(reader.next()).toBeNull();
    reader.push(Buffer.from('x'));
    expectCode('greeting-invalid', () => reader.next());
  });

  it('shows the beginning of a line without taking it', () => {
    const reader = new LineReader();
    reader.push(Buffer.from('aem'));
    expect(reader.peek()).toBe('aem');
    reader.push(Buffer.from('p\nx'));
    expect(reader.peek()).toBe('aemp\nx');
    expect(reader.next()).toBe('aemp');
    expect(reader.peek()).toBe('x');
  });
});
