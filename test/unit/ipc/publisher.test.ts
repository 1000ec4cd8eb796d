import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { PushPart } from '../../../electron/ipc/publisher.ts';
import { Publisher, PUSH_INTERVAL } from '../../../electron/ipc/publisher.ts';
import type { Push } from '../../../shared/contract.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';

/** Any push that carries a number. */
function told(value: number): Push {
  return { network: { ...NOTHING, goneGroups: [String(value)] } };
}

const NOTHING = {
  full: false,
  nodes: [],
  goneNodes: [],
  reports: [],
  goneReports: [],
  latencies: [],
  groups: [],
};

/** Counts up, and tells its number when it changed. */
class Counter implements PushPart {
  value = 0;
  #told = 0;

  takeAll(): Push {
    this.#told = this.value;
    return told(this.value);
  }

  takeChange(): Push {
    return this.value === this.#told ? {} : this.takeAll();
  }
}

describe('Publisher', () => {
  let clock: FakeClock;
  let counter: Counter;
  let publisher: Publisher;
  const send = vi.fn<(push: Push) => void>();
  const rates: PushPart = { takeAll: () => ({ rates: { in: 0, out: 0 } }), takeChange: () => ({}) };

  beforeEach(() => {
    clock = new FakeClock();
    counter = new Counter();
    send.mockClear();
    publisher = new Publisher({ clock, send, parts: () => [counter, rates] });
  });

  const change = () => {
    counter.value += 1;
    publisher.touch();
  };

  it('sends nothing before the window has asked for everything', () => {
    change();
    clock.advance(1000);
    expect(send).not.toHaveBeenCalled();
    expect(publisher.openState()).toEqual({ ...told(1), rates: { in: 0, out: 0 } });
    clock.advance(1000);
    expect(send).not.toHaveBeenCalled();
  });

  it('sends one batch per frame however much changes', () => {
    publisher.openState();
    for (let ms = 0; ms < 160; ms++) {
      for (let i = 0; i < 100; i++) change();
      clock.advance(1);
    }
    expect(send.mock.calls.length).toBeGreaterThanOrEqual(9);
    expect(send.mock.calls.length).toBeLessThanOrEqual(160 / PUSH_INTERVAL);
    clock.advance(PUSH_INTERVAL);
    expect(send).toHaveBeenLastCalledWith(told(16_000));
  });

  it('rests when nothing changes', () => {
    publisher.openState();
    change();
    clock.advance(1000);
    expect(send).toHaveBeenCalledTimes(1);
    expect(clock.waiting).toBe(0);
  });

  it('goes on while a part has more to tell than fits', () => {
    let left = 5;
    const part: PushPart = {
      takeAll: () => ({}),
      takeChange: () => (left-- > 0 ? told(left) : {}),
    };
    const own = new Publisher({ clock, send, parts: () => [part] });
    own.openState();
    clock.advance(PUSH_INTERVAL * 10);
    expect(send).toHaveBeenCalledTimes(5);
    expect(clock.waiting).toBe(0);
  });

  it('waits while nobody can see it, and then tells what changed meanwhile', () => {
    publisher.openState();
    publisher.pause();
    change();
    change();
    clock.advance(1000);
    expect(send).not.toHaveBeenCalled();
    publisher.resume();
    clock.advance(PUSH_INTERVAL);
    expect(send.mock.calls).toEqual([[told(2)]]);
    change();
    publisher.pause();
    clock.advance(1000);
    publisher.resume();
    clock.advance(PUSH_INTERVAL);
    expect(send).toHaveBeenCalledTimes(2);
  });

  it('sends nothing to a window that is gone', () => {
    publisher.openState();
    change();
    publisher.close();
    change();
    clock.advance(1000);
    expect(send).not.toHaveBeenCalled();
    expect(clock.waiting).toBe(0);
    expect(publisher.openState()).toMatchObject(told(2));
  });
});
