import { slipFromWire } from '../clients/slip-mapper.js';
import type { Slip } from '../forms/2026/withholding-slip/slip.js';
import type { PersonOnWire } from './wire-data.js';

export const slipOf = ({ data, card, profile, payer }: PersonOnWire): Slip => slipFromWire(data, card, profile, payer);

/** The golden file of this name under test/golden. */
export const golden = (name: string): URL => new URL(`../../test/golden/${name}`, import.meta.url);
