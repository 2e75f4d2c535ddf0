import { testCluster } from './test-cluster.js';

export default async function tearDown(): Promise<void> {
  await testCluster.running?.stop();
}
