import { describe, expect, it } from 'vitest';
import { DELIVERIES_PER_TURN } from '../../../../electron/mp/kernel/limits.ts';
import { Mailroom } from '../../../../electron/mp/kernel/mailroom.ts';
import { promisesSettled } from '../../../helpers/fake-clock.ts';

describe('Mailroom', () => {
  it('runs tasks in order, and never inside of the caller', async () => {
    const mailroom = new Mailroom();
    const ran: string[] = [];
    mailroom.post(() => {
      ran.push('a begins');
      mailroom.post(() => ran.push('nested'));
      ran.push('a ends');
    });
    mailroom.post(() => ran.push('b'));
    expect(ran).toEqual([]);
    expect(mailroom.busy).toBe(true);
    await promisesSettled();
    expect(ran).toEqual(['a begins', 'a ends', 'b', 'nested']);
    expect(mailroom.busy).toBe(false);
  });

  it('starts again after it was idle', async () => {
    const mailroom = new Mailroom();
    let ran = 0;
    for (let i = 0; i < 3; i++) {
      mailroom.post(() => ran++);
      await promisesSettled();
    }
    expect(ran).toBe(3);
  });

  it('lets the event loop in when tasks make tasks for ever', async () => {
    const mailroom = new Mailroom();
    let ran = 0;
    let over = false;
    const again = (): void => {
      ran++;
      if (!over) mailroom.post(again);
    };
    mailroom.post(again);
    // It would never get here if the mailroom didn't yield.
    await promisesSettled();
    expect(ran).toBe(DELIVERIES_PER_TURN);
    await promisesSettled();
    expect(ran).toBe(2 * DELIVERIES_PER_TURN);
    over = true;
    await promisesSettled();
    expect(ran).toBe(2 * DELIVERIES_PER_TURN + 1);
  });

  it('keeps the order when it yields', async () => {
    const mailroom = new Mailroom();
    const ran: number[] = [];
    const count = 3 * DELIVERIES_PER_TURN;
    const chain = (i: number): void => {
      ran.push(i);
      if (i + 1 < count) mailroom.post(() => chain(i + 1));
    };
    mailroom.post(() => chain(0));
    while (mailroom.busy) await promisesSettled();
    expect(ran).toEqual(Array.from({ length: count }, (_, i) => i));
  });
});
