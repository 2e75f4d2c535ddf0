import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { adjust } from '../adjust.js';
import { viewSource, writtenOut } from '../testing/view-case.js';
import { wholeFamily } from '../testing/whole-family.js';
import { formViews } from './form-views.js';
import { slipView } from './slip-view.js';
import { withholdingSlip } from './withholding-slip.js';

const written = JSON.parse(readFileSync(new URL('../../cases/filled-in-forms.json', import.meta.url), 'utf8')) as {
  readonly forms: readonly unknown[];
};

test('four forms and the 給与支払報告書 of somebody with something in every part: every line of cases/filled-in-forms.json', () => {
  const source = viewSource(wholeFamily);
  const views = [...formViews(source), slipView(withholdingSlip(source, 'municipality'))];
  expect(views.map(writtenOut)).toEqual(written.forms);
});

test('the engine has no objection to this person', () => {
  const outcome = adjust(wholeFamily.facts, wholeFamily.pay, wholeFamily.context);
  expect(outcome.status).toBe('adjusted');
});
