import js from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const noEnum = { selector: 'TSEnumDeclaration', message: 'use a union' };
const pure = [
  noEnum,
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'take the time from Clock',
  },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'take the time from Clock' },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'take randomness from the caller',
  },
  { selector: 'AwaitExpression', message: 'domain code is synchronous' },
];

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/dist-*/**',
      '**/gen/**',
      '**/coverage/**',
      '.cache/**',
      '.nencho/**',
      'out/**',
      'lint-fixtures/**',
      '**/locales/**',
    ],
  },
  js.configs.recommended,
  { files: ['**/*.mjs', '**/*.cjs'], languageOptions: { globals: globals.node } },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/promise-function-async': 'error',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off', // reports every mongoose schema behind a type parameter
      '@typescript-eslint/no-unsafe-enum-assignment': 'off', // reports every object that is spread and then given enum values
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'only config.ts reads the environment' },
      ],
      'no-restricted-syntax': ['error', noEnum],
    },
  },
  {
    files: [
      '**/src/config.ts',
      '**/*.test.ts',
      'packages/local-stack/src/**/*.ts',
      'packages/testing/src/**/*.ts',
      'e2e/src/**/*.ts',
    ],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['services/*/src/domain/**/*.ts', 'packages/tax-rules/src/**/*.ts'],
    // The engine is pure; its commands read files and the clock.
    ignores: ['**/*.test.ts', 'packages/tax-rules/src/cli/**'],
    rules: { 'no-restricted-syntax': ['error', ...pure] },
  },
);
