import type { UserActor } from '@nencho/auth';
import type { AdjustmentFacts } from '@nencho/tax-rules';
import { requireVersion, saveFacts as save, type DeclarationStatus } from '../domain/declaration.js';
import { changedFactPaths } from '../domain/facts.js';
import { reachDeclaration } from './access.js';
import type { Mutate } from './ports.js';

export type SaveFacts = {
  readonly idempotencyKey: string;
  readonly declarationId: string;
  readonly version: number;
  readonly facts: AdjustmentFacts;
};

export type SavedFacts = { readonly version: number; readonly status: DeclarationStatus };

const MAX_AUDITED_FIELDS = 100;

/** Autosave. Of two tabs that start from one version the second gets `version_conflict` and has lost nothing. */
export const saveFacts =
  ({ mutate }: { mutate: Mutate }) =>
  async ({ idempotencyKey, ...command }: SaveFacts, actor: UserActor): Promise<SavedFacts> => {
    const { declarationId, version, facts } = command;
    const saved = await mutate({ actor, method: 'SaveFacts', idempotencyKey, request: command }, async (work) => {
      const before = await reachDeclaration(work, actor, declarationId, 'declaration.own');
      requireVersion(before, version);
      const after = save(before, facts);
      await work.declarations.save(after);
      return {
        ids: { declarationId, status: after.status },
        version: after.version,
        audit: {
          type: 'facts_saved',
          subjectKind: 'declaration',
          subjectIds: [declarationId],
          changedFields: changedFactPaths(before.facts, facts).slice(0, MAX_AUDITED_FIELDS),
        },
      };
    });
    return { version: saved.version ?? version, status: saved.ids['status'] === 'sent_back' ? 'sent_back' : 'draft' };
  };
