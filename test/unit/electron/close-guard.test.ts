import { beforeEach, describe, expect, it, vi } from 'vitest';
import { CloseGuard } from '../../../electron/close-guard.ts';
import type { Leaving } from '../../../electron/close-guard.ts';
import { promisesSettled } from '../../helpers/fake-clock.ts';

/** A window that closes unless somebody prevents it, as Electron's does. */
class FakeWindow {
  closed = false;
  readonly #listeners: ((event: { preventDefault(): void }) => void)[] = [];

  on(_event: 'close', listener: (event: { preventDefault(): void }) => void): void {
    this.#listeners.push(listener);
  }

  close(): void {
    let prevented = false;
    const event = { preventDefault: () => void (prevented = true) };
    for (const listener of this.#listeners) listener(event);
    this.closed = !prevented;
  }
}

describe('CloseGuard', () => {
  let window: FakeWindow;
  let guard: CloseGuard;
  let answer: (discard: boolean) => void;
  let fail: () => void;
  const ask = vi.fn<(unsaved: readonly string[], leaving: Leaving) => Promise<boolean>>();

  beforeEach(() => {
    window = new FakeWindow();
    ask.mockReset().mockImplementation(
      () =>
        new Promise((resolve, reject) => {
          answer = resolve;
          fail = () => reject(new Error('no display'));
        }),
    );
    guard = new CloseGuard({ ask });
    guard.watch(window);
  });

  it('asks nobody when nothing is at stake', () => {
    guard.note(['One change is not saved.']);
    guard.note([]);
    window.close();
    expect(window.closed).toBe(true);
    expect(ask).not.toHaveBeenCalled();
  });

  it('keeps the window until the person lets it go', async () => {
    guard.note(['One change is not saved.']);
    guard.add(() => ['A rotation is under way.']);
    window.close();
    expect(window.closed).toBe(false);
    expect(ask.mock.calls).toEqual([
      [['One change is not saved.', 'A rotation is under way.'], 'close'],
    ]);
    answer(true);
    await promisesSettled();
    expect(window.closed).toBe(true);
    expect(ask).toHaveBeenCalledOnce();
  });

  it('asks again after the person stayed, and once at a time', async () => {
    guard.note(['One change is not saved.']);
    window.close();
    window.close();
    expect(ask).toHaveBeenCalledOnce();
    answer(false);
    await promisesSettled();
    expect(window.closed).toBe(false);
    window.close();
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('asks nobody when nobody is there, or can be asked', async () => {
    guard.note(['One change is not saved.']);
    window.close();
    fail();
    await promisesSettled();
    expect(window.closed).toBe(true);
    const other = new FakeWindow();
    const second = new CloseGuard({ ask });
    second.watch(other);
    second.note(['One change is not saved.']);
    second.release();
    other.close();
    expect(other.closed).toBe(true);
    expect(ask).toHaveBeenCalledOnce();
  });

  it('asks before the page loads anew, but only for what goes with the page', async () => {
    const load = vi.fn();
    guard.add(() => ['A rotation is under way.']);
    await guard.reload(load);
    expect(load).toHaveBeenCalledOnce();
    guard.note(['One change is not saved.']);
    const loading = guard.reload(load);
    expect(ask.mock.calls).toEqual([[['One change is not saved.'], 'reload']]);
    answer(false);
    await loading;
    expect(load).toHaveBeenCalledOnce();
    const again = guard.reload(load);
    answer(true);
    await again;
    expect(load).toHaveBeenCalledTimes(2);
    // Closing still asks.
    window.close();
    expect(window.closed).toBe(false);
  });
});
