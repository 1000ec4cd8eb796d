import { describe, expect, it } from 'vitest';
import { Debt } from '../../../electron/observe/debt.ts';

describe('Debt', () => {
  it('is overdue when the first open question is older than one is patient', () => {
    const debt = new Debt();
    expect(debt.overdue(9_999, 10)).toBeNull();
    debt.asked(100);
    debt.asked(110);
    expect(debt.overdue(110, 10)).toBeNull();
    expect(debt.overdue(111, 10)).toBe(100);
  });

  it('is settled by an answer to the last question', () => {
    const debt = new Debt();
    debt.asked(100);
    debt.asked(110);
    debt.answered(110);
    expect(debt.overdue(9_999, 10)).toBeNull();
  });

  it('leaves what was asked after the question that was answered', () => {
    const debt = new Debt();
    debt.asked(100);
    debt.asked(110);
    debt.answered(100);
    expect(debt.overdue(9_999, 10)).toBe(110);
  });
});
