import { describe, expect, it } from 'vitest';
import { ConfigStore } from '../../../../electron/mp/config/store.ts';
import type { StoreState } from '../../../../electron/mp/config/store.ts';
import { FakeClock } from '../../../helpers/fake-clock.ts';
import { MemoryFiles } from '../../../helpers/memory-files.ts';

const RC = '/d/rc';

/** A store that watches, with hand-made events of the folder. */
async function watching(options: { events: boolean }) {
  const clock = new FakeClock();
  const files = new MemoryFiles(() => clock.now());
  files.put(RC, '{"a": 1}');
  const listeners = new Map<string, () => void>();
  const watchFolder = (folder: string, onEvent: () => void) => {
    if (!options.events) throw new Error('no watchers left');
    listeners.set(folder, onEvent);
    return { dispose: () => void listeners.delete(folder) };
  };
  let nonces = 0;
  const nonce = (): string => (nonces++).toString(16).padStart(12, '0');
  const store = new ConfigStore(RC, { files, clock, nonce, watchFolder });
  const told: StoreState[] = [];
  const guard = store.watch((state) => void told.push(state));
  await clock.pass(200);
  const event = () => listeners.forEach((listener) => listener());
  return { clock, files, store, told, guard, event, listeners };
}

const last = (told: readonly StoreState[]): unknown => {
  const state = told.at(-1);
  return state?.state === 'loaded' ? state.content.globals : state?.state;
};

describe('watching', () => {
  it('tells of a change after an event of the folder, once, in 50 ms', async () => {
    const { clock, files, told, event } = await watching({ events: true });
    expect(told).toEqual([]);
    for (let count = 2; count < 6; count += 1) {
      files.put(RC, `{"a": ${count}}`);
      event();
    }
    await clock.pass(50);
    expect([told.length, last(told)]).toEqual([1, { a: 5 }]);
    event();
    await clock.pass(2_000);
    expect(told.length).toBe(1);
  });

  it('tells within a second without events, also of a file that comes, goes or breaks', async () => {
    const { clock, files, told } = await watching({ events: false });
    const texts = ['{"a": 2}', undefined, '{"b": 1}', '{"b": ', '{"b": 2}'];
    const expected = [{ a: 2 }, 'missing', { b: 1 }, 'broken', { b: 2 }];
    for (const [index, text] of texts.entries()) {
      if (text === undefined) await files.unlink(RC);
      else files.put(RC, text);
      await clock.pass(600);
      expect([told.length, last(told)]).toEqual([index + 1, expected[index]]);
    }
  });

  it('tells of a backup that goes, too, while there is no file', async () => {
    const { clock, files, told, event } = await watching({ events: true });
    files.put(`${RC}~`, '{}');
    await files.unlink(RC);
    await clock.pass(600);
    expect(last(told)).toBe('missing');
    await files.unlink(`${RC}~`);
    event();
    await clock.pass(600);
    expect(told).toHaveLength(2);
  });

  it('tells of a mode that others widened', async () => {
    const { clock, files, told } = await watching({ events: false });
    files.put(RC, '{"a": 1}', 0o644);
    await clock.pass(600);
    expect(told[0]).toMatchObject({ warnings: [{ kind: 'mode' }] });
  });

  it('is silent about what the store writes itself, and about rewriting the same', async () => {
    const { clock, files, store, told, event } = await watching({ events: true });
    await store.apply([{ kind: 'set', profile: null, key: 'a', value: 2 }]);
    event();
    await clock.pass(1_000);
    await store.undo();
    event();
    files.put(RC, files.text(RC) ?? '');
    event();
    await clock.pass(1_000);
    expect(told).toEqual([]);
  });

  it('tells of what others wrote before the store did', async () => {
    const { clock, files, store, told } = await watching({ events: false });
    files.put(RC, '{"a": 1, "theirs": 1}');
    await store.apply([{ kind: 'set', profile: null, key: 'a', value: 2 }]);
    await clock.pass(600);
    expect([told.length, last(told)]).toEqual([1, { a: 2, theirs: 1 }]);
  });

  it('tells what changed between the last reading and its beginning', async () => {
    const { clock, files, store } = await watching({ events: false });
    await store.read();
    files.put(RC, '{"a": 7}');
    const told: StoreState[] = [];
    store.watch((state) => void told.push(state));
    await clock.pass(100);
    expect(last(told)).toEqual({ a: 7 });
  });

  it('ends: no more calls, no timers, no watchers', async () => {
    const { clock, files, told, guard, listeners } = await watching({ events: true });
    expect([...listeners.keys()]).toEqual(['/d']);
    files.put(RC, '{"a": 2}');
    guard.dispose();
    guard.dispose();
    await clock.pass(2_000);
    expect([told.length, clock.waiting, listeners.size]).toEqual([0, 0, 0]);
  });
});
