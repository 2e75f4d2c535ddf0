// An erasure in a process of its own, to be killed after its first batch of jobs.
import { setTimeout as sleep } from 'node:timers/promises';
import { connectMongo, eraseTenant } from '../index.js';
import { sharedStores } from './two-tenants.js';

const [uri = '', database = '', tenantId = '', run = ''] = process.argv.slice(2);
const connection = await connectMongo({ uri, database, appName: 'dying-eraser' });
const stores = sharedStores(connection).map((store) => ({
  ...store,
  eraseSome: async (tenant: string) => {
    const erased = await store.eraseSome(tenant);
    if (store.name !== 'jobs') return erased;
    process.stdout.write('in the middle\n');
    await sleep(60_000);
    return erased;
  },
}));
await eraseTenant({ connection, stores, tenantId, run });
