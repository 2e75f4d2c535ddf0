import type { TestSession } from '@nencho/testing';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

/** An answer of the REST API that is not a success. It holds what the API said, which carries no personal data. */
export class ApiFailure extends Error {
  readonly status: number;
  readonly problem: unknown;

  constructor(method: string, path: string, status: number, problem: unknown) {
    super(`${method} ${path} answered ${status}: ${JSON.stringify(problem)}`);
    this.status = status;
    this.problem = problem;
  }
}

type Job = {
  readonly state: string;
  readonly done: number;
  readonly failed: number;
  readonly total: number;
};
type JobAnswer = { readonly job: Job; readonly itemErrors: readonly unknown[] };

export type Api = {
  readonly get: <T>(path: string) => Promise<T>;
  readonly send: <T>(method: 'POST' | 'PUT' | 'DELETE', path: string, json?: unknown) => Promise<T>;
  readonly uploadCsv: <T>(path: string, csv: string) => Promise<T>;
  readonly uploadFile: <T>(path: string, file: Uint8Array<ArrayBuffer>, fileName: string) => Promise<T>;
  readonly download: (path: string) => Promise<Uint8Array>;
  /** Waits for a job; anything but a full success is an error that says what failed, unless items may fail. */
  readonly finish: (jobId: string, options?: { readonly itemsMayFail: boolean }) => Promise<Job>;
};

const passing = new Set([429, 502, 503, 504]);
const patienceMs = 180_000;
const jobPatienceMs = 600_000;

/** As long as the answer says (a pace that was too quick), else half a second. */
const waitOf = (response: Response | undefined): number => {
  const seconds = Number(response?.headers.get('retry-after') ?? 0);
  return seconds > 0 ? Math.min(seconds, 60) * 1_000 : 500;
};

/** Asks again while a dependency is away or the pace is too quick, with the same idempotency key, as a patient person would. */
const insist = async (attempt: () => Promise<Response>): Promise<Response> => {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const response = await attempt().catch((error: unknown) => {
      if (performance.now() > deadline) throw error;
      return undefined;
    });
    if (response !== undefined && (!passing.has(response.status) || performance.now() > deadline)) {
      return response;
    }
    await response?.body?.cancel();
    await pause(waitOf(response));
  }
};

/** The public REST API as one signed-in person uses it. */
export const apiOf = (session: TestSession): Api => {
  const request = async (method: string, path: string, init: Parameters<TestSession['fetch']>[1] = {}) => {
    const headers = { ...init.headers, 'idempotency-key': randomUUID() };
    const response = await insist(async () => session.fetch(path, { ...init, method, headers }));
    if (!response.ok) {
      throw new ApiFailure(method, path, response.status, await response.json().catch(() => undefined));
    }
    return response;
  };
  const json = async <T>(response: Response): Promise<T> =>
    (response.status === 204 ? undefined : await response.json()) as T;
  const get = async <T>(path: string): Promise<T> => json<T>(await request('GET', path));
  return {
    get,
    send: async <T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body: unknown = {}) =>
      json<T>(await request(method, path, { json: body })),
    uploadCsv: async <T>(path: string, csv: string) =>
      json<T>(await request('POST', path, { body: csv, headers: { 'content-type': 'text/csv' } })),
    uploadFile: async <T>(path: string, file: Uint8Array<ArrayBuffer>, fileName: string) => {
      const headers = { 'content-type': 'application/octet-stream', 'x-file-name': encodeURIComponent(fileName) };
      return json<T>(await request('POST', path, { body: file, headers }));
    },
    download: async (path) => new Uint8Array(await (await request('GET', path)).arrayBuffer()),
    finish: async (jobId, { itemsMayFail } = { itemsMayFail: false }) => {
      const deadline = performance.now() + jobPatienceMs;
      for (;;) {
        const { job, itemErrors } = await get<JobAnswer>(`/api/v1/jobs/${jobId}`);
        const good = itemsMayFail ? ['JOB_STATE_SUCCEEDED', 'JOB_STATE_FINISHED_WITH_ERRORS'] : ['JOB_STATE_SUCCEEDED'];
        if (good.includes(job.state)) return job;
        if (!['JOB_STATE_QUEUED', 'JOB_STATE_RUNNING'].includes(job.state) || performance.now() > deadline) {
          throw new Error(`job ${jobId} ended as ${job.state}: ${JSON.stringify(itemErrors)}`);
        }
        await pause(300);
      }
    },
  };
};

/** Does `work` for every item, a few at a time, in their order. */
export const inPool = async <T, R>(
  items: readonly T[],
  size: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<readonly R[]> => {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next; index < items.length; index = next) {
      next += 1;
      results[index] = await work(items[index] as T, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(size, items.length) }, worker));
  return results;
};
