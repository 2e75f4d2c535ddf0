import type { UserActor } from '@nencho/auth';
import { notFound, type Clock } from '@nencho/kernel';
import { requireVersion, submit, type Receipt } from '../domain/declaration.js';
import { notInThisState } from '../domain/rule-broken.js';
import { hashedContent, receiptNumber } from '../domain/receipt.js';
import { reachDeclaration } from './access.js';
import type { Mutate, NewId, Sha256, Stores } from './ports.js';

export type VersionCommand = {
  readonly idempotencyKey: string;
  readonly declarationId: string;
  readonly version: number;
};

/** `attachmentIds`: what the person saw as attached; absent: whatever is. */
export type SubmitCommand = VersionCommand & { readonly attachmentIds?: readonly string[] };

export type SubmittedDeclaration = { readonly version: number; readonly receipt: Receipt };

type Deps = Pick<Stores, 'revisions'> & { mutate: Mutate; clock: Clock; newId: NewId; sha256: Sha256 };

/** Document tells of attachments by events: what the person sees may be ahead of what is known here. */
const requireSettled = (known: readonly string[], seen: readonly string[] | undefined): void => {
  if (seen === undefined) return;
  const there = new Set(known);
  if (there.size !== new Set(seen).size || !seen.every((id) => there.has(id))) {
    throw notInThisState('attachments_unsettled');
  }
};

/** 提出: checks the facts as saved, keeps them as an immutable revision and answers with a receipt. */
export const submitDeclaration =
  ({ mutate, clock, newId, sha256, revisions }: Deps) =>
  async ({ idempotencyKey, ...command }: SubmitCommand, actor: UserActor): Promise<SubmittedDeclaration> => {
    const { declarationId, version, attachmentIds: seen } = command;
    const done = await mutate(
      { actor, method: 'SubmitDeclaration', idempotencyKey, request: command },
      async (work) => {
        const before = await reachDeclaration(work, actor, declarationId, 'declaration.own');
        requireVersion(before, version);
        const { tenantId, campaignId, employeeId, taxYear, facts } = before;
        const campaign = await work.campaigns.find(tenantId, campaignId);
        if (campaign === undefined) throw notFound('campaign');
        const attachmentIds = await work.attachments.idsOf(tenantId, declarationId);
        requireSettled(attachmentIds, seen);
        const salt = newId();
        const after = submit(before, {
          campaign,
          now: clock.now(),
          receipt: {
            number: receiptNumber(taxYear, newId()),
            contentHash: sha256(hashedContent(salt, facts, attachmentIds)),
          },
        });
        const revision = {
          id: newId(),
          tenantId,
          declarationId,
          taxYear,
          receipt: after.receipt,
          facts,
          salt,
          attachmentIds,
        };
        await work.declarations.save(after);
        await work.revisions.append(revision);
        return {
          ids: { revisionId: revision.id },
          version: after.version,
          audit: { type: 'declaration_submitted', subjectKind: 'declaration', subjectIds: [declarationId] },
          events: [
            {
              type: 'DeclarationSubmitted',
              aggregateId: declarationId,
              aggregateVersion: after.version,
              payload: { employeeId, campaignId },
            },
          ],
        };
      },
    );
    const revision = await revisions.find(actor.tenantId, done.ids['revisionId'] ?? '');
    if (revision === undefined) throw notFound('revision');
    return { version: done.version ?? version, receipt: revision.receipt };
  };
