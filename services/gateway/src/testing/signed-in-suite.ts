import { afterAll, beforeAll } from '@jest/globals';
import { type ServiceName } from '@nencho/auth';
import { newId } from '@nencho/kernel';
import { type bindService } from '@nencho/service-kit';
import { type AppConfig } from '../config.js';
import { startPeer } from './test-peers.js';
import { startTestGateway, type TestGateway, type TestGatewayOptions } from './test-gateway.js';
import { testRealms } from './test-realms.js';

type Peers = Partial<Readonly<Record<ServiceName, readonly ReturnType<typeof bindService>[]>>>;

type Suite = {
  readonly peers?: Peers;
  readonly instances?: number;
  readonly config?: Partial<AppConfig>;
  readonly clock?: NonNullable<TestGatewayOptions['clock']>;
};

export const tenantId = newId();
export const person = { tenantCode: 'acme', loginId: 'e0001', password: 'A-Long-Enough-Password-1' };
export const username = `${person.tenantCode}.${person.loginId}`;

/**
 * Gateways that share a database, the peers behind them, realms and a user of the suite's own. `first()` is for use
 * inside tests, when everything is up.
 */
export const signedInSuite = ({ peers = {}, instances = 1, config, clock }: Suite) => {
  const realms = testRealms();
  const stops: (() => Promise<unknown>)[] = [];
  const gateways: TestGateway[] = [];
  let sub = '';

  const first = (): TestGateway => {
    const [gateway] = gateways;
    if (gateway === undefined) throw new Error('the gateway is not up yet');
    return gateway;
  };

  beforeAll(async () => {
    const targets: Partial<Record<ServiceName, string>> = {};
    for (const [name, bindings] of Object.entries(peers) as [ServiceName, NonNullable<Peers[ServiceName]>][]) {
      const peer = await startPeer(name, bindings, realms);
      stops.unshift(async () => peer.stop(0));
      targets[name] = peer.target;
    }
    for (let count = 0; count < instances; count += 1) {
      const shared = gateways[0] === undefined ? {} : { database: gateways[0].database };
      const extra = { ...(config === undefined ? {} : { config }), ...(clock === undefined ? {} : { clock }) };
      gateways.push(await startTestGateway({ realms, targets, ...shared, ...extra }));
    }
    await realms.create({ gatewayUrl: first().url, accessTokenSeconds: 60 });
    sub = await realms.addTenantUser({ username, password: person.password, tenantId });
  }, 300_000);

  afterAll(async () => {
    await gateways[0]?.drop();
    for (const gateway of gateways) await gateway.stop();
    for (const stop of stops) await stop();
    await realms.remove();
  });

  return { realms, gateways, first, sub: () => sub };
};
