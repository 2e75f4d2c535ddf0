import { writeFileSync } from 'node:fs';
import { findingFile, findingLines } from './finding-lines.js';

// `node packages/tax-rules/dist/testing/write-findings.js` after a change of findings that is meant; read the difference.
writeFileSync(findingFile, `${JSON.stringify(findingLines(), null, 2)}\n`);
