// Seeded crash runs (e2e/src/crash) on a system of their own, like that of jest.e2e.config.mjs: every process of it is
// killed. NENCHO_CRASH_SEEDS and NENCHO_CRASH_SEED say how many runs and which is the first.
import common from './jest.e2e.config.mjs';

/** @type {import('jest').Config} */
export default {
  ...common,
  testMatch: ['<rootDir>/e2e/dist/**/*.crash.test.js'],
  globalSetup: '<rootDir>/e2e/dist/crash/global-setup.js',
  testTimeout: 900_000,
};
