import type { UserActor } from '@nencho/auth';
import { employeeColumns, type EmployeeColumn } from '../domain/employee-row.js';
import type { EmployeeImport } from '../domain/employee-import.js';
import { key, type Harness, type TenantHandle } from './harness.js';

export type Cells = Partial<Record<EmployeeColumn, string>>;

const columns = Object.keys(employeeColumns) as EmployeeColumn[];

/** A whole row about a person who does not exist; `change` overwrites cells. */
export const cellsOf = (number: string, change: Cells = {}): Cells => ({
  number,
  familyName: '見本',
  givenName: `太郎${number}`,
  familyKana: 'ミホン',
  givenKana: 'タロウ',
  mail: `${number.toLowerCase()}@example.test`,
  companyCode: 'HQ',
  birthDate: '1985-04-01',
  postalCode: '100-0001',
  address: '東京都千代田区千代田1-1',
  joinedOn: '2010-04-01',
  ...change,
});

export const csvOf = (rows: readonly Cells[]): string =>
  [
    Object.values(employeeColumns),
    ...rows.map((cells) => columns.map((column) => `"${(cells[column] ?? '').replaceAll('"', '""')}"`)),
  ]
    .map((cells) => `${cells.join(',')}\n`)
    .join('');

export const streamOf = async function* (text: string | Uint8Array): AsyncGenerator<Uint8Array> {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  for (let at = 0; at < bytes.length; at += 65_536) yield await Promise.resolve(bytes.subarray(at, at + 65_536));
};

export const checkImport = async (
  { app }: Harness,
  actor: UserActor,
  rows: readonly Cells[],
  idempotencyKey = key(),
): Promise<EmployeeImport> =>
  app.useCases.startEmployeeImport({ idempotencyKey, content: streamOf(csvOf(rows)) }, actor);

/** Imports the rows, job included. */
export const importEmployees = async (harness: Harness, actor: UserActor, rows: readonly Cells[]): Promise<void> => {
  const checked = await checkImport(harness, actor, rows);
  if (checked.state !== 'ready') throw new Error(JSON.stringify(checked.errors));
  const jobId = await harness.app.useCases.applyEmployeeImport({ idempotencyKey: key(), importId: checked.id }, actor);
  const job = await harness.finish(actor.tenantId, jobId);
  if (job.state !== 'succeeded') throw new Error(`${job.state} ${job.stopCode ?? ''}`);
};

export const addCompany = async ({ app }: Harness, admin: UserActor, code = 'HQ') =>
  app.useCases.createCompany(
    { idempotencyKey: key(), code, name: `会社${code}`, address: '東京都千代田区', corporateNumber: '', phone: '' },
    admin,
  );

export const addDepartment = async (
  { app }: Harness,
  admin: UserActor,
  companyId: string,
  code: string,
  parentId = '',
) => app.useCases.createDepartment({ idempotencyKey: key(), companyId, code, name: `部署${code}`, parentId }, admin);

export const personId = async ({ connection }: Harness, tenantId: string, number: string): Promise<string> => {
  const row = await connection.collection<{ _id: string }>('people').findOne({ tenantId, number });
  if (row === null) throw new Error(`no employee ${number}`);
  return row._id;
};

/** Issues an invitation and returns the link's parts as the mail would carry them. */
export const inviteOne = async (harness: Harness, { tenantId, code, admin }: TenantHandle, employeeId: string) => {
  const { useCases } = harness.app;
  const jobId = await useCases.issueInvitations({ idempotencyKey: key(), employeeIds: [employeeId] }, admin);
  await harness.finish(tenantId, jobId);
  const row = await harness.connection
    .collection<{ _id: string; issueNo: number }>('invitations')
    .findOne({ tenantId, personId: employeeId, state: 'open' });
  if (row === null) throw new Error('no invitation');
  return linkOf(harness, { tenantId, code }, row._id, row.issueNo);
};

export const linkOf = async (
  { app }: Harness,
  { tenantId, code }: Pick<TenantHandle, 'tenantId' | 'code'>,
  invitationId: string,
  issueNo: number,
) => {
  const mail = await app.useCases.getInvitationMail(tenantId, invitationId, issueNo);
  const token = mail?.link.split('.').pop();
  if (token === undefined) throw new Error('no mail');
  return { tenantCode: code, invitationId, token };
};

export const goodPassword = 'a long enough phrase 2026';

/** Invites and redeems: the employee as a user. */
export const becomeUser = async (harness: Harness, tenant: TenantHandle, number: string): Promise<UserActor> => {
  const employeeId = await personId(harness, tenant.tenantId, number);
  const link = await inviteOne(harness, tenant, employeeId);
  await harness.app.useCases.redeemInvitation({ ...link, password: goodPassword });
  const row = await harness.connection.collection<{ _id: string; sub?: string }>('people').findOne({ _id: employeeId });
  return harness.actor(tenant.tenantId, row?.sub ?? '');
};
