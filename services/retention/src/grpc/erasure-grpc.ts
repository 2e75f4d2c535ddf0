import { requireUser, type Actor, type OperatorActor } from '@nencho/auth';
import type { RetentionServiceService } from '@nencho/contracts/retention/v1/retention_service';
import { AppError } from '@nencho/kernel';
import type { Handlers } from '@nencho/service-kit';
import type { CertificateLetters } from '../application/certificate-letters.js';
import type { ContractEndActs } from '../application/contract-end-acts.js';
import type { ContractEndView, ErasureView } from '../application/erasure-views.js';
import type { ErasureReads } from '../application/erasure-reads.js';
import type { CertificateAnswer } from '../application/get-certificate.js';
import type { OperatorActs } from '../application/operator-acts.js';
import type { OperatorAction } from '../application/transparency-ports.js';

export type ErasureUseCases = {
  readonly contractEnd: ContractEndActs;
  readonly letters: CertificateLetters;
  readonly operators: OperatorActs;
  readonly reads: ErasureReads;
  readonly getCertificate: (code: string) => Promise<CertificateAnswer>;
};

type Methods =
  | 'getContractEnd'
  | 'recordTerminationContact'
  | 'acknowledgeExport'
  | 'waiveExport'
  | 'cancelContractEnd'
  | 'listErasures'
  | 'getErasure'
  | 'orderDryRun'
  | 'approveErasure'
  | 'issueCertificateLetter'
  | 'listTransparency'
  | 'listOperatorActions'
  | 'getErasureCertificate';

const requireOperator = (actor: Actor): OperatorActor => {
  if (actor.kind !== 'operator')
    throw new AppError('forbidden', 'only for operators', { details: { actor: actor.kind } });
  return actor;
};

const toContractEnd = (view: ContractEndView) => ({
  ...view,
  waivedBy: [...view.waivedBy],
  cancelledBy: [...view.cancelledBy],
});
const toErasure = (view: ErasureView) => ({ ...view });

const noContractEnd = {
  ...{ state: '', endDate: '', businessDay: 0, graceEnds: undefined, certificateDue: undefined, limit: undefined },
  ...{ exportState: '', waivedBy: [], cancelledBy: [], contactRecorded: false, erasingSince: '', keyDestroyedAt: '' },
  ...{ certifiedAt: '', waivedByMe: false, cancelledByMe: false },
};

const pageOf = (page: { cursor: string; limit: number } | undefined) => ({
  cursor: page?.cursor ?? '',
  limit: page?.limit ?? 0,
});

/** An administrator sees what was done to the own tenant; whose it is goes without saying. */
const toAction = (withTenant: boolean) => (action: OperatorAction) => ({
  ...{ at: action.at.toISOString(), operatorSub: action.operatorSub, action: action.action },
  ...{ reason: action.reason, ticket: action.ticket, tenantId: withTenant ? action.tenantId : '' },
});

const ofAdministrators = ({ contractEnd, letters, reads }: ErasureUseCases) =>
  ({
    getContractEnd: async (_, { actor }) => {
      const view = await contractEnd.get(requireUser(actor));
      return { contractEnd: view === undefined ? noContractEnd : toContractEnd(view) };
    },
    recordTerminationContact: async (command, { actor }) => ({
      letter: await letters.recordContact(command, requireUser(actor)),
    }),
    acknowledgeExport: async ({ idempotencyKey }, { actor }) => ({
      contractEnd: toContractEnd(await contractEnd.acknowledgeExport(idempotencyKey, requireUser(actor))),
    }),
    waiveExport: async ({ idempotencyKey }, { actor }) => ({
      contractEnd: toContractEnd(await contractEnd.waiveExport(idempotencyKey, requireUser(actor))),
    }),
    cancelContractEnd: async ({ idempotencyKey }, { actor }) => ({
      contractEnd: toContractEnd(await contractEnd.cancel(idempotencyKey, requireUser(actor))),
    }),
    listTransparency: async ({ page }, { actor }) => {
      const { items, nextCursor } = await reads.transparency(pageOf(page), requireUser(actor));
      return { items: items.map(toAction(false)), nextCursor };
    },
  }) satisfies Partial<Handlers<RetentionServiceService>>;

const ofOperators = ({ letters, operators, reads }: ErasureUseCases) =>
  ({
    listErasures: async ({ page, includeCertified }, { actor }) => {
      const { sub } = requireOperator(actor);
      const { items, nextCursor } = await reads.list(pageOf(page), includeCertified, sub);
      return { items: items.map(toErasure), nextCursor };
    },
    getErasure: async ({ tenantId }, { actor }) => {
      requireOperator(actor);
      const { erasure, dryRun, approvals, answers } = await reads.get(tenantId);
      return {
        erasure: toErasure(erasure),
        dryRun: dryRun === undefined ? undefined : { ...dryRun, stores: [...dryRun.stores] },
        approvals: [...approvals],
        answers: [...answers],
      };
    },
    orderDryRun: async (command, { actor }) => ({
      erasure: toErasure(await operators.orderDryRun(command, requireOperator(actor))),
    }),
    approveErasure: async (command, { actor }) => ({
      erasure: toErasure(await operators.approve(command, requireOperator(actor))),
    }),
    issueCertificateLetter: async (command, { actor }) => ({
      letter: await letters.issue(command, requireOperator(actor)),
    }),
    listOperatorActions: async ({ page, tenantId }, { actor }) => {
      const { sub } = requireOperator(actor);
      const { items, nextCursor } = await reads.actions(pageOf(page), tenantId === '' ? undefined : tenantId, sub);
      return { items: items.map(toAction(true)), nextCursor };
    },
  }) satisfies Partial<Handlers<RetentionServiceService>>;

export const erasureHandlers = (useCases: ErasureUseCases): Pick<Handlers<RetentionServiceService>, Methods> => ({
  ...ofAdministrators(useCases),
  ...ofOperators(useCases),
  getErasureCertificate: async ({ code }) => {
    const { contractEnd, certificate } = await useCases.getCertificate(code);
    return {
      certified: certificate !== undefined,
      contractEnd: toContractEnd(contractEnd),
      json: Buffer.from(certificate?.json ?? []),
      pdf: Buffer.from(certificate?.pdf ?? []),
    };
  },
});
