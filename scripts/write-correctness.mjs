// Writes docs/correctness.md from what packages/tax-rules says of itself; a test there compares the two.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { correctnessPage, missingTests } from '../packages/tax-rules/dist/testing/correctness-page.js';

const missing = missingTests();
if (missing.length > 0) {
  console.error(`No such test:\n${missing.map((test) => `  ${test}`).join('\n')}`);
  process.exit(1);
}
writeFileSync(join(import.meta.dirname, '../docs/correctness.md'), correctnessPage());
