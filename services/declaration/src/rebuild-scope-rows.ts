// node dist/rebuild-scope-rows.js <tenant id>…: reads every place of these tenants from identity again.
import { IdentityServiceService } from '@nencho/contracts/identity/v1/identity_service';
import { isId } from '@nencho/kernel';
import { connectMongo, withTransaction } from '@nencho/mongo';
import { createClients } from '@nencho/service-kit';
import { createLogger } from '@nencho/telemetry';
import { rebuildScopeRows } from './application/rebuild-scope-rows.js';
import { identityDirectory } from './clients/identity-directory.js';
import { readConfig } from './config.js';
import { scopeRowStore } from './store/scope-row-store.js';

const config = readConfig();
const tenantIds = process.argv.slice(2);
if (tenantIds.length === 0 || !tenantIds.every(isId)) {
  process.stderr.write('usage: node dist/rebuild-scope-rows.js <tenant id>…\n');
  process.exit(64);
}
const service = 'declaration';
const logger = createLogger({
  ...{ service, level: config.LOG_LEVEL, pseudonymKeyDirectory: config.PSEUDONYM_KEY_DIRECTORY },
});
const connection = await connectMongo({
  ...{ uri: config.MONGODB_URI, database: config.MONGODB_DATABASE, appName: 'declaration-rebuild', logger },
});
const clients = createClients({ tls: config, targets: { identity: config.IDENTITY_TARGET } });
const rebuild = rebuildScopeRows({
  directory: identityDirectory(clients.client(IdentityServiceService, 'identity')),
  transact: async (work) =>
    withTransaction(connection, async (session) => work({ scopeRows: scopeRowStore(connection, session) })),
});
for (const tenant of tenantIds) logger.info('scope_rows_rebuilt', { tenant, count: await rebuild(tenant) });
clients.close();
await connection.close();
