import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { BUILT_IN_VARIABLES, LOCAL_VARIABLES } from '../../../shared/template.ts';

const text = readFileSync(new URL('../../../docs/messages.md', import.meta.url), 'utf8');

it.each([...BUILT_IN_VARIABLES, ...LOCAL_VARIABLES].map(({ name }) => name))(
  'docs/messages.md describes {{%s}}',
  (name) => {
    expect(text).toMatch(
      new RegExp(`^\\|.*\`\\{\\{${name.replace('.', '\\.')}(\\.0)?\\}\\}\``, 'm'),
    );
  },
);
