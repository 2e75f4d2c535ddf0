import { writeFileSync } from 'node:fs';
import { findingFile, findingLines } from './finding-lines.js';
import { formFile, formLines } from './form-lines.js';
import { traceFile, traceLines } from './trace-lines.js';

// `node packages/tax-rules/dist/testing/write-committed-lines.js` after a change of steps, findings or forms that is meant; read the
// difference.
const written = [
  [traceFile, traceLines()],
  [findingFile, findingLines()],
  [formFile, formLines()],
] as const;
for (const [file, lines] of written) writeFileSync(file, `${JSON.stringify(lines, null, 2)}\n`);
