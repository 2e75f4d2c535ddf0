import type { SlipData } from '@nencho/contracts/declaration/v1/declaration_service';
import { DeclarationStatus, ResultStatus } from '@nencho/contracts/declaration/v1/declaration';
import { factsToWire } from '@nencho/contracts/facts';
import type { Company, EmployeeCard, TaxProfile } from '@nencho/contracts/identity/v1/identity';
import { localDate, taxYear, yen } from '@nencho/kernel';
import { adjust, type AdjustmentFacts, emptyFacts, parseFacts, rulesVersion } from '@nencho/tax-rules';

/** What declaration and identity would answer, made by the real engine from facts. Tests only. */

export type PersonOnWire = {
  readonly data: SlipData;
  readonly card: EmployeeCard;
  readonly profile: TaxProfile;
  readonly payer: Company;
};

type Pay = {
  readonly salaryTotal: number;
  readonly withheldTaxTotal: number;
  readonly socialInsuranceWithheld: number;
};

const LAST_PAYMENT = '2026-12-25';

const resultOf = (facts: AdjustmentFacts, pay: Pay): NonNullable<SlipData['result']> => {
  const outcome = adjust(
    facts,
    {
      salaryTotal: yen(pay.salaryTotal),
      withheldTaxTotal: yen(pay.withheldTaxTotal),
      socialInsuranceWithheld: yen(pay.socialInsuranceWithheld),
    },
    { taxYear: taxYear(2026), lastPaymentDate: localDate(LAST_PAYMENT) },
  );
  if (outcome.status !== 'adjusted')
    throw new Error(`the test's facts are ${outcome.status}: ${JSON.stringify(outcome)}`);
  const { relatives, spouseDeductionKind, lifeUnder23SpecialApplied, ...rest } = outcome.result;
  const boxes = Object.fromEntries(Object.entries(rest).filter(([, value]) => typeof value === 'number'));
  return {
    boxes: boxes as Record<string, number>,
    marks: { spouseDeductionKind, lifeUnder23SpecialApplied: String(lifeUnder23SpecialApplied) },
    rulesVersion,
    calculatedAt: '2026-12-20T10:00:00.000+09:00',
    trace: [],
    relatives: relatives.map((one) => ({
      relativeId: one.relativeId,
      category: one.category,
      totalIncome: one.totalIncome,
      dependantDeduction: one.dependantDeduction,
      specialRelativeDeduction: one.specialRelativeDeduction,
      disabilityDeduction: one.disabilityDeduction,
    })),
  };
};

export const companyOnWire = (over: Partial<Company> = {}): Company => ({
  id: '6d4b5d24-0d51-4a0e-8a5b-6b2a9f1b7c01',
  code: 'C01',
  name: '株式会社サンプル',
  address: '東京都千代田区丸の内一丁目1番1号',
  corporateNumber: '1234567890123',
  phone: '03-0000-0000',
  ...over,
});

export const personOnWire = (
  facts: AdjustmentFacts,
  pay: Pay,
  over: {
    card?: Partial<EmployeeCard>;
    profile?: Partial<TaxProfile>;
    payer?: Partial<Company>;
    declarationId?: string;
  } = {},
): PersonOnWire => {
  const card: EmployeeCard = {
    id: '0f8fad5b-d9cb-469f-a165-70867728950e',
    number: '00123',
    familyName: '山川',
    givenName: '太郎',
    familyKana: 'ヤマカワ',
    givenKana: 'タロウ',
    mail: '',
    loginId: '00123',
    companyId: companyOnWire().id,
    departmentId: '',
    status: 'active',
    access: 'user',
    version: 1,
    ...over.card,
  };
  const profile: TaxProfile = {
    employeeId: card.id,
    birthDate: facts.person.birthDate,
    postalCode: '100-0005',
    address: '東京都千代田区丸の内二丁目3番4号 サンプルハイツ501',
    joinedOn: '2010-04-01',
    version: 1,
    ...over.profile,
  };
  return {
    card,
    profile,
    payer: companyOnWire(over.payer),
    data: {
      summary: {
        id: over.declarationId ?? '7c9e6679-7425-40de-944b-e07fc1f90ae7',
        campaignId: '1b4e28ba-2fa1-4c3d-9a1d-0d4f6d3c2b11',
        employeeId: card.id,
        employeeNumber: card.number,
        companyId: card.companyId,
        departmentId: card.departmentId,
        status: DeclarationStatus.DECLARATION_STATUS_FINALISED,
        hasPay: true,
        resultStatus: ResultStatus.RESULT_STATUS_FINALISED,
        submittedAt: '2026-12-01T09:00:00.000+09:00',
        version: 5,
        problem: '',
      },
      taxYear: 2026,
      lastPaymentDate: LAST_PAYMENT,
      facts: factsToWire(facts),
      pay,
      result: resultOf(facts, pay),
    },
  };
};

type Relative = { readonly name: string; readonly birthDate: string } & Readonly<Record<string, unknown>>;

export const relative = (id: string, over: Relative): Record<string, unknown> => ({
  id,
  kana: '',
  relation: 'child',
  livingTogether: true,
  salaryRevenue: 0,
  otherIncome: 0,
  disability: 'none',
  claimedByOther: false,
  ...over,
});

/** Facts of somebody with these parts different from "nothing to declare". */
export const factsWith = (over: Readonly<Record<string, unknown>>, birthDate = '1975-05-05'): AdjustmentFacts =>
  parseFacts({ ...emptyFacts(localDate(birthDate)), ...over });

/** The National Tax Agency's worked example A for R8, its facts written so that they give its categories. */
export const officialExampleA = (over: Parameters<typeof personOnWire>[2] = {}): PersonOnWire =>
  personOnWire(
    factsWith({
      spouse: {
        name: '山川　花子',
        kana: 'ヤマカワ　ハナコ',
        birthDate: '1978-08-08',
        livingTogether: true,
        salaryRevenue: 1_240_000,
        otherIncome: 0,
        disability: 'none',
      },
      relatives: [
        relative('r1', { name: '山川　一郎', kana: 'ヤマカワ　イチロウ', birthDate: '2003-03-03' }),
        relative('r2', { name: '山川　次郎', kana: 'ヤマカワ　ジロウ', birthDate: '2005-05-05' }),
        relative('r3', {
          name: '山川　ウメ',
          kana: 'ヤマカワ　ウメ',
          birthDate: '1950-01-15',
          relation: 'parent',
          disability: 'general',
        }),
        relative('r4', {
          name: '山川　三郎',
          kana: 'ヤマカワ　サブロウ',
          birthDate: '2007-07-07',
          salaryRevenue: 1_740_000,
        }),
      ],
      lifeInsurance: [
        { id: 'l1', insurer: '甲生命', kind: 'general_new', netPremium: 80_000 },
        { id: 'l2', insurer: '乙生命', kind: 'general_old', netPremium: 35_000 },
        { id: 'l3', insurer: '丙生命', kind: 'care_medical', netPremium: 80_000 },
        { id: 'l4', insurer: '丁生命', kind: 'pension_new', netPremium: 30_000 },
        { id: 'l5', insurer: '戊生命', kind: 'pension_old', netPremium: 90_000 },
      ],
      earthquakeInsurance: [
        { id: 'e1', insurer: '甲損保', kind: 'earthquake', netPremium: 42_000 },
        { id: 'e2', insurer: '乙損保', kind: 'old_long_term', netPremium: 14_800 },
      ],
      housingLoanCredit: 76_500,
      claims: { basicDeduction: true, incomeAdjustment: true, lifeInsuranceUnder23: true },
    }),
    { salaryTotal: 8_970_000, withheldTaxTotal: 156_670, socialInsuranceWithheld: 1_386_102 },
    over,
  );

/** ひとり親 with a child at home, a parent abroad, and pay and tax of a previous employer within the adjustment. */
export const singleParentWithPreviousEmployer = (): PersonOnWire =>
  personOnWire(
    factsWith({
      relatives: [
        relative('r1', { name: '山川　一郎', kana: 'ヤマカワ　イチロウ', birthDate: '2008-05-05' }),
        relative('r2', {
          ...{ name: '山川　ウメ', kana: 'ヤマカワ　ウメ', birthDate: '1950-01-15', relation: 'parent' },
          ...{ livingTogether: false, address: '見本国見本市' },
          nonResident: {
            ...{ reason: 'none', remittance: 380_000 },
            ...{ kinshipDocuments: 'received', remittanceDocuments: 'received' },
          },
        }),
      ],
      status: { singleParent: { reason: 'divorced', childId: 'r1', deFactoPartner: false } },
      employers: [
        {
          ...{ id: 'e1', name: '見本前職商事', address: '大阪市見本区', kind: 'previous', column: 'main' },
          ...{ salary: 1_200_000, withheldTax: 24_000, socialInsurance: 180_000, leftOn: '2026-04-30' },
          slip: 'received',
        },
      ],
    }),
    { salaryTotal: 4_800_000, withheldTaxTotal: 120_000, socialInsuranceWithheld: 700_000 },
    { profile: { joinedOn: '2026-05-01' } },
  );

const birthDates = [
  '2001-01-01',
  '2004-02-02',
  '2005-03-03',
  '2008-04-04',
  '2009-05-05',
  '2012-06-06',
  '2014-07-07',
  '2016-08-08',
  '2018-09-09',
  '2020-10-10',
  '2022-11-11',
  '1948-01-01',
];

/**
 * A large family with long names and rare characters, a person with more than ten million of income, a spouse with a
 * disability, a 特定親族 beyond the fourth row, and a payer with a very long name.
 */
export const largeFamily = (over: Parameters<typeof personOnWire>[2] = {}): PersonOnWire =>
  personOnWire(
    factsWith(
      {
        person: { birthDate: '1980-05-05', disability: 'special', estimatedSalary: 0 },
        spouse: {
          name: '髙﨑　栁',
          kana: 'タカサキ　ヤナギ',
          birthDate: '1950-08-08',
          livingTogether: true,
          salaryRevenue: 0,
          otherIncome: 0,
          disability: 'special',
        },
        relatives: [
          ...birthDates.map((birthDate, i) =>
            relative(`r${i}`, {
              name: `髙﨑𠮷栁濵\u3000第${i + 1}之助左衛門`,
              kana: `タカサキヨシヤナギハマ\u3000ダイ${i + 1}ノスケザエモン`,
              birthDate,
              relation: birthDate.startsWith('1948') ? 'parent' : 'child',
              disability: i === 1 ? 'special' : i === 7 ? 'general' : 'none',
            }),
          ),
          relative('r12', { name: '髙﨑　学', birthDate: '2007-02-02', salaryRevenue: 1_500_000 }),
        ],
        socialInsurance: [
          { id: 's1', kind: '国民年金', amount: 204_000 },
          { id: 's2', kind: '国民健康保険', amount: 100_000 },
        ],
        mutualAid: [{ id: 'm1', kind: 'iDeCo', amount: 276_000 }],
        housingLoanCredit: 350_000,
        claims: { basicDeduction: true, incomeAdjustment: true, lifeInsuranceUnder23: true },
      },
      '1980-05-05',
    ),
    { salaryTotal: 12_345_678, withheldTaxTotal: 1_000_000, socialInsuranceWithheld: 1_500_000 },
    {
      card: {
        familyName: '髙﨑𠮷栁濵',
        givenName: 'バルトロメウス之助',
        familyKana: 'タカサキヨシヤナギハマ',
        givenKana: 'バルトロメウスノスケ',
      },
      profile: {
        joinedOn: '2026-04-01',
        address:
          '北海道虻田郡倶知安町字ニセコひらふ一条二丁目三番四号 ザ・グランドパレスレジデンスタワー北海道ニセコリゾート第二期東館 サウスウイング１２０３号室',
      },
      payer: {
        name: '一般財団法人日本全国中小企業年末調整事務合理化推進協議会連合会東日本統括本部関東甲信越支部東京都心第一事業所（旧・株式会社年末調整サービスホールディングス）',
      },
      ...over,
    },
  );
