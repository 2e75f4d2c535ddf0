import { Client } from '@grpc/grpc-js';
import { methodPolicies, type MethodPolicy, type ServiceName } from '@nencho/auth';
import type { CallOptions } from './call-options.js';
import { clientCredentials, type TlsConfig } from './credentials.js';
import { callClientStream, callServerStream, callUnary, type PeerMethod } from './peer-call.js';
import {
  maxMessageBytes,
  type RequestOf,
  type ResponseOf,
  type RpcDefinition,
  type ServiceDefinition,
} from './rpc-definition.js';
import { toGrpcTarget } from './target.js';

type PeerFunction<M extends RpcDefinition> = M['requestStream'] extends true
  ? (requests: AsyncIterable<RequestOf<M>>, options: CallOptions) => Promise<ResponseOf<M>>
  : M['responseStream'] extends true
    ? (request: RequestOf<M>, options: CallOptions) => AsyncIterable<ResponseOf<M>>
    : (request: RequestOf<M>, options: CallOptions) => Promise<ResponseOf<M>>;

/** A peer's methods as functions that throw AppErrors. */
export type PeerClient<S extends ServiceDefinition> = { readonly [Name in keyof S]: PeerFunction<S[Name]> };

export type Clients = {
  /** The functions of one of the peer's services. All of a peer's services share its connections. */
  readonly client: <S extends ServiceDefinition>(definition: S, peer: ServiceName) => PeerClient<S>;
  readonly close: () => void;
};

/** Reconnects within 2 s of the peer's return (gRPC's own ceiling is 2 min) and notices a connection that went dead. */
const channelOptions = {
  'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
  'grpc.service_config_disable_resolution': 1,
  'grpc.enable_retries': 0,
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 2_000,
  'grpc.dns_min_time_between_resolutions_ms': 2_000,
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 5_000,
  'grpc.max_receive_message_length': maxMessageBytes,
};

/** Connections to the peers by mutual TLS, spread over every address of a target. Connects on first use. */
export const createClients = ({
  targets,
  tls,
  policies = methodPolicies,
}: {
  readonly targets: Partial<Readonly<Record<ServiceName, string>>>;
  readonly tls: TlsConfig;
  readonly policies?: Readonly<Record<string, MethodPolicy>>;
}): Clients => {
  const connections = new Map<ServiceName, Client>();

  const connectionTo = (peer: ServiceName): Client => {
    const known = connections.get(peer);
    if (known !== undefined) {
      return known;
    }
    const target = toGrpcTarget(targets[peer] ?? '');
    if (target === undefined) {
      throw new Error(`no target, or not host:port[,host:port…], for ${peer}`);
    }
    const serverName = { 'grpc.ssl_target_name_override': peer };
    const connection = new Client(target, clientCredentials(tls, peer), { ...channelOptions, ...serverName });
    connections.set(peer, connection);
    return connection;
  };

  const untyped = (peer: ServiceName, definition: RpcDefinition): unknown => {
    const policy = Object.hasOwn(policies, definition.path) ? policies[definition.path] : undefined;
    if (policy === undefined) {
      throw new Error(`${definition.path} has no row in methodPolicies: it cannot be called`);
    }
    const method: PeerMethod = {
      client: connectionTo(peer),
      peer,
      policy,
      path: definition.path,
      encode: definition.requestSerialize as (message: unknown) => Buffer,
      decode: definition.responseDeserialize,
    };
    if (definition.requestStream) {
      return callClientStream(method);
    }
    return definition.responseStream ? callServerStream(method) : callUnary(method);
  };

  return {
    client: <S extends ServiceDefinition>(definition: S, peer: ServiceName) =>
      Object.fromEntries(
        Object.entries(definition).map(([name, method]) => [name, untyped(peer, method)]),
      ) as unknown as PeerClient<S>,
    close: () => {
      for (const connection of connections.values()) {
        connection.close();
      }
    },
  };
};
