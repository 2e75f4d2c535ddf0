import { type CallOptions as GrpcCallOptions, type Client, type Metadata, type ServiceError } from '@grpc/grpc-js';
import type { MethodPolicy, ServiceName } from '@nencho/auth';
import { AppError, isAppError } from '@nencho/kernel';
import { callMetadata } from './call-metadata.js';
import { deadlineOf, type CallOptions } from './call-options.js';
import { fromServiceError } from './error-mapping.js';
import { retryTransportFailures } from './retry.js';
import { endOfRequests, maxMessageBytes } from './rpc-definition.js';
import { drained } from './stream-flow.js';

/** One method of a peer, types of the messages forgotten. */
export type PeerMethod = {
  readonly client: Client;
  readonly peer: ServiceName;
  readonly policy: MethodPolicy;
  readonly path: string;
  readonly encode: (message: unknown) => Buffer;
  readonly decode: (bytes: Buffer) => unknown;
};

const asIs = (bytes: Buffer): Buffer => bytes;

const encode = ({ encode: toBytes, peer }: PeerMethod, message: unknown): Buffer => {
  const bytes = toBytes(message);
  if (bytes.length > maxMessageBytes) {
    const details = { limit: 'message_bytes', max: String(maxMessageBytes), actual: String(bytes.length) };
    throw new AppError('limit_exceeded', `the request to ${peer} is larger than a message may be`, { details });
  }
  return bytes;
};

const toError = (error: unknown, { peer }: PeerMethod): Error =>
  isAppError(error) ? error : fromServiceError(error as ServiceError, peer);

type Started = { readonly metadata: Metadata; readonly grpcOptions: GrpcCallOptions; readonly deadline: number };

const begin = (method: PeerMethod, options: CallOptions): Started => {
  const deadline = deadlineOf(options);
  return { metadata: callMetadata(method.policy, options), grpcOptions: { deadline }, deadline };
};

const cancelOnAbort = (call: { cancel: () => void }, signal: AbortSignal | undefined): (() => void) => {
  const cancel = (): void => call.cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  if (signal?.aborted === true) {
    cancel();
  }
  return () => signal?.removeEventListener('abort', cancel);
};

export const callUnary =
  (method: PeerMethod) =>
  async (request: unknown, options: CallOptions): Promise<unknown> => {
    const bytes = encode(method, request);
    const { metadata, grpcOptions, deadline } = begin(method, options);
    const attempt = async (): Promise<Buffer> =>
      new Promise((resolve, reject) => {
        const settle = (error: ServiceError | null, response?: Buffer): void => {
          release();
          if (error !== null || response === undefined) {
            reject(error ?? new Error('no response'));
          } else {
            resolve(response);
          }
        };
        const call = method.client.makeUnaryRequest(method.path, asIs, asIs, bytes, metadata, grpcOptions, settle);
        const release = cancelOnAbort(call, options.signal);
      });
    try {
      return method.decode(await retryTransportFailures(attempt, { deadline, signal: options.signal }));
    } catch (error) {
      throw toError(error, method);
    }
  };

/** Not tried again by itself: the caller knows where to resume. Leaving the loop early cancels the call. */
export const callServerStream = (method: PeerMethod) =>
  async function* (request: unknown, options: CallOptions): AsyncGenerator {
    const bytes = encode(method, request);
    const { metadata, grpcOptions } = begin(method, options);
    const call = method.client.makeServerStreamRequest(method.path, asIs, asIs, bytes, metadata, grpcOptions);
    const release = cancelOnAbort(call, options.signal);
    try {
      for await (const message of call as AsyncIterable<Buffer>) {
        yield method.decode(message);
      }
    } catch (error) {
      throw toError(error, method);
    } finally {
      release();
      call.cancel();
    }
  };

/** Sends as fast as the peer takes; stops sending when the peer has answered. */
export const callClientStream =
  (method: PeerMethod) =>
  async (requests: AsyncIterable<unknown>, options: CallOptions): Promise<unknown> => {
    const { metadata, grpcOptions } = begin(method, options);
    const answered = new AbortController();
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
    const settle = (error: ServiceError | null, response?: Buffer): void => {
      answered.abort();
      if (error !== null || response === undefined) {
        reject(error ?? new Error('no response'));
      } else {
        resolve(response);
      }
    };
    const call = method.client.makeClientStreamRequest(method.path, asIs, asIs, metadata, grpcOptions, settle);
    const release = cancelOnAbort(call, options.signal);
    const send = async (): Promise<void> => {
      for await (const message of requests) {
        if (answered.signal.aborted) {
          return;
        }
        const bytes = encode(method, message);
        if (bytes.length > 0 && !call.write(bytes)) {
          await drained(call, answered.signal);
        }
      }
      call.write(endOfRequests);
      call.end();
    };
    send().catch((error: unknown) => {
      if (!answered.signal.aborted) {
        reject(error);
        call.cancel();
      }
    });
    try {
      return method.decode(await promise);
    } catch (error) {
      throw toError(error, method);
    } finally {
      release();
    }
  };
