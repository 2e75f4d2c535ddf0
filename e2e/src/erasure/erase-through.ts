import type { SystemState } from '@nencho/local-stack/system';
import { isAppError } from '@nencho/kernel';
import { serviceClients, type ServiceClients, type TokenSource } from '@nencho/testing';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { tokensOf, type BuiltTenant } from '../isolation/tenant.js';
import { twoOperators } from './operators.js';

const PATIENCE_MS = 300_000;
const deadlineMs = 20_000;

export const withClients = async <T>(state: SystemState, work: (clients: ServiceClients) => Promise<T>): Promise<T> => {
  const clients = serviceClients(state, 'gateway');
  try {
    return await work(clients);
  } finally {
    clients.close();
  }
};

/** Asks until the answer is there; the last answer stands in the error. */
export const eventually = async <T>(what: string, ask: () => Promise<T>, good: (answer: T) => boolean): Promise<T> => {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (good(answer)) return answer;
    if (performance.now() > until) throw new Error(`${what} did not come: ${JSON.stringify(answer)}`);
    await pause(1_000);
  }
};

const as = async (tokens: TokenSource) => ({ token: await tokens.accessToken(), deadlineMs });
const idempotencyKey = (): string => randomUUID();

/** The one-time code of a printed letter. */
export const codeIn = (letter: string): string => {
  const code = /[0-9A-Z]{4,5}(?:-[0-9A-Z]{4,5}){3,}/.exec(letter)?.[0];
  if (code === undefined) throw new Error('the letter has no code');
  return code;
};

/** 解約: notice for today, the day comes, the exports are acknowledged. @returns the one-time code of the certificate */
export const endContract = async (state: SystemState, tenant: BuiltTenant, endDate: string): Promise<string> =>
  withClients(state, async ({ identity, retention }) => {
    const admin = await tokensOf(state, `${tenant.code}.admin`, tenant.adminPassword);
    await identity.giveContractNotice({ idempotencyKey: idempotencyKey(), endDate }, await as(admin));
    await eventually(
      'the end of the contract',
      async () => (await retention.getContractEnd({}, await as(admin))).contractEnd?.state ?? '',
      (contractState) => contractState === 'grace',
    );
    const { letter } = await retention.recordTerminationContact(
      {
        ...{ idempotencyKey: idempotencyKey(), organisation: '株式会社隔離', contactName: '総務 花子' },
        ...{ postalCode: '100-0001', address: '東京都千代田区千代田1-1' },
      },
      await as(admin),
    );
    await retention.acknowledgeExport({ idempotencyKey: idempotencyKey() }, await as(admin)).catch((error: unknown) => {
      // Where the grace is no day long, the question lapses at once, and it may have by now.
      if (!isAppError(error) || error.details['reason'] !== 'export_answered') throw error;
    });
    return codeIn(letter);
  });

/** After the grace: dry run, two approvals, and everything until the key is destroyed. */
export const eraseByTwo = async (state: SystemState, tenant: BuiltTenant, displayName: string) =>
  withClients(state, async ({ retention }) => {
    const [first, second] = await twoOperators(state);
    const tenantId = tenant.id;
    await retention.orderDryRun({ idempotencyKey: idempotencyKey(), tenantId }, await as(first));
    const { dryRun } = await eventually(
      'the dry run',
      async () => retention.getErasure({ tenantId }, await as(first)),
      (answer) => answer.dryRun !== undefined,
    );
    const approval = {
      ...{ tenantId, tenantCode: tenant.code, displayName, dryRunHash: dryRun?.hash ?? '' },
      ...{ reason: '契約終了', ticket: 'T-1' },
    };
    for (const operator of [first, second]) {
      await retention.approveErasure({ ...approval, idempotencyKey: idempotencyKey() }, await as(operator));
    }
    const done = await eventually(
      'the destruction of the key',
      async () => retention.getErasure({ tenantId }, await as(first)),
      ({ erasure }) => ['waiting_vault', 'waiting_backups', 'certified'].includes(erasure?.state ?? ''),
    );
    return { dryRun, answers: done.answers };
  });

export const certificateOf = async (state: SystemState, code: string) =>
  withClients(state, async ({ retention }) =>
    eventually(
      'the certificate',
      async () => retention.getErasureCertificate({ code }, { deadlineMs }),
      ({ certified }) => certified,
    ),
  );
