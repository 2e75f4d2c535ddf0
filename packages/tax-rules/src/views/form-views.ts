import { deductionsForm } from './deductions-form.js';
import { dependantsForm } from './dependants-form.js';
import { housingLoanForm } from './housing-loan-form.js';
import { insuranceForm } from './insurance-form.js';
import { withoutNumbers, type FormView } from './view.js';
import { hasMainForm, peopleOf, type ViewSource } from './view-source.js';

/** Whether somebody fills the 住宅借入金等特別控除申告書 in. */
const hasHousingLoan = ({ facts, input }: ViewSource): boolean =>
  facts.housingLoan !== undefined || input.housingLoanCredit > 0;

/**
 * The forms of one person: 扶養控除等（異動）申告書, 基・配・特・所, 保険料控除申告書 and, with a loan, 住宅借入金等特別控除申告書. None where the
 * main form is not with this payer (乙欄, 丙欄). R8 with the numbers that are known, other years without.
 */
export const formViews = (source: ViewSource): readonly FormView[] => {
  if (!hasMainForm(source.facts)) return [];
  const everybody = peopleOf(source);
  const forms = [
    dependantsForm(source, everybody),
    deductionsForm(source, everybody),
    insuranceForm(source, everybody),
    ...(hasHousingLoan(source) ? [housingLoanForm(source)] : []),
  ];
  return forms.map((form) => (form.arranged ? form : withoutNumbers(form)));
};
