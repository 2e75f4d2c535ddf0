import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { bindService } from './bind-service.js';
import { createClients } from './grpc-client.js';
import { startGrpcServer } from './grpc-server.js';
import { createTestCertificates, echoDefinition, echoPolicies, recordingLogger } from './testing/wire-harness.js';

// Processes, sockets and key pairs take their time on a loaded machine.
jest.setTimeout(30_000);

let certificates: Awaited<ReturnType<typeof createTestCertificates>>;
beforeAll(async () => {
  certificates = await createTestCertificates();
});
afterAll(() => certificates.close());

const { internal } = echoDefinition;
const answer = async () => Promise.resolve({ text: '' });

test('a method without a row in the table of policies is neither served nor called', async () => {
  const tls = await certificates.issue('identity');
  const config = { ...tls, GRPC_HOST: '127.0.0.1', GRPC_PORT: 0 };
  const { logger } = recordingLogger();
  const services = [bindService({ internal }, { internal: answer })];
  const authenticate = async () => Promise.resolve({ kind: 'anonymous' as const });
  const missing = '/test.Echo/Internal has no row in methodPolicies';
  await expect(startGrpcServer({ config, services, authenticate, logger })).rejects.toThrow(missing);
  const clients = createClients({ tls, targets: { identity: '127.0.0.1:1' } });
  expect(() => clients.client({ internal }, 'identity')).toThrow(missing);
  const running = await startGrpcServer({ config, services, authenticate, logger, policies: echoPolicies });
  await running.stop(0);
});

test('a peer without a target, or with one that cannot be a list of addresses, is refused at once', async () => {
  const tls = await certificates.issue('gateway');
  for (const target of [undefined, '', 'identity', 'a:1,b:2', 'http://identity:1']) {
    const clients = createClients({
      tls,
      targets: target === undefined ? {} : { identity: target },
      policies: echoPolicies,
    });
    expect(() => clients.client(echoDefinition, 'identity')).toThrow('for identity');
  }
});
