import type {
  ListCampaignsResponse,
  ListMyDeclarationsResponse,
} from '@nencho/contracts/declaration/v1/declaration_service';
import type { EmployeeCard, Tenant } from '@nencho/contracts/identity/v1/identity';
import type { GetMeResponse, KeyRotation } from '@nencho/contracts/identity/v1/identity_service';
import type { ContractEnd, Erasure } from '@nencho/contracts/retention/v1/erasure';
import type { GetErasureResponse } from '@nencho/contracts/retention/v1/retention_service';
import type { DeclarationView, Plain } from '../api/types.js';
import { id, several, wordsOf, type Amount } from './amounts.js';
import { factsOf, revisionsOf, type CasesOfScreen } from './facts-fixtures.js';

const permissions = [
  ...['company.read', 'company.manage', 'employee.read', 'employee.import', 'invitation.manage', 'grant.manage'],
  ...['user.disable', 'campaign.read', 'campaign.manage', 'declaration.read', 'declaration.review', 'pay.import'],
  ...['result.read', 'result.calculate', 'result.finalise', 'result.export', 'audit.read', 'contract.manage'],
  ...['declaration.own', 'result.own', 'delivery.read', 'job.any'],
];

const card = (amount: Amount, number: number): Plain<EmployeeCard> => {
  const { family, given } = wordsOf(amount);
  return {
    ...{ id: id(number), number: `E${1000 + number}`, familyName: family, givenName: given },
    ...{ familyKana: 'ミホン', givenKana: 'ハナコ', mail: 'hanako@example.com', loginId: `e${1000 + number}` },
    ...{ companyId: id(1), departmentId: id(2), status: 'active', version: 1 },
    access: ['user', 'invited', 'none', 'disabled'][number % 4] ?? 'none',
  };
};

export const me = (amount: Amount): Plain<GetMeResponse> => ({
  ...{ tenantId: id(9), tenantCode: 'mihon', tenantName: wordsOf(amount).company, loginId: 'e1001' },
  ...{ card: card(amount, 1), grants: [], permissions },
});

const summary = (number: number, status: DeclarationView['summary']['status']): DeclarationView['summary'] => ({
  ...{ id: id(number), campaignId: id(1), employeeId: id(number), employeeNumber: `E${1000 + number}` },
  ...{ companyId: id(1), departmentId: id(2), status, hasPay: true, resultStatus: 'RESULT_STATUS_CALCULATED' },
  ...{ submittedAt: '2026-11-20T10:15:00+09:00', version: 3, problem: number % 3 === 0 ? 'salary_over_20m' : '' },
});

const declaration = (
  amount: Amount,
  status: DeclarationView['summary']['status'],
  cases?: CasesOfScreen,
): DeclarationView => ({
  ...{ summary: summary(1, status), taxYear: 2026, deadline: '2026-12-15', lastPaymentDate: '2026-12-25' },
  ...{ campaignTitle: wordsOf(amount).title, facts: factsOf(amount, cases), revisions: revisionsOf(amount, cases) },
  attachmentIds: [],
  comments:
    status === 'DECLARATION_STATUS_SENT_BACK'
      ? [{ path: 'spouse.salaryRevenue', comment: `${wordsOf(amount).words}。金額をもう一度確かめてください。` }]
      : [],
  ...(status === 'DECLARATION_STATUS_SUBMITTED'
    ? { receipt: { number: '2026-000123', submittedAt: '2026-11-20T10:15:00+09:00', contentHash: 'a1'.repeat(32) } }
    : {}),
});

const myDeclarations = (amount: Amount): Plain<ListMyDeclarationsResponse> => ({
  items: several(amount, (number) => ({
    summary: summary(number, number === 1 ? 'DECLARATION_STATUS_OPEN' : 'DECLARATION_STATUS_FINALISED'),
    ...{ taxYear: 2027 - number, title: wordsOf(amount).title, deadline: '2026-12-15' },
  })),
});

const campaign = (amount: Amount, number: number): Plain<ListCampaignsResponse>['items'][number] => ({
  ...{ id: id(number), companyId: id(1), taxYear: 2026, title: wordsOf(amount).title, deadline: '2026-12-15' },
  ...{ lastPaymentDate: '2026-12-25', status: 'CAMPAIGN_STATUS_OPEN', version: 1 },
});

const step = (ruleId: string, box: string, value: number) => ({
  ...{ ruleId, box, value, inputs: [{ name: 'box7SalaryTotal', value: 6_000_000 }] },
  ...{ source: '所得税法第28条', confidence: 'verified' },
});

const result = (amount: Amount) => ({
  result:
    amount === 'none'
      ? undefined
      : {
          boxes: { box7SalaryTotal: 6_000_000, box26AnnualTax: 41_400, box27Difference: -115_270 },
          ...{ marks: {}, rulesVersion: '2026', calculatedAt: '2026-12-20T09:00:00+09:00', relatives: [] },
          trace: [step('box9SalaryAfterSalaryDeduction', '⑨', 4_360_000), step('box26AnnualTax', '㉖', 41_400)],
        },
  pay: { salaryTotal: 6_000_000, withheldTaxTotal: 156_670, socialInsuranceWithheld: 900_000 },
  status: 'RESULT_STATUS_FINALISED',
});

const counts = [
  { status: 'DECLARATION_STATUS_OPEN', count: 12 },
  { status: 'DECLARATION_STATUS_SUBMITTED', count: 30 },
  { status: 'DECLARATION_STATUS_APPROVED', count: 8 },
];

const progress = (amount: Amount) => ({
  counts: amount === 'none' ? [] : counts,
  departments: several(amount, (number) => ({ departmentId: id(number), counts })),
  ...{ withPay: 40, calculated: 20, withProblem: 2, total: amount === 'none' ? 0 : 50 },
});

const end = (state: string): Plain<ContractEnd> => ({
  ...{ state, endDate: '2026-12-31', businessDay: state === 'notice' ? -25 : 12 },
  ...{ graceEnds: { date: '2027-02-01', businessDay: 20 }, certificateDue: { date: '2027-03-11', businessDay: 46 } },
  ...{ limit: { date: '', businessDay: 60 }, exportState: 'open', waivedBy: [id(7)], cancelledBy: [id(7)] },
  ...{ contactRecorded: true, erasingSince: '', keyDestroyedAt: '', certifiedAt: '' },
  ...{ waivedByMe: true, cancelledByMe: false },
});

const tenant = (amount: Amount, number: number): Plain<Tenant> => ({
  ...{ id: id(number), code: `mihon-${number}`, displayName: wordsOf(amount).company, seats: 1_000, seatsUsed: 734 },
  ...{ contractStart: '2026-10-01', createdAt: '2026-10-01T09:00:00+09:00' },
  state: ['active', 'notice', 'ended', 'erasing', 'erased'][number % 5] ?? 'active',
  contractEnd: number % 5 === 0 ? '' : '2026-12-31',
});

const keyRotation = (number: number): Plain<KeyRotation> => ({
  ...{ rotationId: id(number), orderedAt: `2026-11-${23 - number}T10:15:00+09:00`, services: 5 },
  kind: number % 2 === 0 ? 'KEY_ROTATION_KIND_KEK' : 'KEY_ROTATION_KIND_CLASS_KEYS',
  ...(number === 1
    ? { servicesDone: ['identity', 'document'], finishedAt: '' }
    : {
        servicesDone: ['identity', 'declaration', 'document', 'notification', 'retention'],
        finishedAt: `2026-11-${23 - number}T10:15:04+09:00`,
      }),
});

const erasure = (number: number): Plain<Erasure> => ({
  ...{ erasureId: id(number), tenantId: id(number), tenantCode: `mihon-${number}`, state: 'grace' },
  ...{ endDate: '2026-12-31', businessDay: 12 + number * 10, graceEnds: { date: '2027-02-01', businessDay: 20 } },
  ...{ certificateDue: { date: '2027-03-11', businessDay: 46 }, limit: { date: '2027-04-01', businessDay: 60 } },
  ...{ exportState: 'acknowledged', waitingFor: 'approval', alarm: number === 3 ? 40 : 0, dryRunState: 'ready' },
  ...{ approvals: 1, contactRecorded: false, letterIssued: true, backupsGoneAt: '2027-03-09T00:00:00+09:00' },
});

const wholeErasure = (amount: Amount): Plain<GetErasureResponse> => ({
  erasure: amount === 'none' ? { ...erasure(1), dryRunState: 'none', approvals: 0, contactRecorded: true } : erasure(1),
  dryRun:
    amount === 'none'
      ? undefined
      : {
          ...{ hash: 'b2'.repeat(32), at: '2027-02-02T10:00:00+09:00', expiresAt: '2027-02-03T10:00:00+09:00' },
          stores: several(amount, (number) => ({
            service: 'declaration',
            store: `collection_${number}`,
            count: 1_234,
          })),
        },
  approvals: several(amount, (number) => ({
    ...{ operatorSub: id(number), at: '2027-02-02T11:00:00+09:00', expiresAt: '2027-02-03T11:00:00+09:00' },
    ...{ dryRunHash: 'b2'.repeat(32), valid: number === 1 },
  })),
  answers: several(amount, (number) => ({ service: `service-${number}`, round: 1, answered: number > 1, count: 99 })),
});

const acts = (amount: Amount) =>
  several(amount, (number) => ({
    ...{ at: `2026-11-${10 + number}T09:30:00+09:00`, operatorSub: id(number), action: 'RecordContractEnd' },
    ...{ reason: wordsOf(amount).words, ticket: `T-${number}`, tenantId: id(number) },
  }));

const audit = (amount: Amount) =>
  several(amount, (number) => ({
    index: number,
    hash: 'c3'.repeat(32),
    entry: {
      ...{ eventId: id(number), type: 'declaration_approved', subjectKind: 'declaration', subjectIds: [id(1)] },
      ...{ outcome: 'success', at: '2026-11-20T10:15:00+09:00', changedFields: [], params: {} },
      actor: { kind: 'user', sub: id(1), employeeId: id(1), jobId: '', service: '' },
    },
  }));

const letter = (amount: Amount): string =>
  `${wordsOf(amount).company} 御中\n${wordsOf(amount).name} 様\n\n会社コード mihon\nログインID kanri\n初期パスワード aaaa-bbbb-cccc-dddd-eeee-ffff\n`;

const page = <T>(items: readonly T[]) => ({ items, nextCursor: items.length > 3 ? 'more' : '' });

/** Answers by the pattern of the address; the first that fits. What an end or a status is comes from the screen. */
export const answersOf = (
  amount: Amount,
  {
    end: endState,
    status,
    cases,
  }: {
    readonly end: string;
    readonly status: DeclarationView['summary']['status'];
    readonly cases?: CasesOfScreen | undefined;
  },
): readonly (readonly [pattern: RegExp, answer: unknown])[] => [
  [/\/attachments/, { items: [] }],
  [/^GET \/api\/v1\/my\/declarations$/, myDeclarations(amount)],
  [/\/result$/, result(amount)],
  [
    /^(GET|POST) \/api\/v1\/declarations(\/search)?$/,
    page(
      several(amount, (number) => ({ ...summary(number, 'DECLARATION_STATUS_SUBMITTED'), card: card(amount, number) })),
    ),
  ],
  [/^GET \/api\/v1\/declarations\/[^/]+$/, { declaration: declaration(amount, status, cases) }],
  [/^GET \/api\/v1\/campaigns$/, { items: several(amount, (number) => campaign(amount, number)) }],
  [/\/progress$/, progress(amount)],
  [/^GET \/api\/v1\/campaigns\/[^/]+$/, { campaign: campaign(amount, 1) }],
  [/\/employees(\/search)?$/, page(several(amount, (number) => card(amount, number)))],
  [
    /\/companies$/,
    {
      items: several(amount, (number) => ({
        id: id(number),
        code: `C${number}`,
        name: wordsOf(amount).company,
        address: wordsOf(amount).words,
        corporateNumber: '',
        phone: '03-0000-0000',
      })),
    },
  ],
  [
    /\/departments$/,
    {
      items: several(amount, (number) => ({
        id: id(number),
        companyId: id(1),
        code: `D${number}`,
        name: wordsOf(amount).title,
        parentId: '',
        path: [id(number)],
      })),
    },
  ],
  [
    /\/grants$/,
    {
      items: several(amount, (number) => ({
        id: id(number),
        employeeId: id(number),
        role: 'ROLE_HR',
        scopeKind: 'SCOPE_KIND_COMPANY',
        scopeId: id(1),
      })),
    },
  ],
  [/\/audit$/, page(audit(amount))],
  [/\/transparency$/, page(acts(amount))],
  [/^GET \/api\/v1\/contract-end$/, { contractEnd: amount === 'none' ? undefined : end(endState) }],
  [/\/deliveries\/summary$/, { counts: [] }],
  [
    /\/invitations\/preview$/,
    { tenantName: wordsOf(amount).company, loginId: 'e1001', expiresAt: '2026-12-01T00:00:00+09:00' },
  ],
  [
    /^POST \/api\/v1\/certificate$/,
    { certified: amount === 'some', contractEnd: end('waiting_backups'), json: '{}', pdf: '' },
  ],
  [/^GET \/api\/v1\/ops\/tenants$/, page(several(amount, (number) => tenant(amount, number)))],
  [/^POST \/api\/v1\/ops\/tenants$/, { tenantId: id(1), letter: letter(amount) }],
  [/^GET .*\/key-rotations$/, { items: several(amount, keyRotation) }],
  [/^POST .*\/key-rotations$/, { rotationId: id(1) }],
  [/^GET \/api\/v1\/ops\/erasures$/, page(several(amount, erasure))],
  [/^GET \/api\/v1\/ops\/erasures\/[^/]+$/, wholeErasure(amount)],
  [/certificate-letter$|\/contact$/, { letter: letter(amount) }],
  [/\/ops\/actions$/, page(acts(amount))],
];
