import type { DeclarationView } from '../api/types.js';
import type { CasesOfScreen } from './facts-fixtures.js';

/** What is done on a screen to bring it into a state. */
export type Act =
  | { readonly press: string }
  /** A link, by how its text begins. */
  | { readonly follow: string }
  | { readonly fill: string; readonly with: string };

export type StateName =
  | 'some' // as on most days
  | 'long' // long names, many rows
  | 'empty'
  | 'loading'
  | 'error'
  | 'forbidden'
  | 'offline'
  | 'conflict' // somebody saved in between
  | 'invalid' // what was typed is wrong or missing
  | 'refused' // the present state does not allow it
  | 'done'
  | 'signed-out';

export type Screen = {
  readonly id: string;
  readonly path: string;
  readonly states: readonly StateName[];
  readonly acts?: Partial<Readonly<Record<StateName, readonly Act[]>>>;
  readonly end?: string;
  readonly status?: DeclarationView['summary']['status'];
  /** The special cases of the declaration, where it has any. */
  readonly cases?: CasesOfScreen;
};

const read = ['some', 'long', 'loading', 'error', 'forbidden', 'offline'] as const;
const list = [...read, 'empty'] as const;
const d = '/my/00000000-0000-4000-8000-000000000001';
const c = '/admin/campaigns/00000000-0000-4000-8000-000000000001';
const tenant = '00000000-0000-4000-8000-000000000001';

const open: readonly Screen[] = [
  {
    id: 'sign-in',
    path: '/sign-in',
    states: ['some', 'invalid', 'offline', 'loading'],
    acts: {
      invalid: [{ press: '次へ' }],
      offline: [{ fill: '会社コード', with: 'mihon' }, { fill: 'ログインID', with: 'e1001' }, { press: '次へ' }],
    },
  },
  {
    id: 'invitation',
    path: '/t/mihon/invitation#00000000-0000-4000-8000-000000000001.token',
    states: ['some', 'long', 'invalid', 'loading', 'error', 'offline'],
    acts: { invalid: [{ press: 'パスワードを設定する' }] },
  },
  { id: 'invitation-unusable', path: '/t/mihon/invitation', states: ['some'] },
  {
    id: 'certificate',
    path: '/certificate',
    states: ['some', 'done', 'long', 'invalid', 'refused', 'offline'],
    acts: {
      invalid: [{ press: '証明書を受け取る' }],
      ...Object.fromEntries(
        (['done', 'long', 'refused', 'offline'] as const).map((state) => [
          state,
          [{ fill: 'コード', with: 'AAAA-BBBB' }, { press: '証明書を受け取る' }],
        ]),
      ),
    },
  },
  { id: 'not-found', path: '/nowhere', states: ['some'] },
];

const employee: readonly Screen[] = [
  { id: 'my', path: '/my', states: [...list, 'signed-out'] },
  ...['spouse', 'relatives', 'life-insurance', 'earthquake-insurance', 'social-insurance'].map((step) => ({
    ...{ id: `my-${step}`, path: `${d}/${step}`, states: ['some', 'long', 'empty'] as const },
    status: 'DECLARATION_STATUS_DRAFT' as const,
  })),
  ...['housing-loan', 'other-income'].map((step) => ({
    ...{ id: `my-${step}`, path: `${d}/${step}`, states: ['some'] as const },
    status: 'DECLARATION_STATUS_DRAFT' as const,
  })),
  {
    ...{ id: 'my-person', path: `${d}/person`, states: [...read, 'conflict'], status: 'DECLARATION_STATUS_DRAFT' },
    acts: { conflict: [{ fill: 'ことしの給与の見込み', with: '6000000' }] },
  },
  ...(['person', 'spouse', 'relatives', 'check'] as const).map((step) => ({
    ...{ id: `my-${step}-cases`, path: `${d}/${step}`, states: ['some', 'long'] as const },
    ...{ status: 'DECLARATION_STATUS_DRAFT' as const, cases: 'stated' as const },
  })),
  {
    ...{
      id: 'my-cases',
      path: `${d}/check`,
      states: ['invalid'],
      status: 'DECLARATION_STATUS_DRAFT',
      cases: 'missing',
    },
    acts: { invalid: [{ follow: '寡婦にあたる:' }] },
  },
  { id: 'my-check', path: `${d}/check`, states: ['some', 'long', 'empty'], status: 'DECLARATION_STATUS_DRAFT' },
  { id: 'my-sent-back', path: `${d}/check`, states: ['some', 'long'], status: 'DECLARATION_STATUS_SENT_BACK' },
  { id: 'my-submitted', path: `${d}/check`, states: ['some', 'long'], status: 'DECLARATION_STATUS_SUBMITTED' },
  { id: 'my-receipt', path: `${d}/receipt`, states: ['some', 'loading'], status: 'DECLARATION_STATUS_SUBMITTED' },
  { id: 'my-result', path: `${d}/result`, states: list },
];

const admin: readonly Screen[] = [
  { id: 'campaigns', path: '/admin/campaigns', states: list },
  { id: 'campaign', path: c, states: list },
  { id: 'pay', path: `${c}/pay`, states: ['some', 'offline'] },
  { id: 'review-list', path: `${c}/review`, states: list },
  {
    id: 'review',
    path: `${c}/review/00000000-0000-4000-8000-000000000001`,
    states: read,
    status: 'DECLARATION_STATUS_SUBMITTED',
  },
  {
    ...{ id: 'review-approve', path: `${c}/review/00000000-0000-4000-8000-000000000001`, states: ['conflict'] },
    ...{ status: 'DECLARATION_STATUS_SUBMITTED', acts: { conflict: [{ press: '承認する' }] } },
  },
  {
    ...{ id: 'review-cases', path: `${c}/review/00000000-0000-4000-8000-000000000001`, states: ['some', 'long'] },
    ...{ status: 'DECLARATION_STATUS_SUBMITTED', cases: 'stated' },
  },
  { id: 'people', path: '/admin/people', states: list },
  { id: 'people-import', path: '/admin/people/import', states: ['some'] },
  { id: 'places', path: '/admin/places', states: list },
  { id: 'roles', path: '/admin/roles', states: list },
  { id: 'audit', path: '/admin/audit', states: list },
  { id: 'transparency', path: '/admin/transparency', states: list },
  {
    ...{ id: 'contract', path: '/admin/contract', end: 'notice', states: [...list, 'invalid', 'refused'] },
    acts: {
      invalid: [{ press: 'あて先を記録して、書面を表示する' }],
      refused: [{ press: '予告を取り下げる' }, { press: '予告を取り下げる' }],
    },
  },
  {
    ...{ id: 'contract-grace', path: '/admin/contract', end: 'grace', states: ['some', 'conflict'] },
    acts: {
      conflict: [{ press: '契約の終了を取り消すことに賛成する' }, { press: '契約の終了を取り消すことに賛成する' }],
    },
  },
  {
    ...{ id: 'contract-letter', path: '/admin/contract', end: 'grace', states: ['some', 'long'] },
    acts: Object.fromEntries(
      (['some', 'long'] as const).map((state) => [
        state,
        [
          { fill: '会社または組織の名前', with: '株式会社見本' },
          { fill: '受け取る人の氏名', with: '見本 花子' },
          { fill: '郵便番号', with: '100-0001' },
          { fill: '住所', with: '東京都千代田区' },
          { press: 'あて先を記録して、書面を表示する' },
        ],
      ]),
    ),
  },
  { id: 'contract-erasing', path: '/admin/contract', end: 'waiting_vault', states: ['some'] },
];

const newTenant: readonly Act[] = [
  { fill: '会社コード', with: 'mihon' },
  { fill: '契約者の名称', with: '株式会社見本' },
  { fill: '契約の人数', with: '50' },
  { fill: '契約の開始日', with: '2026-10-01' },
  { fill: '最初の管理者のログインID', with: 'kanri' },
  { fill: '最初の管理者の姓', with: '管理' },
  { fill: '最初の管理者の名', with: '花子' },
  { press: '登録して書面を表示する' },
];

const newRotation: readonly Act[] = [
  { fill: '理由', with: '年に一度の更新' },
  { fill: '受付番号', with: 'OPS-2026-31' },
  { press: '鍵の更新を始める' },
];

const operators: readonly Screen[] = [
  { id: 'ops-tenants', path: '/ops/tenants', states: [...list, 'signed-out'] },
  {
    ...{ id: 'ops-new-tenant', path: '/ops/tenants/new', states: ['some', 'invalid', 'conflict', 'done', 'long'] },
    acts: { invalid: [{ press: '登録して書面を表示する' }], conflict: newTenant, done: newTenant, long: newTenant },
  },
  {
    ...{ id: 'ops-tenant-end', path: `/ops/tenants/${tenant}/contract-end`, states: [...read, 'invalid'] },
    acts: { invalid: [{ press: '終了日を記録する' }] },
  },
  {
    ...{ id: 'ops-keys', path: `/ops/tenants/${tenant}/keys`, states: [...read, 'invalid', 'done', 'conflict'] },
    acts: { invalid: [{ press: '鍵の更新を始める' }], done: newRotation, conflict: newRotation },
  },
  { id: 'ops-erasures', path: '/ops/erasures', states: list },
  {
    ...{ id: 'ops-erasure', path: `/ops/erasures/${tenant}`, states: [...list, 'invalid', 'refused'] },
    acts: {
      invalid: [{ press: 'この契約の消去を承認する' }],
      refused: [{ press: '件数を数える（何も消しません）' }],
    },
  },
  { id: 'ops-actions', path: '/ops/actions', states: list },
];

/** Every screen and the states that it can be in. */
export const screens: readonly Screen[] = [...open, ...employee, ...admin, ...operators];
