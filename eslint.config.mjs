import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

const PLAIN_SCRIPTS = ['**/*.mjs', '**/*.js', '**/*.cjs'];

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', '.data/', '.kafka/', '**/*.html', 'packages/client/src/schema.ts'] },
  eslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './apps/console/web/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: false }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // Nest's modules are classes that only carry a decorator.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // Arrows that return what a void call returns are how callbacks are written; it hides nothing.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
    },
  },
  {
    files: ['apps/**/*.ts', 'libs/**/*.ts'],
    ignores: ['**/*.spec.ts', 'libs/*/test/**'],
    rules: {
      // Every item becomes an argument of the call, and beyond some hundred thousand of them the stack overflows.
      'no-restricted-syntax': [
        'error',
        ...['callee.property.name=/^(push|unshift|splice)$/', 'callee.object.name=/^(Math|String)$/'].map((callee) => ({
          selector: `CallExpression[${callee}] > SpreadElement`,
          message: 'A list of any length is no list of arguments: take its items one by one.',
        })),
      ],
    },
  },
  {
    // A component is as long as its page, a handler of the browser wants no promise, and what a pattern did not match is an empty text.
    files: ['apps/console/web/**/*.{ts,tsx}'],
    rules: { 'max-lines-per-function': ['error', { max: 130, skipBlankLines: true, skipComments: true }] },
  },
  {
    // Nest reads the types of constructor parameters when it runs, so imports that look as if only their types were
    // used must stay.
    files: ['apps/**/*.ts'],
    ignores: ['apps/console/web/**'],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
  {
    // These speak to the person at the terminal.
    files: ['apps/standalone/**/*.ts', 'bench/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.spec.ts', 'test/**/*.ts'],
    rules: {
      // A describe block is as long as its cases, and a test may know what the compiler cannot.
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
    },
  },
  {
    files: PLAIN_SCRIPTS,
    languageOptions: {
      globals: Object.fromEntries(
        [
          'console',
          'process',
          'setTimeout',
          'clearTimeout',
          'setInterval',
          'clearInterval',
          'URL',
          'fetch',
          'Buffer',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['**/*.js', '**/*.cjs'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { module: 'writable', require: 'readonly', __dirname: 'readonly' },
    },
  },
);
