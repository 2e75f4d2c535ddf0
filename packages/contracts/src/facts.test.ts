import { describe, expect, test } from '@jest/globals';
import { emptyFacts, type AdjustmentFacts, type Relation } from '@nencho/tax-rules';
import { isAppError, localDate, yen } from '@nencho/kernel';
import {
  DocumentState,
  EmployerKind,
  IncomeKind,
  TaxColumn,
  UnmarriedReason,
} from '../gen/nencho/declaration/v1/fact_details.js';
import { Disability, Facts, Relation as WireRelation } from '../gen/nencho/declaration/v1/facts.js';
import { factsFromWire, factsToWire } from './facts.js';

const relations: Relation[] = [
  'child',
  'parent',
  'grandparent',
  'grandchild',
  'sibling',
  'spouse_parent',
  'spouse_grandparent',
  'other_relative',
];

const full: AdjustmentFacts = {
  ...emptyFacts(localDate('1980-04-01')),
  spouse: {
    name: '年調 花子',
    kana: 'ネンチョウ ハナコ',
    birthDate: localDate('1982-02-03'),
    livingTogether: true,
    salaryRevenue: yen(1_000_000),
    otherIncome: yen(-5),
    disability: 'special',
  },
  relatives: relations.map((relation, i) => ({
    id: `r${i}`,
    name: `親族${i}`,
    kana: '',
    relation,
    birthDate: i === 0 ? '' : localDate('2010-01-02'),
    livingTogether: i % 2 === 0,
    salaryRevenue: yen(i),
    otherIncome: yen(0),
    disability: (['none', 'general', 'special'] as const)[i % 3] ?? 'none',
    claimedByOther: i === 3,
  })),
  lifeInsurance: (['general_new', 'general_old', 'care_medical', 'pension_new', 'pension_old'] as const).map(
    (kind, i) => ({ id: `l${i}`, insurer: 'みどり生命', kind, netPremium: yen(10_000 + i) }),
  ),
  earthquakeInsurance: (['earthquake', 'old_long_term'] as const).map((kind, i) => ({
    id: `e${i}`,
    insurer: 'あおば損保',
    kind,
    netPremium: yen(20_000 + i),
  })),
  socialInsurance: [{ id: 's', kind: '国民年金', amount: yen(199_320) }],
  mutualAid: [{ id: 'm', kind: 'iDeCo', amount: yen(276_000) }],
  housingLoanCredit: yen(123_400),
  claims: { basicDeduction: true, incomeAdjustment: true, lifeInsuranceUnder23: true },
};

const unknownIncome = { kind: IncomeKind.UNRECOGNIZED, amount: 1 };
const anEmployer = {
  ...{ id: 'e', name: '前の会社', kind: EmployerKind.EMPLOYER_KIND_PREVIOUS, column: TaxColumn.TAX_COLUMN_MAIN },
  ...{ salary: 1, withheldTax: 0, socialInsurance: 0 },
};

describe('facts on the wire', () => {
  test('come back as they were after a trip through bytes', () => {
    expect(factsFromWire(Facts.decode(Facts.encode(factsToWire(full)).finish()))).toEqual(full);
  });

  test('without a spouse stay without one', () => {
    const single = emptyFacts(localDate('1990-12-31'));
    expect(factsFromWire(Facts.decode(Facts.encode(factsToWire(single)).finish()))).toEqual(single);
  });

  test('with words that this version does not know are refused at their path', () => {
    const wire = factsToWire(full);
    const broken: Facts = {
      ...wire,
      incomes: { items: [{ kind: IncomeKind.INCOME_KIND_BUSINESS, amount: 1 }, unknownIncome] },
      employers: { items: [{ ...anEmployer, slip: DocumentState.DOCUMENT_STATE_UNSPECIFIED }] },
      status: { widow: { reason: UnmarriedReason.UNMARRIED_REASON_UNMARRIED, deFactoPartner: false } },
      person: wire.person && { ...wire.person, disability: Disability.DISABILITY_UNSPECIFIED },
      relatives: wire.relatives.map((relative, i) =>
        i === 2 ? { ...relative, relation: WireRelation.UNRECOGNIZED } : relative,
      ),
    };
    const error = (() => {
      try {
        return factsFromWire(broken);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(isAppError(error) && error.violations.map(({ path, rule }) => `${path}: ${rule}`)).toEqual([
      'person.disability: choice',
      'relatives[2].relation: choice',
      'incomes[1].kind: choice',
      'status.widow.reason: choice',
      'employers[0].slip: choice',
    ]);
  });

  test('are never sent with what the employer knows, which would be lost', () => {
    expect(() => factsToWire({ ...full, employment: { column: 'secondary' } })).toThrow('does not go over the wire');
    expect(factsToWire({ ...full, employment: undefined })).toEqual(factsToWire(full));
  });
});
