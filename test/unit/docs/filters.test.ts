import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import {
  MAX_FILTER_DEPTH,
  MAX_FILTER_LENGTH,
  MAX_FILTER_LIST,
  MAX_PATTERN_LENGTH,
  parseFilter,
} from '../../../shared/filter.ts';
import { FIELDS } from '../../../shared/filter/syntax.ts';
import type { Json } from '../../../shared/json.ts';

const document = readFileSync('docs/filters.md', 'utf8');
const NOW = new Date(2026, 10, 4, 12, 40).getTime();

interface Sample {
  at: string;
  direction: 'in' | 'out';
  peer: string;
  port: string;
  size: number;
  reply?: number;
  answered?: number;
  marked?: boolean;
  message: Json[];
}

const [, json = ''] = /```json messages\n([\s\S]*?)```/.exec(document) ?? [];
const records = (JSON.parse(json) as Sample[]).map((sample) => ({
  ...sample,
  // Without a zone this is local time, as in the document.
  at: new Date(sample.at).getTime(),
  replyTo: sample.reply === undefined ? null : { latency: sample.reply },
  answeredBy: sample.answered === undefined ? null : { latency: sample.answered },
  marked: sample.marked ?? false,
}));

const examples = rowsOf('Examples').map(([filter = '', passes = '']) => [code(filter), passes]);
const errors = rowsOf('Errors').map(([filter = '', place = '', message]) => {
  return [code(filter), place === 'at the end' ? '' : code(place), message];
});

describe('docs/filters.md', () => {
  it('has examples', () => {
    expect(records.length).toBeGreaterThan(3);
    expect(examples.length).toBeGreaterThan(50);
    expect(errors.length).toBeGreaterThan(20);
  });

  test.each(examples)('%s passes %s', (filter, passes) => {
    const result = parseFilter(filter, { now: NOW });
    if (!result.ok) throw new Error(result.error.message);
    const numbers = records.flatMap((record, index) =>
      result.filter.test(record) ? [index + 1] : [],
    );
    expect(numbers.join(' ')).toBe(passes);
  });

  test.each(errors)('%s is wrong at %s: %s', (filter, place, message) => {
    const result = parseFilter(filter!, { now: NOW });
    if (result.ok) throw new Error('It is understood');
    expect(result.error.message).toBe(message);
    expect(filter!.slice(result.error.from, result.error.to)).toBe(place);
    if (place === '') expect(result.error.from).toBe(filter!.length);
  });

  it('names every field', () => {
    const named = rowsOf('Fields').map(([field = '']) => code(field));
    expect(named).toEqual([...FIELDS.keys(), 'arg[0]']);
  });

  it('names the limits', () => {
    const limits = [...rowsOf('Grammar').values()].map(([, limit = '']) =>
      Number(limit.replace(/[^\d]/g, '')),
    );
    expect(limits).toEqual([
      MAX_FILTER_LENGTH,
      MAX_FILTER_DEPTH,
      MAX_FILTER_LIST,
      MAX_PATTERN_LENGTH,
    ]);
  });
});

/** The cells of the tables in a chapter, without the heads. */
function rowsOf(title: string): string[][] {
  const [, chapter = ''] = document.split(`## ${title}\n`);
  const lines = (chapter.split('\n## ')[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .slice(1, line.lastIndexOf('|'))
      .split(/(?<!\|)\|(?!\|)/)
      .map((cell) => cell.trim()),
  );
}

/** What stands between the first backticks of a cell. */
function code(cell: string): string {
  return /`([^`]*)`/.exec(cell)?.[1] ?? '';
}
