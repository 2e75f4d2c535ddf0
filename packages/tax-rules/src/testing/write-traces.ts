import { writeFileSync } from 'node:fs';
import { traceFile, traceLines } from './trace-lines.js';

// `node packages/tax-rules/dist/testing/write-traces.js` after a change of steps that is meant; read the difference.
writeFileSync(traceFile, `${JSON.stringify(traceLines(), null, 2)}\n`);
