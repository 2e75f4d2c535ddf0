/** What other services hear of: ids only. The names are those of the wire contract. */
export type DomainEvent = {
  readonly aggregateId: string;
  readonly aggregateVersion: number;
} & (
  | {
      readonly type: 'DeclarationSubmitted' | 'DeclarationSentBack' | 'DeclarationApproved';
      readonly payload: { readonly employeeId: string; readonly campaignId: string };
    }
  | {
      readonly type: 'CampaignOpened' | 'AdjustmentFinalised';
      /** At most 500 people a message. */
      readonly payload: { readonly campaignId: string; readonly employeeIds: readonly string[] };
    }
);
