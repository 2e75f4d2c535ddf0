import { signInTenantUser } from '@nencho/testing';
import { randomUUID } from 'node:crypto';
import { apiOf, type Api } from './api.js';
import { linkOf, type Mail } from './inbox.js';
import type { SeasonPerson } from './people.js';

export type Employee = { readonly person: SeasonPerson; readonly api: Api; readonly declarationId: string };

type MyDeclarations = { readonly items: readonly { readonly summary: { readonly id: string } }[] };
type DeclarationAnswer = { readonly declaration: { readonly summary: { readonly version: number } } };

/** Follows the link of the mail: looks at it first, as a mail scanner would, then sets the password. */
export const acceptInvitation = async (baseUrl: string, person: SeasonPerson, mail: Mail): Promise<Api> => {
  const link = linkOf(mail);
  if (link === undefined) throw new Error('the invitation mail has no link');
  const post = async (path: string, body: unknown) =>
    fetch(`${baseUrl}/api/v1/invitations/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: baseUrl, 'idempotency-key': randomUUID() },
      body: JSON.stringify(body),
    });
  for (const [path, body] of [
    ['preview', link],
    ['redeem', { ...link, password: person.password }],
  ] as const) {
    const response = await post(path, body);
    if (!response.ok) throw new Error(`${path} of an invitation answered ${response.status}: ${await response.text()}`);
    await response.body?.cancel();
  }
  return signIn(baseUrl, link.tenantCode, person);
};

/** A session of a person of the season. */
export const signIn = async (baseUrl: string, tenantCode: string, person: SeasonPerson): Promise<Api> =>
  apiOf(await signInTenantUser({ baseUrl, tenantCode, loginId: person.loginId, password: person.password }));

/** Saves facts as the page does while somebody types. @returns the version saved */
export const saveFacts = async ({ api, declarationId }: Employee, facts: SeasonPerson['facts']): Promise<number> => {
  const path = `/api/v1/declarations/${declarationId}`;
  const { declaration } = await api.get<DeclarationAnswer>(path);
  const { version } = declaration.summary;
  const saved = await api.send<{ readonly version: number }>('PUT', `${path}/facts`, { version, facts });
  return saved.version;
};

/** States the facts and submits them. */
export const declare = async (employee: Employee, facts: SeasonPerson['facts']): Promise<void> => {
  const version = await saveFacts(employee, facts);
  await employee.api.send('POST', `/api/v1/declarations/${employee.declarationId}/submit`, { version });
};

/** HR approves, or sends back what is to be corrected. */
export const review = async (hr: Api, { person, declarationId }: Employee, sendBack: boolean): Promise<void> => {
  const path = `/api/v1/declarations/${declarationId}`;
  const { declaration } = await hr.get<DeclarationAnswer>(path);
  const { version } = declaration.summary;
  if (sendBack && person.correction !== undefined) {
    const { path: field, comment } = person.correction;
    await hr.send('POST', `${path}/send-back`, { version, comments: [{ path: field, comment }] });
  } else {
    await hr.send('POST', `${path}/approve`, { version });
  }
};

/** The id behind an employee number. */
export const employeeIdOf = async (admin: Api, number: string): Promise<string> => {
  type Employees = { readonly items: readonly { readonly id: string; readonly number: string }[] };
  const { items } = await admin.send<Employees>('POST', '/api/v1/employees/search', { q: number });
  const found = items.find((item) => item.number === number);
  if (found === undefined) throw new Error(`employee ${number} is not found`);
  return found.id;
};

/** The one declaration of a person who has just been asked for it. */
export const declarationOf = async (api: Api): Promise<string> => {
  const { items } = await api.get<MyDeclarations>('/api/v1/my/declarations');
  const [mine] = items;
  if (mine === undefined) throw new Error('a person has no declaration');
  return mine.summary.id;
};
