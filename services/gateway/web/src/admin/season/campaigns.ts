import type { Campaign } from '@nencho/contracts/declaration/v1/declaration';
import type {
  GetCampaignResponse,
  GetProgressResponse,
  ListCampaignsResponse,
} from '@nencho/contracts/declaration/v1/declaration_service';
import { queryOptions } from '@tanstack/react-query';
import { get } from '../../api/client.js';
import type { Plain } from '../../api/types.js';

export type CampaignView = Plain<Campaign>;
export type ProgressView = Plain<GetProgressResponse>;

export const campaignsQuery = queryOptions({
  queryKey: ['campaigns'],
  queryFn: async () => get<Plain<ListCampaignsResponse>>('/api/v1/campaigns'),
});

export const campaignQuery = (id: string) =>
  queryOptions({
    queryKey: ['campaigns', id],
    queryFn: async () => get<Plain<GetCampaignResponse>>(`/api/v1/campaigns/${id}`),
  });

export const progressQuery = (id: string) =>
  queryOptions({
    queryKey: ['progress', id],
    queryFn: async () => get<ProgressView>(`/api/v1/campaigns/${id}/progress`),
  });
