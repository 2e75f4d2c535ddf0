import { useQuery } from '@tanstack/react-query';
import { Navigate, useLocation } from 'react-router';
import type { ReactNode } from 'react';
import { isApiError } from '../api/client.js';
import { meQuery, sessionQuery } from '../api/queries.js';
import { AsyncView } from './async-view.js';

/** Draws its children for a signed-in person; anybody else is asked to sign in and comes back here afterwards. */
export const RequireSession = ({ children }: { children: ReactNode }) => {
  const { pathname } = useLocation();
  const session = useQuery(sessionQuery);
  const me = useQuery({ ...meQuery, enabled: session.data?.signedIn === true });
  if (session.data?.signedIn === false || isApiError(me.error, 'unauthenticated')) {
    const tenant = me.data?.tenantCode;
    const target = tenant === undefined ? '/sign-in' : `/t/${tenant}`;
    return <Navigate to={`${target}?returnTo=${encodeURIComponent(pathname)}`} replace />;
  }
  return <AsyncView query={me}>{() => <>{children}</>}</AsyncView>;
};
