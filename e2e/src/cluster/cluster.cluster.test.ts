import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { signInTenantUser, type TestSession } from '@nencho/testing';
import { judgeSeason } from '../season/judge.js';
import { playSeason, type PlayedSeason } from '../season/season.js';
import { bringUp, type Cluster, tearDown } from './cluster.js';
import { hostState } from './host.js';
import { contentsOf, serviceNames } from './images.js';
import { installChart, namesOfPods, rollOut, trustGateway } from './install.js';
import { type LoadResult, startLoad } from './load.js';
import { namespace, release } from './manifests.js';
import { aPodOf, connectionFrom, eventually, podsOf } from './pods.js';
import { whyNoNode } from './requirements.js';

const say = (text: string): void => void process.stderr.write(`  ${text}\n`);

const reason = await whyNoNode();
if (reason !== undefined) say(`layer 3 (a real node) is not reached: ${reason}`);

const noSuite = (): void => undefined;

/** Room for a season of ten: six of them are published cases, the official example among them. */
const peopleInSeason = 10;
const casesInSeason = 5;

if (reason !== undefined) {
  // One test stands for all; it is listed in .ci/allowed-skips.
  describe('the six images on a real node', () => {
    test.skip('need root on Linux, Go and some packages', () => undefined);
  });
}

(reason === undefined ? describe : noSuite)('the six images on a real node', () => {
  let cluster: Cluster;
  let hostBefore: Awaited<ReturnType<typeof hostState>>;
  let season: PlayedSeason;

  beforeAll(async () => {
    await tearDown();
    hostBefore = await hostState();
    cluster = await bringUp(say);
    trustGateway(cluster);
  }, 3_600_000);

  afterAll(async () => {
    await tearDown();
  }, 180_000);

  describe.each(serviceNames)('image of %s', (service) => {
    test('runs as nobody in particular and holds no shell, no npm, no test, no TypeScript', async () => {
      const { user, files, bytes } = await contentsOf(cluster.images.services[service].name);
      say(`${service}: ${(bytes / 1e6).toFixed(0)} MB, ${files.length} files`);
      expect(user).toBe('10001:10001');
      expect(files).toContain(`app/services/${service}/dist/main.js`);
      const tools = /(?:^|\/)(?:bash|sh|dash|npm|npx|tsc|jest)$|node_modules\/(?:typescript|jest|vite|react)\//;
      const sources = /\.tsx?$|\.map$|^app\/(?:services|packages)\/.*\.test\.js$/;
      expect(files.filter((file) => tools.test(file) || sources.test(file))).toEqual([]);
      expect(bytes).toBeLessThan(260_000_000);
    });
  });

  test('helm install brings every pod to readiness, without a restart', async () => {
    const started = performance.now();
    await installChart(cluster);
    say(`helm install --wait: ${((performance.now() - started) / 1_000).toFixed(1)} s`);
    const pods = await podsOf(cluster);
    expect(new Set(pods.map(({ service }) => service))).toEqual(new Set(serviceNames));
    expect(pods.filter(({ ready, restarts }) => !ready || restarts > 0)).toEqual([]);
  });

  test('helm test passes', async () => {
    expect(await cluster.helm(['test', release, '--namespace', namespace, '--timeout', '3m'])).toMatch(/Succeeded/);
  });

  test(`a season with ${peopleInSeason} people is played through the gateway of the cluster`, async () => {
    season = await playSeason(cluster.servers.system, peopleInSeason, {
      onPhase: (name, ms) => {
        say(`season, ${name}: ${(ms / 1_000).toFixed(1)} s`);
      },
    });
    expect((await judgeSeason(season, casesInSeason)).complaints).toEqual([]);
  });

  const signInFirst = async (): Promise<{ readonly session: TestSession; readonly declarationId: string }> => {
    const [employee] = season.employees;
    if (employee === undefined) throw new Error('the season has nobody');
    const { person, declarationId } = employee;
    const { publicBaseUrl: baseUrl } = cluster.servers;
    const { loginId, password } = person;
    return {
      session: await signInTenantUser({ baseUrl, tenantCode: season.tenantCode, loginId, password }),
      declarationId,
    };
  };

  /** Reads that go through gateway, declaration and identity, and a page of the web, while `work` goes on. */
  const underLoad = async (work: () => Promise<void>): Promise<LoadResult> => {
    const { session, declarationId } = await signInFirst();
    const read = async () => session.fetch(`/api/v1/declarations/${declarationId}`);
    const page = async () => fetch(`${cluster.servers.publicBaseUrl}/`);
    const load = startLoad([read, read, read, page]);
    try {
      await work();
    } finally {
      await load.stop();
    }
    const result = await load.stop();
    say(`${result.requests} requests, ${result.failures.length} failed`);
    return result;
  };

  test('a rolling update of gateway and declaration under load fails no request', async () => {
    const before = [...(await namesOfPods(cluster, 'gateway')), ...(await namesOfPods(cluster, 'declaration'))];
    const { requests, failures } = await underLoad(async () => rollOut(cluster, ['gateway', 'declaration']));
    const after = [...(await namesOfPods(cluster, 'gateway')), ...(await namesOfPods(cluster, 'declaration'))];
    expect(after.filter((name) => before.includes(name))).toEqual([]);
    expect(failures).toEqual([]);
    expect(requests).toBeGreaterThan(200);
  });

  test('a deleted pod is replaced, and nobody notices', async () => {
    const { name } = await aPodOf(cluster, 'declaration');
    const { failures } = await underLoad(async () => {
      await cluster.kubectl(['-n', namespace, 'delete', 'pod', name, '--wait=true']);
      await cluster.kubectl(['-n', namespace, 'rollout', 'status', `deployment/${release}-declaration`]);
    });
    const pods = (await podsOf(cluster, 'declaration')).filter(({ leaving }) => !leaving);
    expect(pods.map((pod) => pod.name)).not.toContain(name);
    expect(pods.every(({ ready }) => ready)).toBe(true);
    expect(failures).toEqual([]);
  });

  test('an edge of edges.yaml is open, one that is not there is refused, by the policies and nothing else', async () => {
    const notification = await aPodOf(cluster, 'notification');
    const to = async (service: string) => ({ address: (await aPodOf(cluster, service)).address, port: 8443 });
    const [identity, declaration] = [await to('identity'), await to('declaration')];
    expect(await connectionFrom(cluster, notification, identity)).toBe('open');
    expect(await connectionFrom(cluster, notification, declaration)).not.toBe('open');

    await cluster.kubectl(['-n', namespace, 'delete', 'networkpolicy', '--all']);
    const ask = async () => connectionFrom(cluster, notification, declaration);
    expect(await eventually(ask, (answer) => answer === 'open')).toBe('open');

    await installChart(cluster, { upgrade: true });
    expect(await eventually(ask, (answer) => answer !== 'open')).not.toBe('open');
    expect(await connectionFrom(cluster, notification, identity)).toBe('open');
  });

  test('nobody enters a pod, not even the administrator of the cluster', async () => {
    const { name } = await aPodOf(cluster, 'identity');
    const entering = cluster.kubectl(['-n', namespace, 'exec', name, '--', 'node', '--version']);
    await expect(entering).rejects.toThrow(/nobody enters a pod/);
  });

  test('helm uninstall leaves nothing of the release, and the host is as it was', async () => {
    await cluster.helm(['uninstall', release, '--namespace', namespace, '--wait', '--timeout', '5m']);
    const kinds = 'deployments,services,networkpolicies,poddisruptionbudgets,serviceaccounts';
    const left = await cluster.kubectl([
      '-n',
      namespace,
      'get',
      kinds,
      '-l',
      'app.kubernetes.io/part-of=nencho',
      '-o',
      'name',
    ]);
    expect(left.trim()).toBe('');
    await tearDown();
    expect(await hostState()).toEqual(hostBefore);
  });
});
