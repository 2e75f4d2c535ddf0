// node packages/messaging/dist/redrive-main.js GROUP [REASON]: another try for the dead letters of a consumer group.
import { connectMongo } from '@nencho/mongo';
import { readRedriveConfig } from './config.js';
import { requestRedrive } from './redrive.js';

const [group, reason] = process.argv.slice(2);
if (group === undefined) {
  process.stderr.write('usage: redrive-main.js GROUP [REASON]\n');
  process.exit(64);
}
const connection = await connectMongo({ ...readRedriveConfig(), appName: 'redrive' });
const count = await requestRedrive(connection, group, reason);
await connection.close();
process.stdout.write(`${count} dead letters of ${group} will be tried again\n`);
