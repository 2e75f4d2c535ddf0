import type { SystemState } from '@nencho/local-stack/system';
import { signInOperator, signInTenantUser } from '@nencho/testing';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { apiOf, type Api } from './api.js';
import { departmentCodes } from './people.js';

export type NewTenant = {
  readonly code: string;
  readonly displayName: string;
  readonly seats: number;
  readonly adminLoginId: string;
};

/** The initial password as the letter's reader finds it. */
const passwordOfLetter = (letter: string): string => {
  const [, password] = /初期パスワード\s+([A-Z0-9-]{20,})/.exec(letter) ?? [];
  if (password === undefined) throw new Error('the letter names no initial password');
  return password;
};

/** The operator creates a tenant; its first ADMIN signs in with the letter and sets a password of their own. */
export const createTenant = async (state: SystemState, tenant: NewTenant, adminPassword: string): Promise<Api> => {
  const { publicBaseUrl, operator } = state;
  const token = await signInOperator({
    issuer: `${publicBaseUrl}/auth/realms/nencho-ops`,
    username: operator.username,
    password: readFileSync(operator.passwordFile, 'utf8').trim(),
  });
  const response = await fetch(`${publicBaseUrl}/api/v1/ops/tenants`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify({
      tenantCode: tenant.code,
      displayName: tenant.displayName,
      seats: tenant.seats,
      contractStart: '2026-04-01',
      adminLoginId: tenant.adminLoginId,
      adminFamilyName: '管理',
      adminGivenName: '一郎',
    }),
  });
  if (!response.ok) throw new Error(`creating the tenant answered ${response.status}: ${await response.text()}`);
  const { letter } = (await response.json()) as { readonly letter: string };
  const session = await signInTenantUser({
    baseUrl: publicBaseUrl,
    tenantCode: tenant.code,
    loginId: tenant.adminLoginId,
    password: passwordOfLetter(letter),
    newPassword: adminPassword,
  });
  return apiOf(session);
};

type Created<Name extends string> = Readonly<Record<Name, { readonly id: string }>>;

/** A company with three departments, one of them under another. @returns the company's id */
export const createCompany = async (admin: Api, code: string, name: string): Promise<string> => {
  const { company } = await admin.send<Created<'company'>>('POST', '/api/v1/companies', {
    code,
    name,
    address: '東京都千代田区霞が関3-1-1',
    corporateNumber: '',
    phone: '03-0000-0000',
  });
  const create = async (departmentCode: string, departmentName: string, parentId?: string) =>
    admin.send<Created<'department'>>('POST', '/api/v1/departments', {
      companyId: company.id,
      code: departmentCode,
      name: departmentName,
      ...(parentId === undefined ? {} : { parentId }),
    });
  const [sales, tokyo, factory] = departmentCodes;
  const { department } = await create(sales, '営業部');
  await create(tokyo, '東京営業課', department.id);
  await create(factory, '製造部');
  return company.id;
};

type Checked = {
  readonly import: {
    readonly id: string;
    readonly errorCount: number;
    readonly errors: unknown;
    readonly toCreate: number;
  };
};

/** Dry run, then the job that applies it. */
export const importCsv = async (api: Api, uploadPath: string, importPath: string, csv: string): Promise<number> => {
  const checked = await api.uploadCsv<Checked>(uploadPath, csv);
  if (checked.import.errorCount > 0) {
    throw new Error(`the import has ${checked.import.errorCount} errors: ${JSON.stringify(checked.import.errors)}`);
  }
  const { jobId } = await api.send<{ readonly jobId: string }>('POST', `${importPath}/${checked.import.id}/apply`);
  await api.finish(jobId);
  return checked.import.toCreate;
};
