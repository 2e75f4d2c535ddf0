import type { GetMeResponse } from '@nencho/contracts/identity/v1/identity_service';
import type { GetJobResponse } from '@nencho/contracts/jobs/v1/job_service';
import { queryOptions } from '@tanstack/react-query';
import { get, setCsrfToken, type SessionPath } from './client.js';
import type { Plain } from './types.js';

export type Session = { readonly signedIn: boolean; readonly csrfToken?: string; readonly keycloakReady: boolean };

/** Asks again every two seconds while the sign-in service is still starting. */
export const sessionQueryOf = (path: SessionPath) =>
  queryOptions({
    queryKey: ['session', path],
    queryFn: async () => {
      const session = await get<Session>(path);
      setCsrfToken(path, session.csrfToken ?? '');
      return session;
    },
    refetchInterval: (query) => (query.state.data?.keycloakReady === false ? 2000 : false),
    staleTime: 60_000,
  });

export const sessionQuery = sessionQueryOf('/api/v1/session');

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async () => get<Plain<GetMeResponse>>('/api/v1/me'),
  staleTime: 60_000,
});

const runningStates = new Set(['JOB_STATE_QUEUED', 'JOB_STATE_RUNNING', 'JOB_STATE_UNSPECIFIED']);

export const isRunning = (state: string | undefined): boolean => state === undefined || runningStates.has(state);

/** A job, asked for every second while it runs. */
export const jobQuery = (jobId: string) =>
  queryOptions({
    queryKey: ['job', jobId],
    queryFn: async () => get<Plain<GetJobResponse>>(`/api/v1/jobs/${jobId}`),
    refetchInterval: (query) => (isRunning(query.state.data?.job?.state) ? 1000 : false),
  });
