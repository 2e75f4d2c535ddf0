export { eraDate } from './era-date.js';
export {
  withholdingSlip,
  type SlipPerson,
  type SlipResult,
  type SlipSource,
  type WithholdingSlip,
} from './withholding-slip.js';
