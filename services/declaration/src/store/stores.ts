import type { Sealer } from '@nencho/crypto';
import type { ClientSession, Connection } from 'mongoose';
import type { Stores } from '../application/ports.js';
import { attachmentStore } from './attachment-store.js';
import { campaignStore } from './campaign-store.js';
import { declarationReadModel } from './declaration-read-model.js';
import { declarationStore } from './declaration-store.js';
import { payImportStore } from './pay-import-store.js';
import { payStore } from './pay-store.js';
import { resultStore } from './result-store.js';
import { revisionStore } from './revision-store.js';
import { scopeRowStore } from './scope-row-store.js';

export type StoresDeps = {
  readonly connection: Connection;
  readonly sealer: Pick<Sealer, 'seal' | 'open'>;
  /** Signs the cursors of lists. */
  readonly cursorKey: Uint8Array;
};

/** Every store of the service; with a session, within its transaction. */
export const createStores = ({ connection, sealer, cursorKey }: StoresDeps, session?: ClientSession): Stores => ({
  campaigns: campaignStore(connection, session),
  declarations: declarationStore(connection, sealer, session),
  revisions: revisionStore(connection, sealer, session),
  attachments: attachmentStore(connection, session),
  pay: payStore(connection, sealer, session),
  results: resultStore(connection, sealer, session),
  payImports: payImportStore(connection, sealer, session),
  scopeRows: scopeRowStore(connection, session),
  reviewList: declarationReadModel(connection, cursorKey, session),
});
