import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Inspector } from '../../../../electron/observe/inspect/inspector.ts';
import type { InspectorOptions } from '../../../../electron/observe/inspect/inspector.ts';
import { MAX_LISTS, TIME_PER_ROW } from '../../../../electron/observe/inspect/lists.ts';
import { MAX_OPENED } from '../../../../electron/observe/inspect/opened-recordings.ts';
import { DEFAULT_LIMITS } from '../../../../electron/observe/message-ring.ts';
import type { MessageLimits } from '../../../../electron/observe/message-ring.ts';
import { MessageLog } from '../../../../electron/observe/messages.ts';
import type { PortId } from '../../../../shared/ids.ts';
import { MAX_TAIL_ROWS } from '../../../../shared/messages.ts';
import { eventually } from '../../../helpers/eventually.ts';
import { FakeClock } from '../../../helpers/fake-clock.ts';
import { FakeNode } from '../../../helpers/fake-node.ts';
import { temporaryFolder } from '../../../helpers/folder.ts';

const port = (text: string) => text as PortId;
const LIVE = { source: 'live', filter: '', system: false, follow: true } as const;

let clock: FakeClock;
let node: FakeNode;
let log: MessageLog | null;
let limits: MessageLimits;
let path: string | null;
let inspector: Inspector;

beforeEach(() => {
  clock = new FakeClock();
  node = new FakeNode('me');
  log = newLog();
  limits = DEFAULT_LIMITS;
  path = join(temporaryFolder(), 'file');
  inspector = create();
});

function newLog(): MessageLog {
  const nothing = () => undefined;
  return new MessageLog({ node, clock, onTraffic: nothing, onChange: nothing });
}

function create(more: Partial<InspectorOptions> = {}): Inspector {
  return new Inspector({
    live: () => log && { log, profile: 'home' },
    clock,
    files: { chooseSave: () => Promise.resolve(path), chooseOpen: () => Promise.resolve(path) },
    limits: { get: () => limits, set: (wanted) => (limits = wanted) },
    version: '1.0',
    onChange: () => undefined,
    ...more,
  });
}

const flood = (count: number) => {
  for (let i = 0; i < count; i++) node.snd(port('bob#x'), 'n', i);
};

const code = (expected: string): unknown => expect.objectContaining({ code: expected });

describe('lists', () => {
  it('are pushed with their newest rows, a bounded number, and only when they changed', () => {
    flood(10);
    const followed = inspector.open(LIVE);
    const other = inspector.open({ ...LIVE, filter: 'arg[0] = 3', follow: false });
    expect([followed.first, other.first]).toEqual([-10, -1]);
    expect(inspector.takeChange()).toEqual({});
    flood(2);
    const { messageLists } = inspector.takeChange();
    expect(messageLists?.lists.map(({ list, end, kept }) => [list, end, kept])).toEqual([
      [followed.list, 2, 12],
      [other.list, 0, 12],
    ]);
    expect(messageLists?.tail).toMatchObject({ list: followed.list, from: 0, rows: [{}, {}] });
    clock.advance(2 * TIME_PER_ROW);
    flood(1_000);
    const { tail } = inspector.takeChange().messageLists ?? {};
    expect([tail?.from, tail?.rows.length]).toEqual([1_002 - MAX_TAIL_ROWS, MAX_TAIL_ROWS]);
    expect(tail?.rows.at(-1)?.seq).toBe(1_012);
    inspector.lists.follow(other.list, true);
    flood(4);
    expect(inspector.takeChange().messageLists?.tail).toMatchObject({
      list: other.list,
      rows: [{ preview: '3' }],
    });
    inspector.lists.close(followed.list);
    inspector.lists.close(other.list);
    flood(1);
    expect(inspector.takeChange()).toEqual({});
  });

  it('leave the window time to draw many rows, and tell what came meanwhile after that', () => {
    const onChange = vi.fn();
    inspector = create({ onChange });
    const { list } = inspector.open(LIVE);
    flood(MAX_TAIL_ROWS);
    inspector.takeChange();
    flood(3);
    onChange.mockClear();
    expect([inspector.takeChange(), inspector.takeChange()]).toEqual([{}, {}]);
    clock.advance(MAX_TAIL_ROWS * TIME_PER_ROW - 1);
    expect(onChange).not.toHaveBeenCalled();
    clock.advance(1);
    expect(onChange).toHaveBeenCalledTimes(1);
    const { messageLists } = inspector.takeChange();
    expect(messageLists?.tail).toMatchObject({ list, from: MAX_TAIL_ROWS, rows: [{}, {}, {}] });
    // Who doesn't follow gets no rows, and waits for none.
    inspector.lists.follow(list, false);
    flood(1);
    expect(inspector.takeChange().messageLists?.lists).toMatchObject([{ end: MAX_TAIL_ROWS + 4 }]);
  });

  it('tell which requests were answered', () => {
    inspector.open({ ...LIVE, filter: 'dir = out' });
    const slow = inspector.open({ ...LIVE, filter: 'latency > 10', follow: false });
    node.snd(port('bob#x'), 'q', 'me#r');
    inspector.takeChange();
    clock.advance(20);
    node.receive('bob', port('me#r'), 'a');
    const push = inspector.takeChange().messageLists;
    expect(push?.answered).toEqual([{ seq: 1, by: 2, latency: 20 }]);
    const rows = inspector.lists.rows(slow.list, -5, 20).rows;
    expect(rows.map(({ seq }) => seq)).toEqual([1, 2]);
  });

  it('are limited in number, and say when they are gone', async () => {
    const lists = Array.from({ length: MAX_LISTS }, () => inspector.open(LIVE));
    expect(() => inspector.open(LIVE)).toThrow(code('limit-reached'));
    inspector.lists.close(lists[0]?.list ?? 0);
    const { list } = inspector.open(LIVE);
    inspector.lists.close(list);
    for (const act of [
      () => inspector.lists.rows(list, 0, 1),
      () => inspector.lists.follow(list, true),
      () => inspector.lists.findMarked(list, 0, 'next'),
    ]) {
      expect(act).toThrow(code('not-open'));
    }
    await expect((async () => inspector.lists.find(list, 1))()).rejects.toEqual(code('not-open'));
    expect(() => inspector.open({ ...LIVE, filter: '(' })).toThrow(code('filter-invalid'));
  });

  it('are closed when another node runs, or another window opens', () => {
    const { list } = inspector.open(LIVE);
    log = newLog();
    inspector.takeChange();
    expect(() => inspector.lists.rows(list, 0, 1)).toThrow(code('not-open'));
    inspector.open(LIVE);
    expect(inspector.takeAll()).toMatchObject({ messageLists: { lists: [] }, recording: null });
    expect(inspector.lists.size).toBe(0);
    log = null;
    expect(() => inspector.open(LIVE)).toThrow(code('not-running'));
    expect(() => inspector.mark({ source: 'live', seq: 1, marked: true })).toThrow(
      code('not-running'),
    );
  });

  it('take new limits at once', () => {
    flood(3_000);
    const { list } = inspector.open(LIVE);
    const wanted = { messages: 1_000, octets: 8 * 1024 * 1024 };
    expect(inspector.limits(wanted)).toEqual(wanted);
    expect(inspector.takeChange().messageLists?.lists).toMatchObject([
      { list, first: -1_000, kept: 1_000, dropped: 2_000 },
    ]);
    expect(inspector.limits(null)).toEqual(wanted);
  });
});

describe('recordings', () => {
  const wanted = { filter: '', system: false, maxOctets: null, maxDuration: null };

  it('are written, opened, and looked at like live messages', async () => {
    flood(1);
    const started = await inspector.startRecording(wanted);
    expect(started).toMatchObject({ path, messages: 0, ended: null });
    expect(() => inspector.startRecording(wanted)).toThrow(code('limit-reached'));
    flood(3);
    expect(await inspector.stopRecording()).toMatchObject({ messages: 3, ended: 'stopped' });
    expect(inspector.takeChange().recording).toMatchObject({ ended: 'stopped' });
    const opened = await inspector.openRecording();
    expect(opened).toMatchObject({ name: 'file', messages: 3, node: 'me', notes: [] });
    const source = { recording: opened?.recording ?? 0 };
    const { list } = inspector.open({ ...LIVE, source, filter: 'time > -1h' });
    expect(inspector.lists.rows(list, -3, 9).rows.map(({ preview }) => preview)).toEqual([
      '0',
      '1',
      '2',
    ]);
    expect(inspector.reader.detail(inspector.store(source), 2)?.json).toContain('1');
    inspector.closeRecording(source);
    expect(() => inspector.lists.rows(list, 0, 1)).toThrow(code('not-open'));
    expect(() => inspector.store(source)).toThrow(code('not-open'));
  });

  it('end with the node, and with the program', async () => {
    await inspector.startRecording(wanted);
    log?.dispose();
    await inspector.stopRecording();
    expect(inspector.takeChange().recording).toMatchObject({ ended: 'session' });
    log = newLog();
    await inspector.startRecording(wanted);
    flood(2);
    await inspector.close();
    expect(inspector.takeChange().recording).toMatchObject({ ended: 'session', messages: 2 });
  });

  it('are opened a few at a time, and their room is given back', async () => {
    await inspector.startRecording(wanted);
    await inspector.stopRecording();
    for (let i = 0; i < MAX_OPENED; i++) await inspector.openRecording();
    expect(() => inspector.openRecording()).toThrow(code('limit-reached'));
    inspector.closeRecording({ recording: 1 });
    expect(await inspector.openRecording()).not.toBeNull();
  });

  it('are begun with one dialog, and none is fine', async () => {
    let answer = (_path: string | null) => undefined as void;
    const asked = new Promise<string | null>((resolve) => (answer = resolve));
    const files = { chooseSave: vi.fn(() => asked), chooseOpen: vi.fn(() => asked) };
    inspector = create({ files });
    const started = inspector.startRecording(wanted);
    await expect(inspector.openRecording()).rejects.toEqual(code('limit-reached'));
    answer(null);
    expect(await started).toBeNull();
    expect(await inspector.stopRecording()).toBeNull();
  });

  it('are not begun when the node was left while the dialog stood', async () => {
    const files = {
      chooseSave: () => {
        log = null;
        return Promise.resolve(path);
      },
      chooseOpen: () => Promise.resolve(null),
    };
    await expect(create({ files }).startRecording(wanted)).rejects.toEqual(code('not-running'));
  });
});

describe('exports', () => {
  const text = () => readFileSync(path ?? '', 'utf8');

  async function exported(format: 'jsonl' | 'json' | 'csv', filter = '') {
    const { list } = inspector.open({ ...LIVE, filter });
    await inspector.startExport({ list, format });
    inspector.lists.close(list);
    await eventually(() => expect(inspector.takeChange().export?.ended).toBe('done'));
  }

  it('write JSON Lines that can be opened, and JSON', async () => {
    flood(5);
    await exported('jsonl', 'arg[0] >= 2');
    const opened = await inspector.openRecording();
    expect(opened).toMatchObject({ messages: 3, node: 'me', notes: [] });
    await exported('json');
    expect(JSON.parse(text())).toMatchObject([
      { seq: 1, dir: 'out', peer: 'bob', port: 'x', message: ['n', 0] },
      {},
      {},
      {},
      { seq: 5 },
    ]);
  });

  it('write CSV that no spreadsheet calculates', async () => {
    node.receive('bob', port('me#=1+1'), '=cmd|"x"', 'a,"b"\n', 'bob#r');
    clock.advance(2);
    node.snd(port('bob#r'), '-1');
    node.receive('bob', port('me#y'), '  ＋1');
    await exported('csv');
    const time = new Date(clock.now() - 2).toISOString();
    const later = new Date(clock.now()).toISOString();
    const rows = [
      'seq,time,direction,peer,port,tag,size,reply_to,latency_ms,message',
      `1,${time},in,"bob","'=1+1","'=cmd|""x""",41,,2.000,"[""=cmd|\\""x\\"""",""a,\\""b\\""\\n"",""bob#r""]"`,
      `2,${later},out,"bob","r","'-1",10,1,2.000,"[""-1""]"`,
      `3,${later},in,"bob","y","'  ＋1",12,,,"[""  ＋1""]"`,
      '',
    ];
    expect(text().split('\r\n')).toEqual(rows);
  });

  it('tell their progress, at most ten times a second, and can be cancelled', async () => {
    flood(5_000);
    // Every look at the clock takes 3 ms, so that there are many slices.
    let now = clock.now();
    const ticking = { now: () => (now += 3), after: clock.after.bind(clock) };
    const views: { at: number; done: number }[] = [];
    inspector = create({
      clock: ticking,
      onChange: () => {
        const view = inspector.takeChange().export;
        if (view) views.push({ at: now, done: view.done });
      },
    });
    const { list } = inspector.open(LIVE);
    await inspector.startExport({ list, format: 'csv' });
    expect(() => inspector.startExport({ list, format: 'csv' })).toThrow(code('limit-reached'));
    await eventually(() => expect(views.at(-1)?.done).toBe(5_000));
    expect(views.length).toBeGreaterThan(3);
    const gaps = views.slice(1, -1).map(({ at }, i) => at - (views[i]?.at ?? 0));
    expect(gaps.slice(1).every((gap) => gap >= 100)).toBe(true);
    await inspector.startExport({ list, format: 'csv' });
    const before = text();
    await inspector.cancelExport();
    expect(inspector.takeAll().export).toMatchObject({ ended: 'cancelled' });
    expect(text()).toBe(before);
    expect(readdirSync(dirname(path ?? ''))).toEqual(['file']);
  });

  it('say why a file can’t be written', async () => {
    flood(1);
    const { list } = inspector.open(LIVE);
    writeFileSync(path ?? '', '');
    path = join(path ?? '', 'below a file');
    await expect(inspector.startExport({ list, format: 'csv' })).rejects.toEqual(
      code('file-unwritable'),
    );
    path = null;
    expect(await inspector.startExport({ list, format: 'csv' })).toBeNull();
  });
});
