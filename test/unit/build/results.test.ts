import { describe, expect, it } from 'vitest';
import {
  countCheck,
  countPlaywright,
  countVitest,
  sum,
  summary,
} from '../../../build/test/results.mjs';

const ended = (code: number) => ({ code, output: '' });
const cutOff = { code: undefined, output: '', complaint: 'ended after 9 s without a result' };

const report = (passed: number, failed: number, testResults: object[] = []) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults,
});

describe('counts of a check', () => {
  it('is one, passed or failed', () => {
    expect(countCheck(ended(0))).toMatchObject({ passed: 1, failed: 0 });
    expect(countCheck(ended(2))).toMatchObject({ passed: 0, failed: 1 });
    expect(countCheck(cutOff)).toMatchObject({
      passed: 0,
      failed: 1,
      problems: [cutOff.complaint],
    });
  });
});

describe('counts of Vitest', () => {
  it('are those of its report', () => {
    const counts = countVitest({ ...report(7, 2), numPendingTests: 1, numTodoTests: 1 }, ended(1));
    expect(counts).toEqual({ passed: 7, failed: 2, skipped: 2, problems: [] });
  });

  it('include files that could not be loaded', () => {
    const file = { name: 'broken.test.ts', status: 'failed', assertionResults: [] };
    expect(countVitest(report(7, 0, [file]), ended(1))).toMatchObject({ passed: 7, failed: 1 });
  });

  it('fail for no report, no tests, a crash after the tests, and a time-out', () => {
    expect(countVitest(undefined, ended(1)).failed).toBe(1);
    expect(countVitest(report(0, 0), ended(0)).failed).toBe(1);
    expect(countVitest(report(7, 0), ended(1)).failed).toBe(1);
    expect(countVitest(report(7, 0), cutOff).failed).toBe(1);
  });
});

describe('counts of Playwright', () => {
  it('are those of its report; a test that passes only sometimes failed', () => {
    const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 2 };
    const counts = countPlaywright({ stats }, ended(1));
    expect(counts).toEqual({ passed: 5, failed: 2, skipped: 2, problems: [] });
  });

  it('fail for no report and no tests', () => {
    expect(countPlaywright(undefined, ended(1)).failed).toBe(1);
    expect(countPlaywright({ stats: {} }, ended(0)).failed).toBe(1);
  });
});

describe('the last line', () => {
  it('names skipped tests only when there are some', () => {
    const a = { passed: 2, failed: 1, skipped: 0, problems: [] };
    expect(summary(sum([a, a]))).toBe('4 passed, 2 failed');
    expect(summary(sum([a, { ...a, skipped: 3 }]))).toBe('4 passed, 2 failed, 3 skipped');
  });
});
