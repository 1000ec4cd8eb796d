import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript-eslint';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const TYPED = ['**/*.ts', '**/*.svelte'];

/** Type-checked rules that find real faults here; the rest of that set costs more than it finds. */
const TYPE_CHECKED_RULES = {
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': 'error',
  '@typescript-eslint/no-unnecessary-condition': 'off',
  '@typescript-eslint/no-unnecessary-type-assertion': 'error',
  '@typescript-eslint/only-throw-error': 'error',
  '@typescript-eslint/prefer-promise-reject-errors': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': [
    'error',
    { considerDefaultExhaustiveForUnions: true },
  ],
};

const COMMON_RULES = {
  curly: ['error', 'multi-line'],
  eqeqeq: 'error',
  'no-console': 'error',
  'no-control-regex': 'error',
  'no-empty': ['error', { allowEmptyCatch: false }],
  'no-eval': 'error',
  'no-implied-eval': 'error',
  'no-new-func': 'error',
  'no-var': 'error',
  'object-shorthand': 'error',
  'prefer-const': 'error',
};

export default ts.config(
  {
    ignores: ['node_modules/', 'out/', 'dist/', 'test/fixtures/', '.svelte-check/'],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...ts.configs.recommended.map((config) => ({ ...config, files: TYPED })),
  {
    files: TYPED,
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: ROOT,
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      ...COMMON_RULES,
      ...TYPE_CHECKED_RULES,
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' },
      ],
    },
  },
  ...svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { parser: ts.parser },
    },
    rules: {
      // The properties of a component are one `let`, of which some are assigned to.
      'prefer-const': 'off',
      'svelte/prefer-const': 'error',
      'svelte/no-at-html-tags': 'error',
      'svelte/no-target-blank': 'error',
      'svelte/require-each-key': 'error',
      // svelte-check reports the compiler's warnings already.
      'svelte/valid-compile': 'off',
      // Most maps and sets are local to one computation, where a reactive one only costs time.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  {
    // The output of these is their standard output.
    files: ['electron/headless.ts', 'electron/headless/**', 'test/examples/**', 'build/**'],
    rules: { 'no-console': 'off' },
  },
  {
    // Numeric loops over typed arrays, whose bounds the loop itself guarantees.
    files: ['electron/mp/crypto/**', 'renderer/graph/**'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['test/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
    },
  },
  {
    files: ['build/**/*.mjs'],
    languageOptions: { globals: globals.node },
    rules: {
      ...COMMON_RULES,
      'no-console': 'off',
      'no-undef': 'error',
      'no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
);
