import { localDate, taxYear, yen } from '@nencho/kernel';
import { emptyFacts, type AdjustmentFacts, type EmployerFacts } from '@nencho/tax-rules';
import type { Campaign } from '../domain/campaign.js';
import type { Declaration, Receipt } from '../domain/declaration.js';

/** Builders for domain tests: a campaign and declarations in every state. */
export const aCampaign: Campaign = {
  id: 'c',
  tenantId: 't',
  companyId: 'co',
  taxYear: taxYear(2026),
  title: '令和8年分',
  deadline: localDate('2026-12-10'),
  lastPaymentDate: localDate('2026-12-25'),
  status: 'open',
  version: 3,
};

export const someFacts = (changes: Partial<AdjustmentFacts> = {}): AdjustmentFacts => ({
  ...emptyFacts(localDate('1980-04-02')),
  ...changes,
});

export const aChild: AdjustmentFacts['relatives'][number] = {
  id: 'r1',
  name: '見本 一郎',
  kana: 'ミホン イチロウ',
  relation: 'child',
  birthDate: localDate('2008-05-05'),
  livingTogether: true,
  salaryRevenue: yen(0),
  otherIncome: yen(0),
  disability: 'none',
  claimedByOther: false,
};

export const aPreviousEmployer: EmployerFacts = {
  id: 'e1',
  name: '見本前職商事',
  address: '大阪市見本区',
  kind: 'previous',
  column: 'main',
  salary: yen(1_200_000),
  withheldTax: yen(24_000),
  socialInsurance: yen(180_000),
  leftOn: localDate('2026-04-30'),
  slip: 'received',
};

/** ひとり親 with a child, a parent abroad, a public pension, and a previous employer whose slip is there. */
export const detailedFacts: Partial<AdjustmentFacts> = {
  relatives: [
    aChild,
    {
      ...{ ...aChild, id: 'r2', name: '見本 梅', kana: 'ミホン ウメ', relation: 'parent' },
      ...{ birthDate: localDate('1950-01-15'), livingTogether: false, address: '見本国見本市' },
      nonResident: {
        ...{ reason: 'none', remittance: yen(380_000) },
        ...{ kinshipDocuments: 'received', remittanceDocuments: 'promised' },
      },
    },
  ],
  status: { singleParent: { reason: 'divorced', childId: aChild.id, deFactoPartner: false } },
  incomes: [{ kind: 'public_pension', amount: yen(345_678) }],
  employers: [aPreviousEmployer],
  specialCases: {
    ...emptyFacts(localDate('1980-04-02')).specialCases,
    ...{ singleParent: true, nonResidentRelative: true, publicPension: true, otherEmployer: true },
  },
};

export const aReceipt: Receipt = {
  number: '2026-AAAA-BBBB-CCCC',
  submittedAt: new Date('2026-12-01T00:00:00Z'),
  contentHash: 'ab',
  revision: 1,
};

const common = {
  id: 'd',
  tenantId: 't',
  campaignId: 'c',
  employeeId: 'e',
  taxYear: taxYear(2026),
  place: { employeeNumber: 'E1', companyId: 'co', departmentId: '', departmentPath: [] },
  profileVersion: 1,
  hasPay: false,
  resultStatus: 'none',
  problem: '',
  version: 7,
} as const;

export const aDeclaration = (
  status: Declaration['status'],
  changes: Partial<Pick<Declaration, 'facts' | 'resultStatus' | 'hasPay' | 'problem'>> = {},
): Declaration => {
  const base = { ...common, facts: someFacts(), ...changes };
  switch (status) {
    case 'open':
    case 'draft':
      return { ...base, status };
    case 'sent_back':
      return { ...base, status, receipt: aReceipt, comments: [{ path: 'spouse', comment: '配偶者について' }] };
    case 'submitted':
    case 'approved':
    case 'finalised':
      return { ...base, status, receipt: aReceipt };
  }
};
