import { Server, type UntypedHandleCall } from '@grpc/grpc-js';
import { methodPolicies, type MethodPolicy } from '@nencho/auth';
import { HealthImplementation } from 'grpc-health-check';
import type { BoundMethod, ServiceBinding } from './bind-service.js';
import { serverCredentials, type TlsConfig } from './credentials.js';
import { maxMessageBytes } from './rpc-definition.js';
import { serveClientStream, serveServerStream, serveUnary, type ServeDeps } from './serve-call.js';

export type GrpcServerConfig = TlsConfig & { readonly GRPC_HOST: string; readonly GRPC_PORT: number };

export type RunningServer = {
  readonly port: number;
  /** Takes no new calls, lets those under way end for at most `graceMs`, then cuts them. */
  readonly stop: (graceMs?: number) => Promise<void>;
};

const fiveMinutes = 5 * 60_000;

/** A connection is renewed every five minutes, so that calls reach instances that came later; a stream may end first. */
const serverOptions = {
  'grpc.max_receive_message_length': maxMessageBytes,
  'grpc.max_connection_age_ms': fiveMinutes,
  'grpc.max_connection_age_grace_ms': 2 * fiveMinutes,
};

const policyOf = (method: BoundMethod, policies: Readonly<Record<string, MethodPolicy>>): MethodPolicy => {
  const policy = Object.hasOwn(policies, method.path) ? policies[method.path] : undefined;
  if (policy === undefined) {
    throw new Error(`${method.path} has no row in methodPolicies: it cannot be served`);
  }
  return policy;
};

const serve = (deps: ServeDeps, method: BoundMethod, policy: MethodPolicy): UntypedHandleCall => {
  if (method.requestStream && method.responseStream) {
    throw new Error(`${method.path} streams both ways, which is not supported`);
  }
  if (method.requestStream) {
    return serveClientStream(deps, method, policy);
  }
  return method.responseStream ? serveServerStream(deps, method, policy) : serveUnary(deps, method, policy);
};

const asIs = (bytes: Buffer): Buffer => bytes;

const listen = async (server: Server, config: GrpcServerConfig): Promise<number> =>
  new Promise((resolve, reject) => {
    server.bindAsync(`${config.GRPC_HOST}:${config.GRPC_PORT}`, serverCredentials(config), (error, port) => {
      if (error === null) {
        resolve(port);
      } else {
        reject(error);
      }
    });
  });

const stop = async (server: Server, graceMs: number): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => {
      server.forceShutdown();
      resolve();
    }, graceMs);
    server.tryShutdown(() => {
      clearTimeout(timer);
      resolve();
    });
  });

/**
 * Serves over mutual TLS. Refuses to start when a method has no policy. Messages pass as bytes through grpc-js and are
 * (de)serialised by `serveUnary` and its sisters, so that a malformed one is an AppError like any other.
 */
export const startGrpcServer = async ({
  config,
  services,
  policies = methodPolicies,
  ...deps
}: ServeDeps & {
  readonly config: GrpcServerConfig;
  readonly services: readonly ServiceBinding[];
  readonly policies?: Readonly<Record<string, MethodPolicy>>;
}): Promise<RunningServer> => {
  const server = new Server(serverOptions);
  for (const method of services.flat()) {
    const { path, requestStream, responseStream } = method;
    const handler = serve(deps, method, policyOf(method, policies));
    const serializers = { requestSerialize: asIs, requestDeserialize: asIs, responseSerialize: asIs };
    server.addService(
      { [path]: { path, requestStream, responseStream, ...serializers, responseDeserialize: asIs } },
      { [path]: handler },
    );
  }
  const health = new HealthImplementation({ '': 'SERVING' });
  health.addToServer(server);
  const port = await listen(server, config);
  return {
    port,
    stop: async (graceMs = 10_000) => {
      health.setStatus('', 'NOT_SERVING');
      await stop(server, graceMs);
    },
  };
};
