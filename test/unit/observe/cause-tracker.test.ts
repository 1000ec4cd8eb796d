import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { CauseChange } from '../../../electron/observe/cause-tracker.ts';
import {
  CAUSES_CALM_GAP,
  CAUSES_GAP,
  CAUSES_IDLE,
  CAUSES_MAX_GAP,
  CAUSES_SOON,
  CauseTracker,
} from '../../../electron/observe/cause-tracker.ts';
import type { MeshSnapshot } from '../../../shared/causes.ts';
import { MAX_CAUSES } from '../../../shared/causes.ts';
import { SETTLING } from '../../../shared/faults/evidence.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';
import { MeshModel, NOW } from '../../helpers/mesh-model.ts';

/** A fault is to be named, and its repair seen, in this time, ms; a round of the survey takes 3 s of it. */
const IN_TIME = 10_000 - 3_000;

describe('CauseTracker', () => {
  let clock: FakeClock;
  let model: MeshModel;
  let tracker: CauseTracker;
  const onChange = vi.fn<(change: CauseChange) => void>();
  const mesh = vi.fn((): MeshSnapshot => freshened());

  /** The model knows one moment only; here its claims are always a second old. */
  function freshened(): MeshSnapshot {
    const snapshot = model.snapshot();
    const shift = clock.now() - NOW;
    const reports = [...snapshot.reports].map(
      ([id, report]) => [id, { ...report, at: report.at + shift }] as const,
    );
    return { ...snapshot, reports: new Map(reports) };
  }

  beforeEach(() => {
    clock = new FakeClock(NOW);
    model = new MeshModel({ nodes: 20 });
    onChange.mockClear();
    mesh.mockClear();
    tracker = new CauseTracker({ clock, mesh, onChange });
  });

  const current = () => tracker.current.map(({ id }) => id);
  /** Lets the tracker look once. @returns when it did, Unix ms */
  const look = () => {
    tracker.touch();
    clock.advance(CAUSES_GAP);
    return clock.now() - CAUSES_GAP + CAUSES_SOON;
  };

  it('looks at most once a second, however often the mesh changes', () => {
    for (let ms = 0; ms < 10_000; ms += 5) {
      tracker.touch();
      clock.advance(5);
    }
    expect(mesh.mock.calls.length).toBeGreaterThanOrEqual(9);
    expect(mesh.mock.calls.length).toBeLessThanOrEqual(11);
  });

  it('looks now and then when nothing happens', () => {
    clock.advance(10 * CAUSES_IDLE);
    expect(mesh.mock.calls.length).toBeGreaterThanOrEqual(9);
    expect(mesh.mock.calls.length).toBeLessThanOrEqual(11);
  });

  it('looks less often when looking is dear', () => {
    mesh.mockImplementation(() => {
      clock.advance(40);
      return freshened();
    });
    for (let ms = 0; ms < 20_000; ms += 10) {
      tracker.touch();
      clock.advance(10);
    }
    expect(mesh.mock.calls.length).toBeLessThanOrEqual(20_000 / CAUSES_MAX_GAP + 1);
    expect(mesh.mock.calls.length).toBeGreaterThanOrEqual(20_000 / CAUSES_MAX_GAP - 2);
    mesh.mockImplementation(() => freshened());
  });

  it('looks even less often when nothing but round trips is new', () => {
    mesh.mockImplementation(() => {
      clock.advance(40);
      return freshened();
    });
    for (let ms = 0; ms < 30_000; ms += 10) {
      tracker.measured();
      clock.advance(10);
    }
    const calls = mesh.mock.calls.length;
    expect(calls).toBeLessThanOrEqual(30_000 / CAUSES_CALM_GAP + 1);
    expect(calls).toBeGreaterThanOrEqual(30_000 / CAUSES_CALM_GAP - 1);
    tracker.touch();
    clock.advance(CAUSES_MAX_GAP + 100);
    expect(mesh).toHaveBeenCalledTimes(calls + 1);
    mesh.mockImplementation(() => freshened());
  });

  it('looks at round trips as often as at anything else while looking is cheap', () => {
    for (let ms = 0; ms < 10_000; ms += 5) {
      tracker.measured();
      clock.advance(5);
    }
    expect(mesh.mock.calls.length).toBeGreaterThanOrEqual(9);
  });

  it('names a node that is down at once, and its return', () => {
    look();
    const up = model.nodes[5];
    model.down(5);
    const at = look();
    expect(current()).toEqual(['node-down:nyc-05']);
    expect(tracker.current[0]?.since).toBe(at);
    expect(onChange).toHaveBeenLastCalledWith({
      at,
      appeared: tracker.current,
      gone: [],
    });
    const [down] = tracker.current;
    if (up) model.nodes[5] = { ...up, since: clock.now() } as typeof up;
    const later = look();
    expect(current()).toEqual([]);
    expect(onChange).toHaveBeenLastCalledWith({ at: later, appeared: [], gone: [down] });
  });

  it('wants to see what claims say twice, and remembers since when', () => {
    look();
    model.cut(4, 9);
    const since = look();
    expect(current()).toEqual([]);
    look();
    expect(current()).toEqual(['link-missing:fra-09;lon-04']);
    expect(tracker.current[0]?.since).toBe(since);
  });

  it('tells nothing of what flickers', () => {
    for (let i = 0; i < 20; i++) {
      if (i % 2 === 0) model.cut(4, 9);
      else {
        for (const [a, b] of [
          [4, 9],
          [9, 4],
        ] as const) {
          model.claim(a, b);
        }
      }
      look();
    }
    expect(onChange).not.toHaveBeenCalled();
  });

  it('keeps a lasting cause that is not found once', () => {
    model.cut(4, 9);
    look();
    look();
    const [cause] = tracker.current;
    model.claim(4, 9);
    model.claim(9, 4);
    look();
    expect(tracker.current).toEqual([cause]);
    model.cut(4, 9);
    look();
    look();
    expect(tracker.current).toEqual([cause]);
    expect(onChange).toHaveBeenCalledTimes(1);
  });

  it('tells nothing anew while nothing changes', () => {
    model.down(5);
    model.cut(4, 9);
    clock.advance(20_000);
    const { current: list } = tracker;
    const calls = onChange.mock.calls.length;
    clock.advance(20_000);
    expect(tracker.current).toBe(list);
    expect(onChange).toHaveBeenCalledTimes(calls);
  });

  it.each([
    [
      'a cut',
      (m: MeshModel) =>
        m.members('fra').forEach((a) => m.members('lon').forEach((b) => m.cut(a, b))),
    ],
    [
      'a node cut off',
      (m: MeshModel) => m.ids.forEach((_, other) => other > 0 && other !== 7 && m.cut(7, other)),
    ],
    ['a slow node', (m: MeshModel) => m.slowNode(7, 300)],
    ['a node that is down', (m: MeshModel) => m.down(7)],
    ['a silent node', (m: MeshModel) => m.silent(7)],
  ])('names %s in time, and sees its repair in time', (_, breakIt) => {
    clock.advance(10_000);
    breakIt(model);
    clock.advance(IN_TIME);
    expect(tracker.current).toHaveLength(1);
    model = new MeshModel({ nodes: 20 });
    clock.advance(IN_TIME);
    expect(current()).toEqual([]);
  });

  it('waits before it calls a node missing that others just began to speak of', () => {
    clock.advance(5_000);
    model.heard(9);
    look();
    look();
    expect(current()).toEqual([]);
    clock.advance(SETTLING + 2 * CAUSES_IDLE);
    expect(current()).toEqual(['link-missing:fra-09;me']);
  });

  it('calls nothing over that only has no room on the list', () => {
    const ruins = (downFrom: number) => {
      model = new MeshModel({ nodes: MAX_CAUSES + 100 });
      for (let index = downFrom; index < model.ids.length; index++) model.down(index);
      look();
    };
    ruins(50);
    expect(tracker.current).toHaveLength(MAX_CAUSES);
    // Some come up: others take their places.
    ruins(70);
    expect(tracker.current).toHaveLength(MAX_CAUSES);
    // More go down, and push off some that still are.
    ruins(1);
    expect(tracker.current).toHaveLength(MAX_CAUSES);
    ruins(model.ids.length);
    expect(current()).toEqual([]);
    const changes = onChange.mock.calls.map(([change]) => change);
    const appeared = changes.flatMap((change) => change.appeared.map(({ id }) => id));
    const gone = changes.flatMap((change) => change.gone.map(({ id }) => id));
    expect(new Set(appeared).size).toBe(appeared.length);
    expect(gone.sort()).toEqual(appeared.sort());
    expect(changes.slice(0, -1).every((change) => change.gone.length === 0)).toBe(true);
  });

  it('leaves no timer behind', () => {
    tracker.dispose();
    expect(clock.waiting).toBe(0);
  });
});
