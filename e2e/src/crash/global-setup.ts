import { startForSuites } from '../harness/global-setup.js';

/** A contract that ends today may be erased today, and is certified as soon as the key is gone. */
export default async function setUp(): Promise<void> {
  await startForSuites({ GRACE_BUSINESS_DAYS: '0', BACKUP_RETENTION_DAYS: '0', ERASURE_SETTLE_SECONDS: '5' });
}
