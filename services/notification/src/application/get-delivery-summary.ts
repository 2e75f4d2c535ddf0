import { requirePermission, requireUser, type Actor } from '@nencho/auth';
import { isId, validationFailed } from '@nencho/kernel';
import type { DeliveryCount, DeliveryStore } from './ports.js';

/** Counts of the caller's tenant, of one campaign or of all. Needs the right for the whole tenant. */
export const getDeliverySummary =
  ({ deliveries }: { readonly deliveries: Pick<DeliveryStore, 'countByState'> }) =>
  async (campaignId: string, actor: Actor): Promise<readonly DeliveryCount[]> => {
    const { tenantId } = requireUser(actor);
    requirePermission(actor, 'delivery.read', 'tenant');
    if (campaignId !== '' && !isId(campaignId)) {
      throw validationFailed([{ path: 'campaignId', rule: 'format' }]);
    }
    return deliveries.countByState(tenantId, campaignId);
  };
