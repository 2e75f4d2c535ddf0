import { writeFileSync } from 'node:fs';
import { formFile, formLines } from './form-lines.js';

// `node packages/tax-rules/dist/testing/write-forms.js` after a change of forms that is meant; read the difference.
writeFileSync(formFile, `${JSON.stringify(formLines(), null, 2)}\n`);
