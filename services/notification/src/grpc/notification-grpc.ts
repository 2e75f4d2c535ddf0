import type { Actor } from '@nencho/auth';
import { NotificationServiceService } from '@nencho/contracts/notification/v1/notification_service';
import { bindService, type ServiceBinding } from '@nencho/service-kit';
import type { DeliveryCount } from '../application/ports.js';

type UseCases = {
  readonly getDeliverySummary: (campaignId: string, actor: Actor) => Promise<readonly DeliveryCount[]>;
};

export const notificationGrpc = ({ getDeliverySummary }: UseCases): ServiceBinding =>
  bindService(NotificationServiceService, {
    getDeliverySummary: async ({ campaignId }, { actor }) => ({
      counts: [...(await getDeliverySummary(campaignId, actor))],
    }),
  });
