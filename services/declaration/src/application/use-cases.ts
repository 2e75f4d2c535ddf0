import type { Clock } from '@nencho/kernel';
import { applyPayImport } from './apply-pay-import.js';
import { approveDeclaration } from './approve-declaration.js';
import { getAttachmentTerms, listSubmittedAttachments } from './attachment-terms.js';
import { createCampaign } from './create-campaign.js';
import { getCampaign } from './get-campaign.js';
import { getDeclaration } from './get-declaration.js';
import { getPayImport } from './get-pay-import.js';
import { getProgress } from './get-progress.js';
import { getResult } from './get-result.js';
import { getSlipData } from './get-slip-data.js';
import { listCampaigns } from './list-campaigns.js';
import { listDeclarations } from './list-declarations.js';
import { listMyDeclarations } from './list-my-declarations.js';
import { openCampaign } from './open-campaign.js';
import type { CountImport, Fingerprint, Mutate, NewId, ReadPayFile, Sha256, Stores } from './ports.js';
import { saveFacts } from './save-facts.js';
import { sendBackDeclaration } from './send-back-declaration.js';
import { startCalculation } from './start-calculation.js';
import { startFinalisation } from './start-finalisation.js';
import { startPayImport } from './start-pay-import.js';
import { streamResults } from './stream-results.js';
import { submitDeclaration } from './submit-declaration.js';

export type UseCaseDeps = {
  readonly stores: Stores;
  readonly mutate: Mutate;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly sha256: Sha256;
  readonly fingerprint: Fingerprint;
  readonly readPayFile: ReadPayFile;
  readonly countImport: CountImport;
  readonly rebuildScopeRows: (tenantId: string) => Promise<number>;
};

/** What the service can be asked for, one function each. */
export const createUseCases = (deps: UseCaseDeps) => {
  const { stores, fingerprint } = deps;
  return {
    createCampaign: createCampaign({ ...deps, ...stores }),
    listCampaigns: listCampaigns(stores),
    getCampaign: getCampaign(stores),
    openCampaign: openCampaign(deps),
    getProgress: getProgress(stores),
    listMyDeclarations: listMyDeclarations(stores),
    getDeclaration: getDeclaration(stores),
    saveFacts: saveFacts(deps),
    submitDeclaration: submitDeclaration({ ...deps, ...stores }),
    listDeclarations: listDeclarations(stores),
    sendBackDeclaration: sendBackDeclaration(deps),
    approveDeclaration: approveDeclaration(deps),
    startPayImport: startPayImport(deps),
    getPayImport: getPayImport(stores),
    applyPayImport: applyPayImport(deps),
    startCalculation: startCalculation(deps),
    getResult: getResult({ ...stores, fingerprint }),
    startFinalisation: startFinalisation(deps),
    getSlipData: getSlipData(stores),
    getAttachmentTerms: getAttachmentTerms(stores),
    listSubmittedAttachments: listSubmittedAttachments(stores),
    streamResults: streamResults(stores),
  };
};

export type UseCases = ReturnType<typeof createUseCases>;
