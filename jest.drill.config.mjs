// The erasure drill (e2e/src/erasure): starts, ends, backs up and restores systems of its own, on days of its own.
import common from './jest.e2e.config.mjs';

const own = { ...common };
delete own.globalSetup;
delete own.globalTeardown;

/** @type {import('jest').Config} */
export default { ...own, testMatch: ['<rootDir>/e2e/dist/**/*.drill.test.js'], testTimeout: 1_500_000 };
