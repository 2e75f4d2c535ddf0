import { alreadyExists, localDate, taxYear, versionConflict } from '@nencho/kernel';
import { isDuplicateKey } from '@nencho/mongo';
import type { ClientSession, Connection } from 'mongoose';
import type { CampaignStore } from '../application/ports.js';
import type { Campaign } from '../domain/campaign.js';
import { rowsOf, within, type CampaignRow } from './rows.js';

const toCampaign = ({ _id, deadline, lastPaymentDate, taxYear: year, ...row }: CampaignRow): Campaign => ({
  ...row,
  id: _id,
  taxYear: taxYear(year),
  deadline: localDate(deadline),
  lastPaymentDate: localDate(lastPaymentDate),
});

const toRow = ({ id, ...campaign }: Campaign): CampaignRow => ({ ...campaign, _id: id });

export const campaignStore = (connection: Connection, session?: ClientSession): CampaignStore => {
  const rows = rowsOf(connection, 'campaigns');
  return {
    insert: async (campaign) => {
      try {
        await rows.insertOne(toRow(campaign), within(session));
      } catch (error) {
        if (isDuplicateKey(error)) throw alreadyExists('campaign');
        throw error;
      }
    },
    find: async (tenantId, id) => {
      const row = await rows.findOne({ _id: id, tenantId }, within(session));
      return row === null ? undefined : toCampaign(row);
    },
    list: async (tenantId) => {
      const found = await rows.find({ tenantId }, within(session)).sort({ taxYear: -1, _id: 1 }).toArray();
      return found.map(toCampaign);
    },
    save: async (campaign) => {
      const { _id, tenantId, ...columns } = toRow(campaign);
      const { matchedCount } = await rows.updateOne(
        { _id, tenantId, version: campaign.version - 1 },
        { $set: columns },
        within(session),
      );
      if (matchedCount !== 1) throw versionConflict('campaign');
    },
  };
};
