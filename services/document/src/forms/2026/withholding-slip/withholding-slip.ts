import { validationFailed } from '@nencho/kernel';
import { taxYearText } from '../../formats.js';
import { fillLayout, type FormDocument } from '../../form.js';
import { slipTexts } from './fields.js';
import { withholdingSlipLayout } from './layout.js';
import type { Slip, SlipCopy } from './slip.js';

/** 給与所得の源泉徴収票 as a form to draw, one page a copy. Each year's form is a folder of its own; this is 2026's. */
export const withholdingSlip = (slip: Slip, copies: readonly SlipCopy[], createdAt: Date): FormDocument => {
  if (slip.taxYear !== 2026) throw validationFailed([{ path: 'taxYear', rule: 'tax_year_unsupported' }]);
  return {
    title: `${taxYearText(slip.taxYear)} 給与所得の源泉徴収票`,
    createdAt,
    pages: copies.map((copy) => fillLayout(withholdingSlipLayout, slipTexts(slip, copy))),
  };
};
