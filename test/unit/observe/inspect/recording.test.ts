import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Sieve } from '../../../../electron/observe/inspect/filtering.ts';
import type { OutputFile } from '../../../../electron/observe/inspect/output-file.ts';
import { openOutput } from '../../../../electron/observe/inspect/output-file.ts';
import { Pace } from '../../../../electron/observe/inspect/pace.ts';
import { Recorder, RECORD_INTERVAL } from '../../../../electron/observe/inspect/recorder.ts';
import type { RecorderOptions } from '../../../../electron/observe/inspect/recorder.ts';
import { readRecording } from '../../../../electron/observe/inspect/recording-reader.ts';
import type { MessageLimits } from '../../../../electron/observe/message-ring.ts';
import { MessageLog } from '../../../../electron/observe/messages.ts';
import { MeshError } from '../../../../shared/errors.ts';
import type { NodeId, PortId } from '../../../../shared/ids.ts';
import type { Json } from '../../../../shared/json.ts';
import { eventually } from '../../../helpers/eventually.ts';
import { FakeClock } from '../../../helpers/fake-clock.ts';
import { FakeNode } from '../../../helpers/fake-node.ts';
import { temporaryFolder } from '../../../helpers/folder.ts';
import { rowsOf } from '../../../helpers/kept-messages.ts';

const LIMITS = { messages: 100_000, octets: 256 * 1024 * 1024 };
const port = (text: string) => text as PortId;

let clock: FakeClock;
let node: FakeNode;
let log: MessageLog;
let pace: Pace;
let path: string;

beforeEach(() => {
  setUp();
  path = join(temporaryFolder(), 'recording.jsonl');
});

function setUp(limits?: MessageLimits): void {
  const nothing = () => undefined;
  clock = new FakeClock();
  node = new FakeNode('me');
  log = new MessageLog({ node, clock, onTraffic: nothing, onChange: nothing, limits });
  pace = new Pace(clock);
}

async function record(more: Partial<RecorderOptions> = {}): Promise<Recorder> {
  const header = { node: 'me' as NodeId, profile: 'home', started: clock.now(), program: '1.0' };
  return new Recorder({
    log,
    sieve: new Sieve({ filter: '', system: true }, clock.now()),
    header,
    file: more.file ?? (await openOutput(path, 'growing')),
    path,
    maxOctets: null,
    maxDuration: null,
    clock,
    pace,
    onChange: () => undefined,
    ...more,
  });
}

const read = (limits = LIMITS) => readRecording(path, limits, pace);

/** Lets intervals pass until the disk has what `holds` looks for. */
const written = (holds: () => void) =>
  eventually(async () => {
    await clock.pass(RECORD_INTERVAL);
    holds();
  });

/** A few messages of every kind. */
function talk(): void {
  node.snd(port('bob#x'), 'ask', { é: [1, null] }, 'me#r.1');
  clock.advance(12.5);
  node.receive('bob', port('me#r.1'), 'answer', 'line\nend\u2028😀');
  node.snd(port('bob'), 'mon1', 'x');
  node.receive('bob', port('me#y'), ['no tag'], 'x'.repeat(10_000));
}

describe('a recording', () => {
  it('is read as it was seen', async () => {
    node.snd(port('bob#x'), 'before');
    const recorder = await record();
    talk();
    await recorder.end('stopped');
    expect(recorder.view).toMatchObject({ messages: 4, skipped: 0, ended: 'stopped', path });
    const octets = readFileSync(path);
    expect(recorder.view.octets).toBe(octets.length);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const recording = await read();
    const renumbered = rowsOf(log)
      .slice(1)
      .map((row) => ({
        ...row,
        seq: row.seq - 1,
        replyTo: row.replyTo && { ...row.replyTo, seq: row.replyTo.seq - 1 },
        answeredBy: row.answeredBy && { ...row.answeredBy, seq: row.answeredBy.seq - 1 },
      }));
    expect(rowsOf(recording)).toEqual(renumbered);
    expect(recording).toMatchObject({ self: 'me', notes: [], header: { profile: 'home' } });
  });

  it('keeps any message, and forgets answers whose requests are not in it', async () => {
    const message = fc.array(fc.jsonValue({ maxDepth: 4 }), { maxLength: 4 });
    const property = fc.asyncProperty(fc.array(message, { maxLength: 8 }), async (messages) => {
      setUp();
      const recorder = await record();
      for (const each of messages) node.receive('bob', port('me#y'), ...(each as Json[]));
      await recorder.end('stopped');
      const { ring } = await read();
      const contents = rowsOf({ ring }).map(({ seq }) => ring.get(seq)?.content);
      expect(contents).toEqual(messages.map((each) => JSON.stringify(each)));
    });
    await fc.assert(property, { numRuns: 50 });
    setUp();
    const sieve = new Sieve({ filter: 'dir = in', system: false }, 0);
    const recorder = await record({ sieve });
    talk();
    await recorder.end('stopped');
    expect(rowsOf(await read()).map(({ replyTo }) => replyTo)).toEqual([null, null]);
  });

  it('goes on, by and by, and ends with the session', async () => {
    const views: number[] = [];
    let recorder: Recorder | null = null;
    recorder = await record({ onChange: () => views.push(recorder?.view.messages ?? 0) });
    for (let i = 0; i < 3; i++) {
      node.snd(port('bob#x'), 'n', i);
      await written(() => expect(views).toContain(i + 1));
    }
    expect(readFileSync(path, 'utf8').split('\n').length).toBeGreaterThan(3);
    log.dispose();
    await recorder.end('stopped');
    expect(recorder.view).toMatchObject({ ended: 'session', messages: 3 });
    expect(views).toEqual(expect.arrayContaining([1, 2, 3]));
    expect(readFileSync(path, 'utf8')).toMatch(/\n\{"end":"session","messages":3\}\n$/);
    expect(clock.waiting).toBe(0);
  });

  it('ends when its size or its time is over', async () => {
    const small = await record({ maxOctets: 1_000 });
    for (let i = 0; i < 100; i++) node.snd(port('bob#x'), 'n', i);
    await written(() => expect(small.view.ended).toBe('size'));
    await small.end('stopped');
    expect(statSync(path).size).toBeLessThanOrEqual(1_000);
    const recording = await read();
    expect([recording.ring.kept, recording.notes]).toEqual([small.view.messages, []]);
    const short = await record({ maxDuration: 500 });
    clock.advance(499);
    expect(short.view.ended).toBeNull();
    clock.advance(1);
    await short.end('stopped');
    expect(short.view.ended).toBe('time');
  });

  it('says what the disk was too slow for', async () => {
    setUp({ messages: 5, octets: LIMITS.octets });
    const recorder = await record();
    for (let i = 0; i < 12; i++) node.snd(port('bob#x'), 'n', i);
    await recorder.end('stopped');
    expect(recorder.view).toMatchObject({ messages: 5, skipped: 7 });
    expect((await read()).notes).toEqual([
      'While it was recorded, 7 messages came too fast for the disk.',
    ]);
  });

  it('says when the disk fails, and stops', async () => {
    const full = new MeshError('file-unwritable', 'No space left.');
    const abandon = vi.fn(() => Promise.resolve());
    const file: OutputFile = { write: () => Promise.reject(full), finish: vi.fn(), abandon };
    const recorder = await record({ file });
    await recorder.end('stopped');
    expect(recorder.view.ended).toMatchObject({ code: 'file-unwritable' });
    expect(abandon).toHaveBeenCalledOnce();
    expect(clock.waiting).toBe(0);
  });

  it('is readable wherever it is cut', { timeout: 60_000 }, async () => {
    const recorder = await record();
    talk();
    node.receive('bob', port('me#z'), 'é', '😀');
    await recorder.end('stopped');
    const text = readFileSync(path, 'utf8').replace('x'.repeat(10_000), 'xxxx');
    const octets = Buffer.from(text);
    const firstEnd = octets.indexOf('\n');
    const whole = rowsOf(log).length;
    for (let length = 0; length < octets.length; length++) {
      writeFileSync(path, octets.subarray(0, length));
      if (length < firstEnd) {
        await expect(read()).rejects.toMatchObject({ code: 'recording-invalid' });
        continue;
      }
      const { ring, notes } = await read();
      const lines =
        octets
          .subarray(0, length + 1)
          .toString()
          .split('\n').length - 2;
      expect(ring.kept).toBe(Math.min(lines, whole));
      // Without its last line end it is whole.
      const isWhole = length >= octets.length - 1;
      expect(notes.some((note) => note.startsWith('The end is missing'))).toBe(!isWhole);
    }
  });

  it('loses only the lines that are damaged', async () => {
    const recorder = await record();
    talk();
    await recorder.end('stopped');
    const [header = '', ...lines] = readFileSync(path, 'utf8').split('\n');
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const bad = (more: object) =>
      JSON.stringify({
        seq: 99,
        at: 1,
        dir: 'in',
        peer: 'b',
        port: '',
        size: 1,
        message: [],
        ...more,
      });
    const damaged = [
      '{"half":',
      'null',
      '[]',
      '{}',
      bad({ at: -1 }),
      bad({ at: 1e300 }),
      bad({ dir: 'up' }),
      bad({ peer: 'a#b' }),
      bad({ message: {} }),
      bad({ seq: 1 }),
      bad({}).replace('"message":[]', `"message":${deep}`),
      '\u0000',
    ];
    writeFileSync(path, [header, '', lines[0], ...damaged, ...lines.slice(1)].join('\n'));
    const recording = await read();
    expect(recording.ring.kept).toBe(4);
    expect(recording.notes).toEqual([
      `${damaged.length} lines are damaged and left out, the first is line 4.`,
    ]);
    const parts = [`${header}\n`, Buffer.from([0xff, 0xfe, 0x0a]), `${lines.join('\n')}`];
    writeFileSync(path, Buffer.concat(parts.map((part) => Buffer.from(part))));
    expect((await read()).notes).toEqual([
      'One line is damaged and left out, the first is line 2.',
    ]);
  });

  it('is read only as far as it fits', async () => {
    const recorder = await record();
    for (let i = 0; i < 500; i++) node.snd(port('bob#x'), 'n', i);
    await recorder.end('stopped');
    const some = await read({ messages: 20, octets: LIMITS.octets });
    expect(some.ring.kept).toBe(20);
    expect(some.notes).toEqual([
      'Only the first 20 messages fit; the rest of the file was not read.',
    ]);
    const little = await read({ messages: 1_000, octets: 10_000 });
    expect(little.ring.kept).toBeGreaterThan(5);
    expect(little.ring.memory).toBeLessThanOrEqual(10_000);
  });

  it.each([
    ['{"format":"other"}\n', 'recording-invalid'],
    ['', 'recording-invalid'],
    ['\u0000\u0001', 'recording-invalid'],
    ['{"format":"meshdeck-recording","version":2}\n', 'recording-version'],
    ['{"format":"meshdeck-recording"}\n', 'recording-version'],
    ['{"format":"meshdeck-recording","version":1,"node":"a#b","started":1}\n', 'recording-invalid'],
  ])('is not what begins with %j', async (text, code) => {
    writeFileSync(path, text);
    await expect(read()).rejects.toMatchObject({ code });
  });

  it('is a file', async () => {
    await expect(read()).rejects.toMatchObject({ code: 'file-unreadable' });
    const folder = temporaryFolder();
    await expect(readRecording(folder, LIMITS, pace)).rejects.toMatchObject({
      code: 'file-unreadable',
    });
    await expect(openOutput(folder, 'growing')).rejects.toMatchObject({ code: 'file-unwritable' });
    await expect(openOutput(join(folder, 'a', 'b'), 'whole')).rejects.toMatchObject({
      code: 'file-unwritable',
    });
  });
});
