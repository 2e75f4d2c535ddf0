import { localDate, type LocalDate } from '@nencho/kernel';
import type { Citation } from '../parameters/rule-set.js';
import type { BasisPoints } from '../housing-loan-facts.js';
import { dateValue, line, textValue, yenValue, type FormView } from './view.js';
import type { ViewSource } from './view-source.js';
import { performanceWords } from './words.js';

const citation: Citation = { source: 'S2 pp.29, 38', confidence: 'official', checked: localDate('2026-11-22') };

/** Which line of R8's form goes into ㉔, by the year of residence. */
const creditLine = (residenceFrom: LocalDate | undefined): '' | '⑥' | '⑧' | '⑭' => {
  if (residenceFrom === undefined) return '';
  if (residenceFrom >= '2022-01-01') return '⑥';
  return residenceFrom >= '2019-01-01' ? '⑧' : '⑭';
};

const percent = (share: BasisPoints | undefined): string => (share === undefined ? '' : `${share / 100}%`);

/** （特定増改築等）住宅借入金等特別控除申告書 兼 計算明細書 (措法第41条の2の2). Shares that are not stated are the whole. */
export const housingLoanForm = ({ facts, input, result }: ViewSource): FormView => {
  const { housingLoan } = facts;
  const loan = housingLoan?.loan;
  return {
    title: '給与所得者の（特定増改築等）住宅借入金等特別控除申告書 兼 計算明細書',
    taxYear: input.taxYear,
    arranged: input.taxYear === 2026,
    citation,
    sections: [
      {
        heading: '（特定増改築等）住宅借入金等特別控除額の計算',
        lines: [
          line('', '住宅等の区分', textValue(housingLoan && performanceWords[housingLoan.performance])),
          line('', '居住開始年月日', dateValue(housingLoan?.residenceFrom)),
          line('', '取得対価の額', yenValue(loan?.price)),
          line('', '居住用割合', textValue(percent(loan?.residentialShare))),
          line('', '住宅借入金等の年末残高', yenValue(loan?.balance)),
          line('', '連帯債務による負担割合', textValue(percent(loan?.debtShare))),
          line(
            creditLine(housingLoan?.residenceFrom),
            '（特定増改築等）住宅借入金等特別控除額',
            yenValue(result?.housingLoanCreditPossible),
          ),
        ],
      },
    ],
  };
};
