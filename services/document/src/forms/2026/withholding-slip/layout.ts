import type { Box } from '../../form.js';
import { LABEL, LEFT, WIDTH } from './cells.js';
import { amountBoxes } from './layout-amounts.js';
import { peopleBoxes } from './layout-people.js';

const outline: Box[] = [
  { x: LEFT, y: 23, w: WIDTH, h: 256, label: '', size: LABEL, frame: 'bold' },
  { x: LEFT, y: 55, w: WIDTH, h: 60, label: '', size: LABEL, frame: 'bold' },
  { x: LEFT, y: 147, w: WIDTH, h: 81, label: '', size: LABEL, frame: 'bold' },
  { x: LEFT, y: 228, w: WIDTH, h: 27, label: '', size: LABEL, frame: 'bold' },
];

/**
 * 給与所得の源泉徴収票（令和8年分）on one A4 page. An arrangement of our own with the boxes that the law asks for; it was
 * not compared with the printed form of the National Tax Agency.
 */
export const withholdingSlipLayout: readonly Box[] = [
  ...amountBoxes.title,
  ...peopleBoxes.recipient,
  ...amountBoxes.totals,
  ...amountBoxes.family,
  ...amountBoxes.deductions,
  ...amountBoxes.remarks,
  ...amountBoxes.lifeInsurance,
  ...amountBoxes.housing,
  ...peopleBoxes.spouse,
  ...peopleBoxes.relatives,
  ...peopleBoxes.flags,
  ...peopleBoxes.payer,
  ...outline,
];
