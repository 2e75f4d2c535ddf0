import { describe, test } from '@jest/globals';
import { layerReached } from '../layers.js';

/** A group of tests that needs Go; without it one test stands for all of them, skipped, and listed in .ci/allowed-skips. */
export const describeWithGo = (name: string, tests: () => void): void => {
  if (layerReached() >= 2) {
    describe(name, tests);
  } else {
    describe(name, () => {
      test.skip('needs Go', () => undefined);
    });
  }
};
