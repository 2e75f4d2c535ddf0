// node e2e/dist/cluster/cli.js up|down: a cluster with the release, to look around in; the suite brings up its own.
import { bringUp, clusterDirectory, tearDown } from './cluster.js';
import { installChart } from './install.js';
import { whyNoNode } from './requirements.js';

const [command] = process.argv.slice(2);
if (command === 'down') {
  await tearDown();
} else if (command === 'up') {
  const reason = await whyNoNode();
  if (reason !== undefined) throw new Error(reason);
  const cluster = await bringUp(console.log);
  await installChart(cluster);
  console.log(`page: ${cluster.servers.publicBaseUrl}`);
  console.log(`kubeconfig: ${clusterDirectory}/admin.conf, by: nsenter --net=/run/netns/nencho-node kubectl …`);
  process.exit(0); // it goes on without us
} else {
  throw new Error('usage: cli.js up|down');
}
