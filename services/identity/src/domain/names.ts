import type { Violation } from '@nencho/kernel';
import { characters, hasControlCharacter } from './text.js';

const tenantCode = /^[a-z0-9-]{3,20}$/;
const loginId = /^[a-z0-9._-]{1,40}$/;
const employeeNumber = /^[A-Za-z0-9._-]{1,32}$/;
const organisationCode = /^[A-Za-z0-9._-]{1,32}$/;

/** 契約コード: the part of a user name before the first dot, and of the sign-in address. */
export const isTenantCode = (value: string): boolean => tenantCode.test(value);

/** ログインID: unique within the tenant, lower case. */
export const isLoginId = (value: string): boolean => loginId.test(value);

/** 従業員番号: unique within the tenant. */
export const isEmployeeNumber = (value: string): boolean => employeeNumber.test(value);

/** 会社コード, 部署コード. */
export const isOrganisationCode = (value: string): boolean => organisationCode.test(value);

/** The user name at Keycloak. Unambiguous: a tenant code holds no dot. Never shaped like a mail address. */
export const keycloakUsername = (code: string, login: string): string => `${code}.${login}`;

export type TextRule = { readonly path: string; readonly max: number; readonly required: boolean };

/** What is wrong with a line of free text; an empty list when nothing is. */
export const textViolations = (value: string, { path, max, required }: TextRule): readonly Violation[] => {
  if (value === '') return required ? [{ path, rule: 'required' }] : [];
  if (hasControlCharacter(value)) return [{ path, rule: 'control_character' }];
  if (characters(value) > max) return [{ path, rule: 'too_long', params: { max: String(max) } }];
  return [];
};
