import { readFileSync } from 'node:fs';
import { localDate, taxYear, yen } from '@nencho/kernel';
import type { AdjustmentFacts } from '../facts.js';
import { formViews } from '../views/form-views.js';
import { ledgerView } from '../views/ledger-view.js';
import { slipView } from '../views/slip-view.js';
import { withholdingSlip } from '../views/withholding-slip.js';
import { december, nobody, relativeFacts, spouseFacts } from './case-person.js';
import { linesOf, payOf, viewSource } from './view-case.js';

export const formFile = new URL('../../cases/forms-of-people.json', import.meta.url);

const claims = { basicDeduction: true, incomeAdjustment: true, lifeInsuranceUnder23: false };
const grade = (kind: 'physical_handbook' | 'mental_handbook', n: number) => ({ kind, grade: n });

type Shown = { readonly facts: Partial<AdjustmentFacts>; readonly year?: number; readonly pay: number };

/** People whose forms show what the forms of cases/filled-in-forms.json do not. */
const people: Readonly<Record<string, Shown>> = {
  'a disabled person whose spouse is a 同居特別障害者 with a relative': {
    pay: 9_000_000,
    facts: {
      claims,
      person: { ...nobody.person, disability: 'general', disabilityProof: grade('physical_handbook', 4) },
      spouse: spouseFacts({
        ...{ disability: 'special', disabilityProof: grade('mental_handbook', 1), address: '大阪市' },
        ...{ livingTogether: false, livesWithRelative: true, salaryRevenue: yen(500_000) },
      }),
    },
  },
  'a 特別障害者 who claims for it, with a spouse abroad and a disabled parent': {
    pay: 9_000_000,
    facts: {
      claims: { ...claims, incomeAdjustmentPerson: 'person' },
      person: { ...nobody.person, disability: 'special', disabilityProof: { kind: 'bedridden' } },
      spouse: spouseFacts({
        livingTogether: false,
        nonResident: {
          ...{ reason: 'none', remittance: yen(300_000) },
          ...{ kinshipDocuments: 'received', remittanceDocuments: 'received' },
        },
      }),
      relatives: [
        relativeFacts(0, {
          ...{ relation: 'parent', birthDate: localDate('1950-05-05'), disability: 'general' },
          disabilityProof: grade('physical_handbook', 3),
        }),
      ],
    },
  },
  'the second relative is named for 所得金額調整控除, a 特別障害者 of an address of her own': {
    pay: 8_600_000,
    facts: {
      claims: { ...claims, incomeAdjustmentPerson: 'relative-2' },
      relatives: [
        relativeFacts(0, { disability: 'special', otherIncome: yen(700_000) }),
        relativeFacts(1, {
          ...{ relation: 'sibling', birthDate: localDate('1990-05-05'), livingTogether: false, address: '札幌市' },
          ...{ disability: 'special', disabilityProof: { kind: 'lacking_discernment' }, otherIncome: yen(100_000) },
        }),
        relativeFacts(2, { birthDate: localDate('2004-01-01') }),
      ],
    },
  },
  'a single parent who studies, with a certificate of the loan': {
    pay: 1_500_000,
    facts: {
      status: {
        singleParent: { reason: 'divorced', childId: 'relative-1', deFactoPartner: false },
        workingStudent: { school: '大学', schoolKind: 'school', enrolledOn: localDate('2024-04-01') },
      },
      relatives: [relativeFacts(0, { birthDate: localDate('2016-05-05') })],
      housingLoan: {
        ...{ residenceFrom: localDate('2023-05-05'), work: 'used_house', performance: 'zeh' },
        loan: { balance: yen(10_000_000), price: yen(20_000_000) },
      },
    },
  },
  'R7: a divorced widow with a student of more income': {
    ...{ pay: 5_000_000, year: 2025 },
    facts: {
      status: { widow: { reason: 'divorced', deFactoPartner: false } },
      relatives: [
        relativeFacts(0, { birthDate: localDate('2004-06-05'), salaryRevenue: yen(1_300_000) }),
        relativeFacts(1, { relation: 'parent', birthDate: localDate('1950-05-05') }),
      ],
      housingLoan: {
        ...{ residenceFrom: localDate('2020-05-05'), work: 'new_house', performance: 'other' },
      },
      housingLoanCredit: yen(100_000),
    },
  },
  'R6: a spouse and two children, with the flat reduction': {
    ...{ pay: 5_000_000, year: 2024 },
    facts: {
      spouse: spouseFacts({ salaryRevenue: yen(1_200_000) }),
      relatives: [relativeFacts(0, {}), relativeFacts(1, { birthDate: localDate('2007-05-05') })],
    },
  },
  'a claim of 所得金額調整控除 with nobody who makes it possible, and a spouse of too much income': {
    pay: 9_000_000,
    facts: { claims, spouse: spouseFacts({ otherIncome: yen(1_330_001), disability: 'general' }) },
  },
  'a child that makes 所得金額調整控除 possible, but no claim; a disabled child under 16': {
    pay: 9_000_000,
    facts: {
      spouse: spouseFacts({ disability: 'general', disabilityProof: { kind: 'atomic_bomb_recognition' } }),
      relatives: [relativeFacts(0, { disability: 'special', disabilityProof: { kind: 'bedridden' } })],
    },
  },
  'somebody of more than 10,000,000 of income, with a disabled spouse': {
    pay: 13_000_000,
    facts: { claims, spouse: spouseFacts({ disability: 'special', disabilityProof: grade('physical_handbook', 2) }) },
  },
  'retirement income in the family: a spouse, students of 19 and 22, somebody of 23, one claimed by another': {
    pay: 5_000_000,
    facts: {
      spouse: spouseFacts({ incomes: [{ kind: 'retirement', amount: yen(2_000_000) }] }),
      relatives: [
        ...(['2007-12-31', '2008-01-02', '2004-01-02', '2004-01-01'] as const).map((birthDate, i) =>
          relativeFacts(i, {
            ...{ birthDate: localDate(birthDate), otherIncome: yen(700_000) },
            incomes: [{ kind: 'retirement', amount: yen(900_000) }],
          }),
        ),
        relativeFacts(4, { claimedByOther: true, incomes: [{ kind: 'retirement', amount: yen(900_000) }] }),
        relativeFacts(5, { incomes: [{ kind: 'retirement', amount: yen(900_000) }] }),
      ],
    },
  },
  'R6: retirement income of a student, whom that year knows no special deduction for': {
    ...{ pay: 5_000_000, year: 2024 },
    facts: {
      relatives: [
        relativeFacts(0, {
          ...{ birthDate: localDate('2004-06-05'), otherIncome: yen(500_000) },
          incomes: [{ kind: 'retirement', amount: yen(900_000) }],
        }),
      ],
    },
  },
  'a relative abroad by every reason': {
    pay: 5_000_000,
    facts: {
      relatives: [
        ...(['study_abroad', 'remittance_380k', 'none'] as const).map((reason, i) =>
          relativeFacts(i, {
            ...{ relation: 'sibling', birthDate: localDate('1990-05-05'), livingTogether: false },
            ...(reason === 'none' ? { disability: 'special', disabilityProof: { kind: 'lacking_discernment' } } : {}),
            nonResident: {
              ...{ reason, remittance: yen(400_000) },
              ...{ kinshipDocuments: 'received', remittanceDocuments: 'received' },
            },
          }),
        ),
        relativeFacts(3, { relation: 'parent', birthDate: localDate('1950-05-05'), livingTogether: false }),
      ],
    },
  },
  'special for a dependant under 23: the first relative is 23, the second 14 and disabled; a pension beside the pay': {
    pay: 9_000_000,
    facts: {
      claims: { ...claims, lifeInsuranceUnder23: true },
      incomes: [{ kind: 'public_pension', amount: yen(400_000) }],
      lifeInsurance: [{ id: 'l', insurer: '生命', kind: 'general_new', netPremium: yen(60_001) }],
      relatives: [
        relativeFacts(0, { birthDate: localDate('2004-01-01') }),
        relativeFacts(1, {
          ...{ birthDate: localDate('2012-05-05'), disability: 'general' },
          disabilityProof: grade('physical_handbook', 5),
        }),
      ],
    },
  },
  'R9, provisional: a spouse and a student': {
    ...{ pay: 6_000_000, year: 2027 },
    facts: { spouse: spouseFacts({}), relatives: [relativeFacts(0, { birthDate: localDate('2006-05-05') })] },
  },
};

const linesOfPerson = ({ facts, year = 2026, pay }: Shown): readonly string[] => {
  const context = { ...december, taxYear: taxYear(year), lastPaymentDate: localDate(`${year}-12-25`) };
  const source = viewSource({ facts: { ...nobody, ...facts }, pay: payOf(pay), context });
  const views = [
    ...formViews(source),
    ledgerView(source),
    slipView(withholdingSlip(source, 'office')),
    slipView(withholdingSlip(source, 'recipient')),
    slipView(withholdingSlip(source, 'municipality')),
  ];
  return views.flatMap((view) => [
    `# ${view.title} | ${view.arranged ? 'arranged' : 'values'} | ${view.citation.source} | ${view.citation.confidence} | ${view.citation.note ?? ''}`,
    ...view.sections.flatMap((section) => [
      `## ${section.heading}`,
      ...linesOf({ ...view, sections: [section] }).filter((text) => !text.endsWith('=')),
      ...section.lines.flatMap(({ label, citation }) =>
        citation === undefined ? [] : [`${label}: ${citation.source}`],
      ),
    ]),
  ]);
};

export type FormLines = Readonly<Record<string, readonly string[]>>;

/** Every line with something in it of the forms, the ledger and three copies of the slip of each person, as written now. */
export const formLines = (): FormLines =>
  Object.fromEntries(Object.entries(people).map(([name, shown]) => [name, linesOfPerson(shown)]));

/** The lines as they were read by somebody and committed. */
export const committedFormLines = (): FormLines => JSON.parse(readFileSync(formFile, 'utf8')) as FormLines;
