import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, repositoryRoot, runTool } from '@nencho/local-stack';
import type { KubernetesBinaries } from '../kubernetes/binaries.js';
import { type ControlPlane, startControlPlane } from '../kubernetes/control-plane.js';

const fixtures = join(repositoryRoot, 'e2e', 'kubernetes');
const zones = ['zone-1', 'zone-2', 'zone-3'];

/** Set by globalSetup, read by globalTeardown: both run in Jest's own process. */
export const testCluster: { running?: Pick<ControlPlane, 'adminConfig' | 'stop'> } = {};

/** A node that KWOK keeps alive and whose pods it plays: they start, get ready and end as the API server is told. */
const playedNode = (zone: string) => {
  const resources = { cpu: '16', memory: '64Gi', pods: '110' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: `node-${zone}`,
      labels: {
        'kubernetes.io/hostname': `node-${zone}`,
        'kubernetes.io/os': 'linux',
        'topology.kubernetes.io/zone': zone,
      },
    },
    status: { allocatable: resources, capacity: resources },
  };
};

/** An API server with the foreign kinds that the chart uses, and a node in each of three zones. */
export const startTestCluster = async (
  binaries: KubernetesBinaries,
  directory: string,
): Promise<Pick<ControlPlane, 'adminConfig' | 'stop'>> => {
  mkdirSync(directory, { recursive: true });
  const plane = await startControlPlane({ binaries, directory });
  const stop = async () => {
    await plane.stop();
    rmSync(directory, { recursive: true, force: true });
  };
  const kubectl = async (...args: readonly string[]) =>
    runTool(binaries.kubectl, [`--kubeconfig=${plane.adminConfig}`, ...args]);
  try {
    const kwokConfig = await plane.kubeconfig('kwok', 'kwok', 'system:masters');
    await plane.run('kwok', [
      binaries.kwok,
      ...[`--kubeconfig=${kwokConfig}`, '--manage-all-nodes=true', '--node-ip=127.0.0.1'],
      ...[`--config=${join(fixtures, 'kwok-stages.yaml')}`, `--server-address=127.0.0.1:${await freePort()}`],
    ]);
    const crds = join(fixtures, 'crds');
    const files = readdirSync(crds).filter((name) => name.endsWith('.yaml'));
    await kubectl('create', ...files.map((name) => `--filename=${join(crds, name)}`));
    const nodes = join(directory, 'nodes.json');
    writeFileSync(nodes, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: zones.map(playedNode) }));
    await kubectl('create', `--filename=${nodes}`);
    await kubectl('wait', '--for=condition=Established', 'crd', '--all', '--timeout=60s');
    await kubectl('wait', '--for=condition=Ready', 'node', '--all', '--timeout=60s');
    return { adminConfig: plane.adminConfig, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
