import type { DeclarationServiceService, SlipData } from '@nencho/contracts/declaration/v1/declaration_service';
import type { EmployeeCard } from '@nencho/contracts/identity/v1/identity';
import type { IdentityServiceService } from '@nencho/contracts/identity/v1/identity_service';
import { AppError, notFound } from '@nencho/kernel';
import type { PeerClient } from '@nencho/service-kit';
import type { Caller, NamedResult, Sources } from '../application/ports.js';
import { fullKana, fullName } from './full-name.js';
import { derivedFromWire, slipFromWire } from './slip-mapper.js';

export type Peers = {
  readonly declaration: Pick<PeerClient<DeclarationServiceService>, 'getSlipData' | 'streamResults'>;
  readonly identity: Pick<PeerClient<IdentityServiceService>, 'batchGetCardsForJob' | 'getPayer'>;
};

/** What identity answers at once at most. */
const PAGE = 500;

const incomplete = (what: string): AppError => new AppError('internal', `an answer of a peer lacks ${what}`);

const findSlip = async ({ declaration, identity }: Peers, declarationId: string, caller: Caller) => {
  const { slip: data } = await declaration.getSlipData({ declarationId }, caller);
  if (data?.summary === undefined) throw incomplete('a summary');
  // The declaration's company is that of its campaign for good, wherever the person is now: it is the payer (支払者).
  const { employeeId, companyId } = data.summary;
  const { tenantId } = caller.actor;
  const [people, payer] = await Promise.all([
    identity.batchGetCardsForJob({ tenantId, employeeIds: [employeeId] }, caller),
    identity.getPayer({ tenantId, companyId }, caller),
  ]);
  const card = people.items.find(({ id }) => id === employeeId);
  const profile = people.taxProfiles.find((one) => one.employeeId === employeeId);
  if (card === undefined || profile === undefined) throw notFound('employee');
  if (payer.company === undefined) throw incomplete('the payer');
  return { slip: slipFromWire(data, card, profile, payer.company), employeeId };
};

const named = (data: SlipData, cards: ReadonlyMap<string, EmployeeCard>): NamedResult => {
  const { summary, result } = data;
  if (summary === undefined || result === undefined) throw incomplete('a part of a result');
  // Who is in another company by now has a result in this campaign still, but no card in the caller's scope.
  const card = cards.get(summary.employeeId);
  const { salaryTotal, withheldTaxTotal } = derivedFromWire(data).input;
  return {
    employeeNumber: summary.employeeNumber,
    name: card === undefined ? '' : fullName(card),
    kana: card === undefined ? '' : fullKana(card),
    taxYear: data.taxYear,
    salaryTotal,
    withheldTaxTotal,
    boxes: result.boxes,
    rulesVersion: result.rulesVersion,
  };
};

const withNames = async (
  identity: Peers['identity'],
  page: readonly SlipData[],
  caller: Caller,
): Promise<NamedResult[]> => {
  const employeeIds = page.flatMap(({ summary }) => (summary === undefined ? [] : [summary.employeeId]));
  const { items } = await identity.batchGetCardsForJob({ tenantId: caller.actor.tenantId, employeeIds }, caller);
  const cards = new Map(items.map((card) => [card.id, card]));
  return page.map((data) => named(data, cards));
};

/** Results and slips from declaration, with the names that only identity holds. Nothing is kept. */
export const peerSources = (peers: Peers): Sources => ({
  slipOf: async (declarationId, caller) => findSlip(peers, declarationId, caller),
  resultsOf: async function* (campaignId, caller) {
    let page: SlipData[] = [];
    for await (const { slip } of peers.declaration.streamResults({ campaignId, afterEmployeeNumber: '' }, caller)) {
      if (slip === undefined) throw incomplete('a slip');
      page.push(slip);
      if (page.length < PAGE) continue;
      yield await withNames(peers.identity, page, caller);
      page = [];
    }
    if (page.length > 0) yield await withNames(peers.identity, page, caller);
  },
});
