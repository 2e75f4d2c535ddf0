import type { UserActor } from '@nencho/auth';
import { validationFailed, type TaxYear } from '@nencho/kernel';
import { isEditable } from '../domain/declaration.js';
import { reachDeclaration } from './access.js';
import type { Stores } from './ports.js';

export type AttachmentTerms = {
  readonly employeeId: string;
  readonly taxYear: TaxYear;
  readonly own: boolean;
  readonly editable: boolean;
  /** Of every revision. */
  readonly submittedIds: readonly string[];
};

/** Whose declaration it is and what may be attached to it now. */
export const getAttachmentTerms =
  (stores: Pick<Stores, 'declarations' | 'revisions'>) =>
  async (declarationId: string, actor: UserActor): Promise<AttachmentTerms> => {
    const declaration = await reachDeclaration(stores, actor, declarationId, ['declaration.own', 'declaration.read']);
    const { tenantId, employeeId, taxYear } = declaration;
    return {
      employeeId,
      taxYear,
      own: actor.employeeId === employeeId,
      editable: isEditable(declaration),
      submittedIds: await stores.revisions.attachmentIds(tenantId, { declarationId }),
    };
  };

const MOST = 500;

/** Which of these attachments a submitted revision holds; asked by document when it tidies up. */
export const listSubmittedAttachments =
  ({ revisions }: Pick<Stores, 'revisions'>) =>
  async (tenantId: string, ids: readonly string[]): Promise<readonly string[]> => {
    if (ids.length > MOST) {
      throw validationFailed([{ path: 'attachmentIds', rule: 'too_many', params: { max: String(MOST) } }]);
    }
    const wanted = new Set(ids);
    const submitted = await revisions.attachmentIds(tenantId, { among: ids });
    return submitted.filter((id) => wanted.has(id));
  };
