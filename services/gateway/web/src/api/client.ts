/** One broken rule, as the gateway reports it. */
export type Violation = {
  readonly path: string;
  readonly rule: string;
  readonly params?: Readonly<Record<string, string>>;
};

type Problem = {
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly reason?: string;
  readonly violations?: readonly Violation[];
  readonly errorId?: string;
};

/** An answer that is not a success. `code` is of the closed list in docs/errors.md; `network` when no answer came. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  /** Which state or limit stood in the way; often absent. */
  readonly reason: string | undefined;
  readonly violations: readonly Violation[];
  readonly errorId: string | undefined;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.code);
    this.status = problem.status;
    this.code = problem.code;
    this.reason = problem.reason;
    this.violations = problem.violations ?? [];
    this.errorId = problem.errorId;
  }
}

export const isApiError = (error: unknown, code?: string): error is ApiError =>
  error instanceof ApiError && (code === undefined || error.code === code);

export type SessionPath = '/api/v1/session' | '/api/v1/ops/session';

/** Operators have a session of their own. */
const sessionPathOf = (path: string): SessionPath =>
  path.startsWith('/api/v1/ops/') ? '/api/v1/ops/session' : '/api/v1/session';

const csrfTokens = new Map<SessionPath, string>();

/** The token that every change must carry; it comes with the session. */
export const setCsrfToken = (session: SessionPath, token: string): void => void csrfTokens.set(session, token);

const problemOf = async (response: Response): Promise<Problem> => {
  const body: unknown = await response.json().catch(() => undefined);
  const fallback = { status: response.status, code: response.status === 503 ? 'unavailable' : 'internal' };
  return typeof body === 'object' && body !== null && 'code' in body ? { ...fallback, ...(body as Problem) } : fallback;
};

const request = async (path: string, init: RequestInit): Promise<Response> => {
  const response = await fetch(path, { credentials: 'same-origin', ...init }).catch(() => {
    throw new ApiError({ status: 0, code: 'network' });
  });
  if (!response.ok) {
    throw new ApiError(await problemOf(response));
  }
  return response;
};

const readJson = async <T>(response: Response): Promise<T> =>
  (response.status === 204 ? undefined : await response.json()) as T;

/** Reads. `T` is the response message of the RPC behind the route (packages/contracts). */
export const get = async <T>(path: string, signal?: AbortSignal): Promise<T> =>
  readJson<T>(await request(path, { headers: { accept: 'application/json' }, ...(signal ? { signal } : {}) }));

type Change = Omit<RequestInit, 'headers'> & { readonly headers: Readonly<Record<string, string>> };
type SessionNow = { readonly signedIn: boolean; readonly csrfToken?: string };

/** A refusal may only mean that the session has ended, or that another tab has begun a new one since. */
const afterRefusal = async (path: string, init: Change, error: ApiError): Promise<Response> => {
  const sessionPath = sessionPathOf(path);
  const session = await get<SessionNow>(sessionPath);
  if (!session.signedIn) {
    throw new ApiError({ status: 401, code: 'unauthenticated' });
  }
  if (session.csrfToken === undefined || session.csrfToken === csrfTokens.get(sessionPath)) {
    throw error;
  }
  setCsrfToken(sessionPath, session.csrfToken);
  return request(path, { ...init, headers: { ...init.headers, 'x-nencho-csrf': session.csrfToken } });
};

const attempt = async (path: string, init: Change): Promise<Response> => {
  try {
    return await request(path, init);
  } catch (error) {
    if (isApiError(error, 'network')) {
      return request(path, init); // the same idempotency key: twice means once
    }
    if (isApiError(error, 'forbidden')) {
      return afterRefusal(path, init, error);
    }
    throw error;
  }
};

type Method = 'POST' | 'PUT' | 'DELETE';

const headersOf = (path: string, contentType: string): Record<string, string> => ({
  accept: 'application/json',
  'content-type': contentType,
  'x-nencho-csrf': csrfTokens.get(sessionPathOf(path)) ?? '',
  'idempotency-key': crypto.randomUUID(),
});

/** Changes something, once, even when the network makes it go out twice. */
export const send = async <T>(method: Method, path: string, body: unknown = {}): Promise<T> =>
  readJson<T>(
    await attempt(path, { method, headers: headersOf(path, 'application/json'), body: JSON.stringify(body) }),
  );

/** Uploads a CSV file as it is. */
export const uploadCsv = async <T>(path: string, file: Blob): Promise<T> =>
  readJson<T>(await attempt(path, { method: 'POST', headers: headersOf(path, 'text/csv'), body: file }));

const problemOfText = (status: number, text: string): Problem => {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && 'code' in body)
      return { status, ...(body as Omit<Problem, 'status'>) };
  } catch {
    // not from the gateway
  }
  return { status, code: status === 503 ? 'unavailable' : 'internal' };
};

/** Uploads a file as it is. `fetch` cannot say how much has gone out; its name goes into a header, never into the address. */
export const uploadFile = async <T>(path: string, file: File, onProgress: (share: number) => void): Promise<T> =>
  new Promise((resolve, reject) => {
    const upload = new XMLHttpRequest();
    upload.open('POST', path);
    for (const [name, value] of Object.entries(headersOf(path, 'application/octet-stream'))) {
      upload.setRequestHeader(name, value);
    }
    upload.setRequestHeader('x-file-name', encodeURIComponent(file.name));
    upload.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 1 : loaded / total);
    upload.onerror = () => reject(new ApiError({ status: 0, code: 'network' }));
    upload.onload = () => {
      if (upload.status === 201) resolve(JSON.parse(upload.responseText) as T);
      else reject(new ApiError(problemOfText(upload.status, upload.responseText)));
    };
    upload.send(file);
  });
