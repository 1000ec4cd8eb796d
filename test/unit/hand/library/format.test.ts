import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_LIBRARY } from '../../../../electron/hand/library/content.ts';
import { libraryText, readLibrary } from '../../../../electron/hand/library/format.ts';
import { MeshError } from '../../../../shared/errors.ts';
import { CONTENT, saved, sequence } from './samples.ts';

const text = libraryText(CONTENT);
const lines = text.trimEnd().split('\n');

describe('library files', () => {
  it('come back as they were written', () => {
    expect(readLibrary(text)).toEqual({ content: CONTENT, entries: 9, notes: [] });
    expect(readLibrary(libraryText(EMPTY_LIBRARY)).content).toEqual(EMPTY_LIBRARY);
    expect(lines[0]).toBe('{"format":"meshdeck-library","version":1,"entries":9}');
  });

  it('that are damaged yield all but the damaged lines', () => {
    const broken = [...lines];
    broken[1] = broken[1]!.slice(0, 20);
    broken[3] = '{"sequence":{"id":"s","name":"","folder":"","steps":[]}}';
    broken[4] = '{"unknown":1}';
    const { content, entries, notes } = readLibrary(broken.join('\n'));
    expect(entries).toBe(6);
    expect(content.messages).toEqual([saved('m2')]);
    expect(notes).toEqual([
      'Line 2 is damaged.',
      "Line 4: a sequence that can't be used: name is empty.",
      'Line 5 holds nothing that is known.',
    ]);
  });

  const PORT = { kind: 'port', port: 'bob' };
  const message = saved('m');
  const step = { message: { destination: PORT, tag: '', arguments: '' }, wait: 0, expect: null };
  const steps = (change: object) => ({ ...sequence('s'), steps: [step, { ...step, ...change }] });

  it.each([
    [
      { message: { ...message, name: 'x'.repeat(360) } },
      'name is too long (360 characters, at most 200)',
    ],
    [{ message: { ...message, tag: 7 } }, 'tag is no text'],
    [{ message: { ...message, extra: 1 } }, 'extra is not known'],
    [
      { message: { id: 'm', name: 'm', folder: '', tag: '', arguments: '' } },
      'destination is missing',
    ],
    [
      { message: { ...message, destination: { kind: 'room' } } },
      'destination, kind is not "port" or "group"',
    ],
    [
      { message: { ...message, destination: { kind: 'port', port: 'a;b' } } },
      'destination, port is no destination such as NODE or NODE#PORT',
    ],
    [{ message: 5 }, 'it is no object'],
    [{ sequence: steps({ wait: -1 }) }, 'step 2, wait is too small (-1, at least 0)'],
    [{ sequence: steps({ wait: 0.5 }) }, 'step 2, wait is no whole number'],
    [
      { sequence: steps({ expect: { filter: '', message: {}, timeout: 500 } }) },
      'step 2, expect, message is no list',
    ],
    [
      { sequence: { ...sequence('s'), steps: Array(201).fill(step) } },
      'steps is too long (201 elements, at most 200)',
    ],
    [
      { variable: { name: 'two words', value: '' } },
      'name is no word of letters, digits, - and _, or it is taken',
    ],
    [
      { history: { destination: PORT, tag: '', arguments: '', at: 'today', call: 1 } },
      'at is no number',
    ],
  ])('say what is wrong in words: %j', (entry, words) => {
    const [kind] = Object.keys(entry);
    const { notes } = readLibrary(`${lines[0]}\n${JSON.stringify(entry)}\n`);
    expect(notes[0]).toBe(`Line 2: a ${kind} that can't be used: ${words}.`);
  });

  it('that are cut yield what is before the cut', () => {
    const cut = text.slice(0, text.indexOf('"m2"'));
    const { content, notes } = readLibrary(cut);
    expect(content).toEqual({ ...EMPTY_LIBRARY, messages: [saved('m1')] });
    expect(notes).toEqual(['Line 3 is damaged.', 'The end is missing: 7 entries.']);
    expect(readLibrary(`${lines.slice(0, 2).join('\n')}\n`).notes).toEqual([
      'The end is missing: 8 entries.',
    ]);
  });

  it('without their first line are still read', () => {
    const { content, notes } = readLibrary(['rubbish', ...lines.slice(1)].join('\n'));
    expect(content).toEqual(CONTENT);
    expect(notes).toEqual(['The first line is not that of a library.', 'Line 1 is damaged.']);
  });

  it.each([
    ['', 'library-invalid'],
    ['{}', 'library-invalid'],
    ['[1]\n{"message":1}\n', 'library-invalid'],
    ['{"format":"meshdeck-library","version":2}\n{"message":{}}', 'library-version'],
  ])('that are none are refused: %j', (bad, code) => {
    expect(() => readLibrary(bad)).toThrow(expect.objectContaining({ code }));
  });

  it('say a bounded number of things', () => {
    const { notes } = readLibrary(`${lines[0]}\n${'rubbish\n'.repeat(10_000)}`);
    expect(notes.length).toBe(51);
    expect(notes.at(-1)).toBe('And 9950 more lines.');
  });

  it('may hold what would harm a program', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const hostile = [
      '{"format":"meshdeck-library","version":1}',
      '{"__proto__":{"message":1}}',
      '{"variable":{"name":"__proto__","value":"x"}}',
      `{"sequence":{"id":"s","name":"n","folder":"","steps":[{"message":${JSON.stringify(saved('x'))},"wait":0,"expect":{"filter":"","message":[${deep}],"timeout":500}}]}}`,
      `{"filter":{"name":"f","filter":"${'x'.repeat(10_000)}"}}`,
    ].join('\n'); // prettier-ignore
    const { content, notes } = readLibrary(hostile);
    expect(notes.length).toBe(3);
    expect(Object.keys(content.variables)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(content.variables)).toBe(Object.prototype);
    expect(content.sequences).toEqual([]);
  });

  it('yield content or a coded error, whatever is done to them', () => {
    const cut = fc.tuple(fc.nat(text.length), fc.nat(40), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(cut, ([from, length, put]) => {
        const spoilt = text.slice(0, from) + put + text.slice(from + length);
        try {
          const { content, entries, notes } = readLibrary(spoilt);
          expect(entries).toBeGreaterThan(0);
          // Line feeds between lines, and the ends of texts, may change without harm.
          if (notes.length === 0) {
            expect(readLibrary(libraryText(content)).content).toEqual(content);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(MeshError);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
