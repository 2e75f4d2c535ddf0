/** States of a declaration in the order of the season. */
export const declarationStatuses = [
  'DECLARATION_STATUS_OPEN',
  'DECLARATION_STATUS_DRAFT',
  'DECLARATION_STATUS_SUBMITTED',
  'DECLARATION_STATUS_SENT_BACK',
  'DECLARATION_STATUS_APPROVED',
  'DECLARATION_STATUS_FINALISED',
] as const;
