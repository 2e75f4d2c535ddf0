/** `kek`: a new version of the tenant's KEK, the root wrapped anew. `class_keys`: a new key for each class that seals. */
export type KeyRotationKind = 'kek' | 'class_keys';

/** Every service that keeps keys of tenants. The gateway keeps none. */
export const keyHolders = ['identity', 'declaration', 'document', 'notification', 'retention'] as const;

export type KeyRotation = {
  readonly id: string;
  readonly tenantId: string;
  readonly kind: KeyRotationKind;
  readonly orderedAt: Date;
  readonly servicesDone: readonly string[];
  readonly finishedAt?: Date;
};
