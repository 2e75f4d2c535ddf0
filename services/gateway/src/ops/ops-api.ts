import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type NewTenant } from './command-line.js';

const problemSchema = z.object({
  title: z.string(),
  detail: z.string().default(''),
  code: z.string(),
  errorId: z.string().default(''),
  violations: z.array(z.object({ path: z.string(), rule: z.string() })).default([]),
});

const tenantSchema = z.object({
  code: z.string(),
  displayName: z.string(),
  seats: z.number(),
  seatsUsed: z.number(),
  contractStart: z.string(),
});
const listSchema = z.object({ items: z.array(tenantSchema), nextCursor: z.string() });
const createdSchema = z.object({ tenantId: z.string(), letter: z.string() });

export type ListedTenant = z.output<typeof tenantSchema>;

/** The system refused or could not be reached; the message is for the person at the terminal. */
export class OpsFailure extends Error {}

const refusal = async (response: Response): Promise<OpsFailure> => {
  const problem = problemSchema.safeParse(await response.json().catch(() => undefined)).data;
  if (problem === undefined) return new OpsFailure(`The system answered ${response.status}.`);
  const lines = problem.violations.map(({ path, rule }) => `  ${path}: ${rule}`);
  const reference = problem.errorId === '' ? '' : ` (errorId ${problem.errorId})`;
  return new OpsFailure([`${problem.title}: ${problem.detail}${reference}`, ...lines].join('\n'));
};

const tries = 3;

type Init = { readonly method: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };

/** REST of the operators. A write may be repeated: its Idempotency-Key stays the same. */
export const opsApi = (baseUrl: string, accessToken: string) => {
  const request = async (path: string, init: Init): Promise<unknown> => {
    const headers = { authorization: `Bearer ${accessToken}`, 'accept-language': 'en', ...init.headers };
    for (let attempt = 1; ; attempt += 1) {
      const response = await fetch(baseUrl + path, { ...init, headers, signal: AbortSignal.timeout(60_000) }).catch(
        () => undefined,
      );
      const isPassing = response === undefined || response.status === 503;
      if (!isPassing || attempt === tries) {
        if (response === undefined) throw new OpsFailure(`${baseUrl} does not answer. Is the system running?`);
        if (!response.ok) throw await refusal(response);
        return response.json();
      }
      await new Promise((resolve) => setTimeout(resolve, 1_000 * attempt));
    }
  };
  return {
    listTenants: async (): Promise<readonly ListedTenant[]> => {
      const items: ListedTenant[] = [];
      for (let cursor = ''; ;) {
        const query = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
        const page = listSchema.parse(await request(`/api/v1/ops/tenants?limit=200${query}`, { method: 'GET' }));
        items.push(...page.items);
        if (page.nextCursor === '') return items;
        cursor = page.nextCursor;
      }
    },
    createTenant: async (tenant: NewTenant) =>
      createdSchema.parse(
        await request('/api/v1/ops/tenants', {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
          body: JSON.stringify(tenant),
        }),
      ),
  };
};
