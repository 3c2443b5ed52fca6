// @ts-check
import js from '@eslint/js'
import { defineConfig, globalIgnores } from 'eslint/config'
import functional from 'eslint-plugin-functional'
import tseslint from 'typescript-eslint'
import layers from './scripts/eslint-layers.js'

// Files that work on bytes, words, characters or indices: loops and local mutation behind a pure signature (CONTRIBUTING.md).
const byteWork = [
  'src/numeric/**',
  'src/engine/**',
  'src/codec/plain.ts',
  'src/codec/json.ts',
  'src/codec/record.ts', // entries one by one, as the number of errors has a limit
  'src/Shape.ts',
  'src/Rng.ts',
  'src/Rng/**',
  'src/Tensor.ts',
  'src/Summary/parts.ts',
  'src/Draw.ts',
  'src/formats/**',
  'src/streams/**',
  'src/replay/**', // states in the order of a file
  'src/plan/Model.ts', // offsets of bytes
  'src/plan/glob.ts',
  'src/importers/keras/build.ts', // counts calls
  'src/importers/keras/manifest.ts', // names that are taken once
  'src/importers/keras/graph/**', // an order of steps, what is known after each
  'src/workers/**', // who waits for what
  'src/node/**',
  'src/laws/statistics/counts.ts',
  'src/cli/**'
]
const effects = ['src/node/**', 'src/cli/**']

// ECMAScript fixes the results of these to the last bit; engines differ in those of every other function of Math.
const exactMath = ['abs', 'ceil', 'clz32', 'floor', 'fround', 'imul', 'max', 'min', 'sign', 'sqrt', 'trunc']

const impure = [
  {
    selector: `MemberExpression[object.name="Math"]:not([computed=false][property.name=/^(${exactMath.join('|')})$/])`,
    message: `Engines differ in it. Math offers ${exactMath.join(', ')} here; the rest is in numeric/.`
  },
  {
    selector: 'Identifier[name="Math"]:not(MemberExpression > .object)',
    message: 'Write Math.sqrt and the like in full, so that this lint sees which functions are used.'
  },
  {
    selector: ':matches(BinaryExpression[operator="**"], AssignmentExpression[operator="**="])',
    message: 'Engines differ in **.'
  },
  { selector: 'ImportExpression', message: 'The core loads nothing at run time.' },
  {
    selector: 'MemberExpression[property.name=/^(toLocale\\w*|localeCompare)$/]',
    message: 'The core does not depend on the locale.'
  }
]
const ambient =
  'Buffer Date Function Intl WeakRef console crypto eval fetch global globalThis performance process queueMicrotask ' +
  'setImmediate setInterval setTimeout'

export default defineConfig(
  globalIgnores(['dist', 'out', 'coverage', 'test/examples']),
  { linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' } },

  js.configs.recommended,
  { rules: { eqeqeq: 'error', 'no-var': 'error', 'prefer-const': 'error', 'object-shorthand': 'error' } },

  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        {
          allowDefaultCaseForExhaustiveSwitch: false,
          considerDefaultExhaustiveForUnions: false,
          requireDefaultForNonUnion: true
        }
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': 'off' // the compiler says it (noUnusedLocals, noUnusedParameters)
    }
  },

  {
    files: ['src/**/*.ts'],
    plugins: { functional, layers },
    rules: {
      'layers/order': 'error',
      'functional/no-let': 'error',
      'functional/no-loop-statements': 'error',
      'functional/immutable-data': ['error', { ignoreMapsAndSets: true }], // a local Set is how names are counted
      'functional/no-throw-statements': 'error',
      'functional/no-try-statements': 'error',
      'functional/no-classes': 'error',
      'functional/no-this-expressions': 'error',
      'functional/no-promise-reject': 'error'
    }
  },
  {
    files: ['src/**/*.ts'],
    ignores: [...effects, 'src/index.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...impure],
      'no-restricted-globals': ['error', ...ambient.split(' ')]
    }
  },
  {
    files: byteWork,
    rules: {
      'functional/no-let': 'off',
      'functional/no-loop-statements': 'off',
      'functional/immutable-data': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off' // data[i]! inside a loop whose bound is data.length
    }
  },
  {
    files: ['src/dialects/tf1/call.ts', 'src/initializers/Constant.ts', 'src/initializers/ConvolutionOrthogonal.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' } // indices computed from a checked shape
  },
  { files: ['src/codec/plain.ts'], rules: { 'functional/no-try-statements': 'off' } }, // a hostile getter may throw
  { files: ['src/engine/kernel/instance.ts'], rules: { 'functional/no-try-statements': 'off' } }, // the one feature test
  { files: effects, rules: { 'functional/no-throw-statements': 'off', 'functional/no-try-statements': 'off' } },

  {
    files: ['test/**/*.ts', 'property-tests/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' }
  },
  {
    files: ['assembly/**'],
    rules: { '@typescript-eslint/no-unnecessary-type-assertion': 'off' } // i32 and f64 are one type to TypeScript
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        performance: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly'
      }
    }
  }
)
