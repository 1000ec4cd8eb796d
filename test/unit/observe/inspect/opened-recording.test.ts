import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { recordSequence } from '../../../../electron/hand/sequence-record.ts';
import { Inspector } from '../../../../electron/observe/inspect/inspector.ts';
import { DEFAULT_LIMITS } from '../../../../electron/observe/message-ring.ts';
import { FakeClock } from '../../../helpers/fake-clock.ts';
import { temporaryFolder } from '../../../helpers/folder.ts';

/** Long before the clock of the test. */
const AT = 1_500_000_000_000;
const HEADER = { format: 'meshdeck-recording', version: 1, node: 'me', profile: 'home' };
const LINES = [
  { ...HEADER, started: AT, program: '0' },
  { seq: 3, at: AT, dir: 'out', peer: 'bob', port: 'x', size: 9, message: ['ask', 1, 'me#r.1'] },
  {
    ...{ seq: 4, at: AT + 250, dir: 'in', peer: 'bob', port: 'r.1', size: 9 },
    ...{ replyTo: { seq: 3, latency: 250 }, message: ['answer', 2] },
  },
  { seq: 9, at: AT + 60_000, dir: 'in', peer: 'eve', port: 'y', size: 9, message: ['bye'] },
  { end: 'stopped', messages: 3 },
];

/** Everything here works while no node runs. */
describe('an opened recording', () => {
  let inspector: Inspector;
  let source: { recording: number };

  beforeEach(async () => {
    const path = join(temporaryFolder(), 'old.jsonl');
    writeFileSync(path, LINES.map((line) => `${JSON.stringify(line)}\n`).join(''));
    const chosen = () => Promise.resolve(path);
    inspector = new Inspector({
      live: () => null,
      clock: new FakeClock(),
      files: { chooseSave: chosen, chooseOpen: chosen },
      limits: { get: () => DEFAULT_LIMITS, set: () => undefined },
      version: '1.0',
      onChange: () => undefined,
    });
    const opened = await inspector.openRecording();
    source = { recording: opened?.recording ?? 0 };
  });

  it('has bookmarks, to jump to and to filter by', () => {
    inspector.mark({ source, seq: 2, marked: true });
    const wanted = { source, system: true, follow: false };
    const { list, first } = inspector.open({ ...wanted, filter: '' });
    expect(inspector.lists.findMarked(list, first - 1, 'next')).toMatchObject({ seq: 2 });
    const marks = inspector.open({ ...wanted, filter: 'marked' });
    const rows = () => {
      inspector.takeChange();
      return inspector.lists.rows(marks.list, -5, 10).rows.map(({ seq }) => seq);
    };
    expect(rows()).toEqual([2]);
    inspector.mark({ source, seq: 3, marked: true });
    inspector.mark({ source, seq: 2, marked: false });
    expect(rows()).toEqual([3]);
  });

  it('is counted over time up to its end', async () => {
    const query = {
      source,
      by: 'peer',
      filter: '',
      system: false,
      slot: 2_000,
      slots: 31,
    } as const;
    const { from, series } = await inspector.rates(query);
    expect(from).toBe(AT);
    const places = series.map(({ value, counts }) => [value, counts.indexOf(Math.max(...counts))]);
    expect(places).toEqual([
      ['bob', 0],
      ['eve', 30],
    ]);
    const { series: answers } = await inspector.rates({ ...query, filter: 'tag = answer' });
    expect(answers).toHaveLength(1);
  });

  it('becomes a sequence', () => {
    const about = { id: 's', name: 'again' };
    const { steps } = recordSequence(inspector.store(source), [1, 2, 3], about);
    expect(steps).toMatchObject([
      { message: { tag: 'ask', arguments: '1' }, expect: { message: ['answer', 2] } },
    ]);
  });
});
