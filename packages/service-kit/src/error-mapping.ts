import { Metadata, status, type ServiceError, type StatusObject } from '@grpc/grpc-js';
import { ErrorDetail } from '@nencho/contracts/common/v1/error';
import { AppError, isAppErrorCode, type AppErrorCode, type Violation } from '@nencho/kernel';

/** The one table: an AppError's code as gRPC status and as HTTP status. */
export const errorStatuses = {
  validation_failed: { grpc: status.INVALID_ARGUMENT, http: 400 },
  unauthenticated: { grpc: status.UNAUTHENTICATED, http: 401 },
  forbidden: { grpc: status.PERMISSION_DENIED, http: 403 },
  not_found: { grpc: status.NOT_FOUND, http: 404 },
  already_exists: { grpc: status.ALREADY_EXISTS, http: 409 },
  version_conflict: { grpc: status.ABORTED, http: 409 },
  illegal_state: { grpc: status.FAILED_PRECONDITION, http: 409 },
  limit_exceeded: { grpc: status.RESOURCE_EXHAUSTED, http: 429 },
  unavailable: { grpc: status.UNAVAILABLE, http: 503 },
  timeout: { grpc: status.DEADLINE_EXCEEDED, http: 504 },
  internal: { grpc: status.INTERNAL, http: 500 },
} as const satisfies Record<AppErrorCode, { grpc: status; http: number }>;

const detailKey = 'nencho-error-bin';

/** Trailers must fit into HTTP/2's header list (64 KiB, in base64 a third more); beyond, violations are cut and counted. */
const maxDetailBytes = 24 * 1024;

const wireViolation = ({ path, rule, params = {} }: Violation) => ({ path, rule, params: { ...params } });

const encodeDetail = (error: AppError): Buffer => {
  const isBug = error.code === 'internal';
  const common = { code: error.code, errorId: error.errorId };
  if (isBug) {
    return Buffer.from(ErrorDetail.encode({ ...common, violations: [], details: {} }).finish());
  }
  let kept = error.violations.length;
  for (;;) {
    const cut = error.violations.length - kept;
    const detail = {
      ...common,
      violations: error.violations.slice(0, kept).map(wireViolation),
      details: { ...error.details, ...(cut === 0 ? {} : { violationsLeftOut: String(cut) }) },
    };
    const bytes = Buffer.from(ErrorDetail.encode(detail).finish());
    if (bytes.length <= maxDetailBytes || kept === 0) {
      return bytes;
    }
    kept = Math.floor(kept / 2);
  }
};

/** The text is fixed by the code: an AppError's message is for our own log. */
export const toGrpcStatus = (error: AppError): Pick<StatusObject, 'code' | 'details' | 'metadata'> => {
  const metadata = new Metadata();
  metadata.set(detailKey, encodeDetail(error));
  return { code: errorStatuses[error.code].grpc, details: error.code, metadata };
};

const detailOf = (error: ServiceError): ErrorDetail | undefined => {
  // A call that never left has no metadata, whatever the type says.
  const metadata = error.metadata as Metadata | undefined;
  const bytes = metadata?.get(detailKey)[0];
  if (bytes === undefined || typeof bytes === 'string') {
    return undefined;
  }
  try {
    return ErrorDetail.decode(bytes);
  } catch {
    return undefined;
  }
};

/** True when the connection failed, not the callee: nothing answered. */
export const isTransportFailure = (error: ServiceError): boolean =>
  error.code === status.UNAVAILABLE && detailOf(error) === undefined;

const codeOfStatus = (code: status): AppErrorCode => {
  switch (code) {
    case status.DEADLINE_EXCEEDED:
      return 'timeout';
    case status.UNAVAILABLE:
    case status.CANCELLED:
      return 'unavailable';
    case status.RESOURCE_EXHAUSTED:
      return 'limit_exceeded';
    default:
      return 'internal';
  }
};

/** The callee's AppError as it was thrown there; without its detail, what the bare status of gRPC tells. */
export const fromServiceError = (error: ServiceError, peer: string): AppError => {
  const detail = detailOf(error);
  if (detail !== undefined && isAppErrorCode(detail.code)) {
    const { code, errorId, violations, details } = detail;
    return new AppError(code, `${peer} answered ${code}`, { violations, details, errorId, cause: error });
  }
  const code = codeOfStatus(error.code);
  const reason = error.code === status.RESOURCE_EXHAUSTED ? { limit: 'message_bytes' } : {};
  return new AppError(code, `${peer}: gRPC status ${error.code}`, {
    details: { dependency: peer, ...reason },
    cause: error,
  });
};
