import { expect, it, vi } from 'vitest';
import { ScreenLock } from '../../../electron/screen-lock.ts';

it('a lock of the screen is told once', () => {
  const onChange = vi.fn();
  const lock = new ScreenLock(onChange);
  expect(lock.takeChange()).toEqual({});
  lock.note();
  lock.note();
  expect(onChange).toHaveBeenCalled();
  expect(lock.takeChange()).toEqual({ screenLocked: true });
  expect(lock.takeChange()).toEqual({});
  lock.note();
  expect(lock.takeAll()).toEqual({});
  expect(lock.takeChange()).toEqual({});
});
