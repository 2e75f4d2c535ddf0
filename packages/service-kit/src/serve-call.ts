import type { EventEmitter } from 'node:events';
import { performance } from 'node:perf_hooks';
import type { sendUnaryData, ServerReadableStream, ServerUnaryCall, ServerWritableStream } from '@grpc/grpc-js';
import type { Actor, MethodPolicy } from '@nencho/auth';
import { AppError, toAppError, unauthenticated, validationFailed } from '@nencho/kernel';
import { fromDatabaseError } from '@nencho/mongo';
import { annotateSpan, type Logger } from '@nencho/telemetry';
import type { Authenticate } from './authenticate.js';
import type { BoundMethod, CallContext } from './bind-service.js';
import { serviceOfSubjectAltName } from './caller-identity.js';
import { toGrpcStatus } from './error-mapping.js';
import { maxMessageBytes } from './rpc-definition.js';
import { drained, untilAborted } from './stream-flow.js';

type AnyCall =
  ServerUnaryCall<Buffer, Buffer> | ServerReadableStream<Buffer, Buffer> | ServerWritableStream<Buffer, Buffer>;

export type ServeDeps = { readonly authenticate: Authenticate; readonly logger: Logger };

const deadlineOf = (call: AnyCall): Date => {
  const deadline = call.getDeadline();
  const at = typeof deadline === 'number' ? deadline : deadline.getTime();
  if (!Number.isFinite(at)) {
    throw validationFailed([{ path: 'grpc-timeout', rule: 'deadline_required' }]);
  }
  return new Date(at);
};

const callerOf = (call: AnyCall) => {
  const caller = serviceOfSubjectAltName(call.getAuthContext().sslPeerCertificate?.subjectaltname);
  if (caller === undefined) {
    throw unauthenticated('caller_unknown');
  }
  return caller;
};

const decode = (method: BoundMethod, bytes: Buffer): unknown => {
  try {
    return method.decode(bytes);
  } catch (cause) {
    const violations = [{ path: '', rule: 'malformed_message' }];
    throw new AppError('validation_failed', 'the message cannot be decoded', { violations, cause });
  }
};

const encode = (method: BoundMethod, response: unknown): Buffer => {
  const bytes = method.encode(response);
  if (bytes.length > maxMessageBytes) {
    const details = { limit: 'message_bytes', max: String(maxMessageBytes), actual: String(bytes.length) };
    throw new AppError('limit_exceeded', 'the response is larger than a message may be', { details });
  }
  return bytes;
};

/** Runs one call: who, until when, the handler, and the one log line at the end. Answers with the error, if any. */
const runCall = async (
  { authenticate, logger }: ServeDeps,
  method: BoundMethod,
  policy: MethodPolicy,
  call: AnyCall,
  work: (context: CallContext) => Promise<void>,
): Promise<AppError | undefined> => {
  const started = performance.now();
  const controller = new AbortController();
  (call as EventEmitter).on('cancelled', () => controller.abort());
  let actor: Actor | undefined;
  let failure: AppError | undefined;
  try {
    const caller = callerOf(call);
    annotateSpan({ caller });
    const deadline = deadlineOf(call);
    actor = await authenticate(policy, caller, call.metadata);
    await work({ actor, caller, deadline, signal: controller.signal });
  } catch (error) {
    failure = toAppError(fromDatabaseError(error));
    annotateSpan({ errorCode: failure.code, errorId: failure.errorId });
  }
  const isCut = controller.signal.aborted;
  const fields = {
    method: method.path,
    code: isCut ? 'cancelled' : (failure?.code ?? 'ok'),
    durationMs: Math.round(performance.now() - started),
    ...(actor?.kind === 'user' ? { tenant: actor.tenantId, subject: actor.sub } : {}),
    ...(failure === undefined || isCut ? {} : { errorId: failure.errorId }),
  };
  if (failure?.code === 'internal' && !isCut) {
    logger.error('rpc_finished', { ...fields, err: failure.cause ?? failure });
  } else {
    logger.info('rpc_finished', fields);
  }
  return failure;
};

const sendError = (error: AppError, send: sendUnaryData<Buffer>): void => {
  send({ name: 'ServiceError', message: error.code, ...toGrpcStatus(error) });
};

export const serveUnary =
  (deps: ServeDeps, method: BoundMethod, policy: MethodPolicy) =>
  (call: ServerUnaryCall<Buffer, Buffer>, send: sendUnaryData<Buffer>): void => {
    let response: Buffer | undefined;
    void runCall(deps, method, policy, call, async (context) => {
      const handling = Promise.resolve(method.handle(decode(method, call.request), context));
      response = encode(method, await untilAborted(handling, context.signal));
    }).then((failure) => {
      if (failure === undefined) {
        send(null, response);
      } else {
        sendError(failure, send);
      }
    });
  };

/** Messages of the caller as they come, until `endOfRequests`; throws when the caller goes away before. */
const requestsOf = async function* (
  method: BoundMethod,
  call: ServerReadableStream<Buffer, Buffer>,
  signal: AbortSignal,
): AsyncGenerator {
  // Kept open on an early exit: destroying it would cut the answer off.
  const messages = call.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  for (;;) {
    const next = await untilAborted(messages.next(), signal);
    if (next.done === true) {
      throw validationFailed([{ path: '', rule: 'stream_cut' }]);
    }
    if (next.value.length === 0) {
      return;
    }
    yield decode(method, next.value);
  }
};

export const serveClientStream =
  (deps: ServeDeps, method: BoundMethod, policy: MethodPolicy) =>
  (call: ServerReadableStream<Buffer, Buffer>, send: sendUnaryData<Buffer>): void => {
    let response: Buffer | undefined;
    void runCall(deps, method, policy, call, async (context) => {
      const handling = Promise.resolve(method.handle(requestsOf(method, call, context.signal), context));
      response = encode(method, await untilAborted(handling, context.signal));
    }).then((failure) => {
      if (failure === undefined) {
        send(null, response);
      } else {
        sendError(failure, send);
      }
    });
  };

export const serveServerStream =
  (deps: ServeDeps, method: BoundMethod, policy: MethodPolicy) =>
  (call: ServerWritableStream<Buffer, Buffer>): void => {
    void runCall(deps, method, policy, call, async (context) => {
      const responses = (method.handle(decode(method, call.request), context) as AsyncIterable<unknown>)[
        Symbol.asyncIterator
      ]();
      try {
        for (;;) {
          const next = await untilAborted(responses.next(), context.signal);
          if (next.done === true) {
            return;
          }
          if (!call.write(encode(method, next.value))) {
            await drained(call, context.signal);
          }
        }
      } catch (error) {
        // Lets the handler release what it holds; it may still be waiting for its own next value, so not awaited.
        responses.return?.().catch(() => undefined);
        throw error;
      }
    }).then((failure) => {
      if (failure === undefined) {
        call.end();
      } else {
        call.emit('error', { name: 'ServiceError', message: failure.code, ...toGrpcStatus(failure) });
      }
    });
  };
