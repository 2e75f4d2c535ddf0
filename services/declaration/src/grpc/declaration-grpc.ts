import { requireUser } from '@nencho/auth';
import { DeclarationServiceService } from '@nencho/contracts/declaration/v1/declaration_service';
import { factsFromWire } from '@nencho/contracts/facts';
import { AppError, validationFailed } from '@nencho/kernel';
import { bindService, type ServiceBinding } from '@nencho/service-kit';
import type { UseCases } from '../application/use-cases.js';
import {
  campaignToWire,
  commentsFromWire,
  declarationToWire,
  mineToWire,
  payImportToWire,
  payToWire,
  progressToWire,
  receiptToWire,
  resultStatusToWire,
  resultToWire,
  slipToWire,
  statusFromWire,
  statusToWire,
  summaryToWire,
} from './declaration-mapper.js';
import { readUpload } from './upload.js';

/** The facts of a request; violations name their path in it. */
const factsOf = (wire: Parameters<typeof factsFromWire>[0] | undefined) => {
  if (wire === undefined) throw validationFailed([{ path: 'facts', rule: 'required' }]);
  try {
    return factsFromWire(wire);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'validation_failed') throw error;
    throw validationFailed(error.violations.map((violation) => ({ ...violation, path: `facts.${violation.path}` })));
  }
};

/** Thin: maps in, calls the use case, maps out. */
export const declarationGrpc = (use: UseCases): ServiceBinding =>
  bindService(DeclarationServiceService, {
    createCampaign: async (request, { actor }) => ({
      campaign: campaignToWire(await use.createCampaign(request, requireUser(actor))),
    }),
    listCampaigns: async (_, { actor }) => ({
      items: (await use.listCampaigns(requireUser(actor))).map(campaignToWire),
    }),
    getCampaign: async ({ campaignId }, { actor }) => ({
      campaign: campaignToWire(await use.getCampaign(campaignId, requireUser(actor))),
    }),
    openCampaign: async (request, { actor }) => use.openCampaign(request, requireUser(actor)),
    getProgress: async ({ campaignId }, { actor }) =>
      progressToWire(await use.getProgress(campaignId, requireUser(actor))),
    listMyDeclarations: async (_, { actor }) => ({
      items: (await use.listMyDeclarations(requireUser(actor))).map(mineToWire),
    }),
    getDeclaration: async ({ declarationId }, { actor }) => ({
      declaration: declarationToWire(await use.getDeclaration(declarationId, requireUser(actor))),
    }),
    saveFacts: async ({ facts, ...request }, { actor }) => {
      const { version, status } = await use.saveFacts({ ...request, facts: factsOf(facts) }, requireUser(actor));
      return { version, status: statusToWire(status) };
    },
    submitDeclaration: async ({ attachments, ...request }, { actor }) => {
      const seen = attachments === undefined ? {} : { attachmentIds: attachments.ids };
      const { version, receipt } = await use.submitDeclaration({ ...request, ...seen }, requireUser(actor));
      return { version, receipt: receiptToWire(receipt) };
    },
    listDeclarations: async ({ page, status, ...request }, { actor }) => {
      const wanted = statusFromWire(status);
      const { items, nextCursor } = await use.listDeclarations(
        {
          ...request,
          ...(wanted === undefined ? {} : { status: wanted }),
          cursor: page?.cursor ?? '',
          limit: page?.limit ?? 0,
        },
        requireUser(actor),
      );
      return { items: items.map(summaryToWire), nextCursor };
    },
    sendBackDeclaration: async ({ comments, ...request }, { actor }) =>
      use.sendBackDeclaration({ ...request, comments: commentsFromWire(comments) }, requireUser(actor)),
    approveDeclaration: async (request, { actor }) => use.approveDeclaration(request, requireUser(actor)),
    startPayImport: async (requests, { actor }) => {
      const { header, content } = await readUpload(requests);
      return { import: payImportToWire(await use.startPayImport({ ...header, content }, requireUser(actor))) };
    },
    getPayImport: async ({ importId }, { actor }) => ({
      import: payImportToWire(await use.getPayImport(importId, requireUser(actor))),
    }),
    applyPayImport: async (request, { actor }) => use.applyPayImport(request, requireUser(actor)),
    startCalculation: async (request, { actor }) => use.startCalculation(request, requireUser(actor)),
    getResult: async ({ declarationId }, { actor }) => {
      const { status, pay, stored } = await use.getResult(declarationId, requireUser(actor));
      return {
        status: resultStatusToWire(status),
        pay: pay === undefined ? undefined : payToWire(pay),
        result: stored === undefined ? undefined : resultToWire(stored),
      };
    },
    startFinalisation: async (request, { actor }) => use.startFinalisation(request, requireUser(actor)),
    getSlipData: async ({ declarationId }, { actor }) => ({
      slip: slipToWire(await use.getSlipData(declarationId, requireUser(actor))),
    }),
    getAttachmentTerms: async ({ declarationId }, { actor }) => {
      const { submittedIds, ...terms } = await use.getAttachmentTerms(declarationId, requireUser(actor));
      return { ...terms, submittedIds: [...submittedIds] };
    },
    listSubmittedAttachments: async ({ tenantId, attachmentIds }) => ({
      attachmentIds: [...(await use.listSubmittedAttachments(tenantId, attachmentIds))],
    }),
    streamResults: async function* (request, { actor, signal }) {
      for await (const slip of use.streamResults(request, requireUser(actor))) {
        if (signal.aborted) return;
        yield { slip: slipToWire(slip) };
      }
    },
  });
