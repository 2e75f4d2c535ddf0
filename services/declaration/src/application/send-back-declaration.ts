import type { UserActor } from '@nencho/auth';
import { requireVersion, sendBack } from '../domain/declaration.js';
import type { FieldComment } from '../domain/field-comments.js';
import { reachDeclaration } from './access.js';
import type { Mutate } from './ports.js';
import type { VersionCommand } from './submit-declaration.js';

export type SendBack = VersionCommand & { readonly comments: readonly FieldComment[] };

/** 差戻し: asks the person to correct named fields. */
export const sendBackDeclaration =
  ({ mutate }: { mutate: Mutate }) =>
  async ({ idempotencyKey, ...command }: SendBack, actor: UserActor): Promise<{ readonly version: number }> => {
    const { declarationId, version, comments } = command;
    const done = await mutate(
      { actor, method: 'SendBackDeclaration', idempotencyKey, request: command },
      async (work) => {
        const before = await reachDeclaration(work, actor, declarationId, 'declaration.review');
        requireVersion(before, version);
        const after = sendBack(before, comments);
        await work.declarations.save(after);
        return {
          ids: { declarationId },
          version: after.version,
          audit: {
            type: 'declaration_sent_back',
            subjectKind: 'declaration',
            subjectIds: [declarationId],
            changedFields: comments.map(({ path }) => path),
          },
          events: [
            {
              type: 'DeclarationSentBack',
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
