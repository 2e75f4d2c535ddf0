import type { Actor, ServiceName } from '@nencho/auth';
import type { RequestOf, ResponseOf, RpcDefinition, ServiceDefinition } from './rpc-definition.js';

/** What a handler knows about its call. It can be handed on as the options of a call to a peer. */
export type CallContext = {
  readonly actor: Actor;
  readonly deadline: Date;
  /** Aborts when the caller went away or the deadline passed. */
  readonly signal: AbortSignal;
  readonly caller: ServiceName;
};

/** An async function for each method; a response stream is an async iterable, a request stream arrives as one. */
export type Handler<M extends RpcDefinition> = M['requestStream'] extends true
  ? (requests: AsyncIterable<RequestOf<M>>, context: CallContext) => Promise<ResponseOf<M>>
  : M['responseStream'] extends true
    ? (request: RequestOf<M>, context: CallContext) => AsyncIterable<ResponseOf<M>>
    : (request: RequestOf<M>, context: CallContext) => Promise<ResponseOf<M>>;

export type Handlers<S extends ServiceDefinition> = { readonly [Name in keyof S]: Handler<S[Name]> };

/** A method with its handler, types forgotten. */
export type BoundMethod = {
  readonly path: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
  readonly decode: (bytes: Buffer) => unknown;
  readonly encode: (response: unknown) => Buffer;
  readonly handle: (input: unknown, context: CallContext) => unknown;
};

export type ServiceBinding = readonly BoundMethod[];

/** Ties the handlers to a generated service definition; a method left out does not compile. */
export const bindService = <S extends ServiceDefinition>(definition: S, handlers: Handlers<S>): ServiceBinding =>
  Object.entries(definition).map(([name, method]) => ({
    path: method.path,
    requestStream: method.requestStream,
    responseStream: method.responseStream,
    decode: method.requestDeserialize,
    // `Handlers<S>` has tied each handler to its method: from here on the types of the messages are no longer needed.
    encode: method.responseSerialize as (response: unknown) => Buffer,
    handle: handlers[name] as unknown as BoundMethod['handle'],
  }));
