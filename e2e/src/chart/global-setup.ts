import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectorBinary, hasGo, kubernetesBinaries, missingGo } from '../kubernetes/binaries.js';
import { hadolint, helm } from '../kubernetes/tools.js';
import { reach } from './layers.js';
import { startTestCluster, testCluster } from './test-cluster.js';

const say = (text: string) => process.stderr.write(`chart: ${text}\n`);

/** Fetches and builds what is missing, starts an API server with played nodes, and says how far it came. */
export default async function setUp(): Promise<void> {
  await Promise.all([helm(), hadolint()]);
  if (!(await hasGo())) {
    reach({ layer: 0 });
    say(`LAYER 0 OF 2 REACHED: lint, render and rules only. No schemas, no API server: ${missingGo}`);
    return;
  }
  const started = performance.now();
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(0)} s`;
  const binaries = await kubernetesBinaries();
  await collectorBinary();
  say(`Kubernetes and the collector are built or were in the cache (${seconds()})`);
  testCluster.running = await startTestCluster(binaries, mkdtempSync(join(tmpdir(), 'nencho-chart-')));
  reach({ layer: 2, kubeconfig: testCluster.running.adminConfig });
  say(`LAYER 2 OF 2 REACHED: a real API server answers, nodes are played by KWOK (${seconds()})`);
}
