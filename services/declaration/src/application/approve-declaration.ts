import type { UserActor } from '@nencho/auth';
import { approve, requireVersion } from '../domain/declaration.js';
import { reachDeclaration } from './access.js';
import type { Mutate } from './ports.js';
import type { VersionCommand } from './submit-declaration.js';

/** 承認 of what the person submitted. */
export const approveDeclaration =
  ({ mutate }: { mutate: Mutate }) =>
  async ({ idempotencyKey, ...command }: VersionCommand, actor: UserActor): Promise<{ readonly version: number }> => {
    const { declarationId, version } = command;
    const done = await mutate(
      { actor, method: 'ApproveDeclaration', idempotencyKey, request: command },
      async (work) => {
        const before = await reachDeclaration(work, actor, declarationId, 'declaration.review');
        requireVersion(before, version);
        const after = approve(before);
        await work.declarations.save(after);
        return {
          ids: { declarationId },
          version: after.version,
          audit: { type: 'declaration_approved', subjectKind: 'declaration', subjectIds: [declarationId] },
          events: [
            {
              type: 'DeclarationApproved',
              aggregateId: declarationId,
              aggregateVersion: after.version,
              payload: { employeeId: after.employeeId, campaignId: after.campaignId },
            },
          ],
        };
      },
    );
    return { version: done.version ?? version };
  };
