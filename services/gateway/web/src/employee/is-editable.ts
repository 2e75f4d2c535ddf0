import type { DeclarationView } from '../api/types.js';

const editable = new Set(['DECLARATION_STATUS_OPEN', 'DECLARATION_STATUS_DRAFT', 'DECLARATION_STATUS_SENT_BACK']);

/** Whether the person may still change this declaration. */
export const isEditable = ({ summary }: DeclarationView): boolean => editable.has(summary.status);
