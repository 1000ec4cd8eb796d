/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string[]} problems what isn't a failed test but a failure: a runner that crashed, no tests
 */

/**
 * The counts of a check that either holds or doesn't.
 *
 * @param {import('./process.mjs').Ended} ended
 * @returns {Counts}
 */
export function countCheck({ code, complaint }) {
  const held = code === 0;
  const problems = complaint ? [complaint] : [];
  return { passed: held ? 1 : 0, failed: held ? 0 : 1, skipped: 0, problems };
}

/**
 * The counts in Vitest's JSON report.
 *
 * @param {any} report nothing when Vitest wrote none
 * @param {import('./process.mjs').Ended} ended
 * @returns {Counts}
 */
export function countVitest(report, ended) {
  const counts = {
    passed: report?.numPassedTests ?? 0,
    failed: report?.numFailedTests ?? 0,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
    problems: [],
  };
  // A file that can't be loaded has no tests that could fail.
  for (const file of report?.testResults ?? []) {
    if (
      file.status === 'failed' &&
      !file.assertionResults.some(({ status }) => status === 'failed')
    ) {
      counts.failed += 1;
      counts.problems.push(`${file.name} can't be run`);
    }
  }
  return withRunnerFailures(counts, ended);
}

/**
 * The counts in Playwright's JSON report.
 *
 * @param {any} report nothing when Playwright wrote none
 * @param {import('./process.mjs').Ended} ended
 * @returns {Counts}
 */
export function countPlaywright(report, ended) {
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = report?.stats ?? {};
  const counts = { passed: expected, failed: unexpected + flaky, skipped, problems: [] };
  return withRunnerFailures(counts, ended);
}

/**
 * Adds up.
 *
 * @param {Counts[]} all
 * @returns {Counts}
 */
export function sum(all) {
  const total = (key) => all.reduce((before, counts) => before + counts[key], 0);
  return {
    passed: total('passed'),
    failed: total('failed'),
    skipped: total('skipped'),
    problems: all.flatMap(({ problems }) => problems),
  };
}

/**
 * The last line of a test run.
 *
 * @param {Counts} counts
 * @returns {string}
 */
export function summary({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** A runner that crashed, or that found nothing to run, must not look like success. */
function withRunnerFailures(counts, { code, complaint }) {
  if (complaint) return failedFor(counts, complaint);
  if (counts.passed + counts.failed + counts.skipped === 0) {
    return failedFor(counts, `no tests were run; the runner ended with ${code}`);
  }
  if (code !== 0 && counts.failed === 0) {
    return failedFor(counts, `all tests passed, but the runner ended with ${code}`);
  }
  return counts;
}

function failedFor(counts, problem) {
  return { ...counts, failed: counts.failed + 1, problems: [...counts.problems, problem] };
}
