/**
 * Runs every check and test there is, or the parts that are named.
 *
 *   npm test [-- PART…] [-- --only PART[,PART]]
 *
 * Parts: lint format types bundle unit renderer integration e2e; `checks` stands for the first three.
 * The last line says `N passed, N failed`; a check counts as one.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './bundle/stamp.mjs';
import { endAll } from './test/process.mjs';
import { sum, summary } from './test/results.mjs';
import { STEPS } from './test/steps.mjs';

const CHECKS = ['lint', 'format', 'types'];
const NAME_WIDTH = 24;
/** One core each; more would only make the clocks of the tests lie. */
const TOGETHER = 2;

const say = (line) => process.stdout.write(`${line}\n`);

/** @returns {string[]} the parts that were asked for; none means all */
function partsIn(args) {
  const names = args
    .filter((arg) => arg !== '--only')
    .flatMap((arg) => arg.replace(/^--only=/, '').split(','));
  return names.flatMap((name) => (name === 'checks' ? CHECKS : [name]));
}

async function runStep(step) {
  const startedAt = performance.now();
  const { counts, output } = await step.run();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  say(`${step.name.padEnd(NAME_WIDTH)}${summary(counts).padEnd(32)}${seconds} s`);
  for (const problem of counts.problems) say(`  ${problem}`);
  if (counts.failed > 0) say(`${output.trimEnd()}\n`);
  return counts;
}

/** Works through the steps with `width` of them at a time. */
async function runAll(steps, width) {
  const waiting = [...steps];
  const results = [];
  const worker = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      results.push(await runStep(step));
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}

async function main(args) {
  const parts = partsIn(args);
  const known = new Set(STEPS.map(({ part }) => part));
  const unknown = parts.find((part) => !known.has(part));
  if (unknown !== undefined) {
    say(`There is no part ${unknown}; the parts are ${[...known].join(', ')}, checks`);
    return 2;
  }
  const steps = STEPS.filter(({ part }) => parts.length === 0 || parts.includes(part));
  const together = steps.filter(({ lane }) => lane === 'together');
  const alone = steps.filter(({ lane }) => lane === 'alone');
  const results = [...(await runAll(together, TOGETHER)), ...(await runAll(alone, 1))];
  // svelte-check leaves its translations here.
  rmSync(join(ROOT, '.svelte-check'), { recursive: true, force: true });
  const total = sum(results);
  say(summary(total));
  return total.failed > 0 ? 1 : 0;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    endAll();
    process.exit(130);
  });
}
process.exitCode = await main(process.argv.slice(2));
