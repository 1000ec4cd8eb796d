import { expect, it } from 'vitest';
import { errorCodes } from '../../../shared/errors.ts';

/** docs/errors.md; `npm run docs` writes it. */
function document(): string {
  const rows = errorCodes().map(([code, next]) => `| \`${code}\` | ${next} |`);
  return `# Error codes

Every error has a code that doesn't change, a sentence that says what is wrong, with the names and
numbers at hand, and one that says what to do. The latter is given here; where more is known, the
program says something more fitting.

| code | what to do |
| --- | --- |
${rows.join('\n')}
`;
}

it('docs/errors.md lists every code', async () => {
  await expect(document()).toMatchFileSnapshot('../../../docs/errors.md');
});
