import { useQuery } from '@tanstack/react-query';
import { Navigate } from 'react-router';
import { isApiError } from './api/client.js';
import { meQuery, sessionQuery } from './api/queries.js';
import { hasAdminArea } from './shared/areas.js';
import { AsyncView } from './shared/async-view.js';

/** Sends everybody to where their work is. */
export const HomePage = () => {
  const session = useQuery(sessionQuery);
  const me = useQuery({ ...meQuery, enabled: session.data?.signedIn === true });
  if (session.data?.signedIn === false || isApiError(me.error, 'unauthenticated')) {
    return <Navigate to="/sign-in" replace />;
  }
  return (
    <AsyncView query={me}>
      {({ permissions }) => <Navigate to={hasAdminArea(permissions) ? '/admin' : '/my'} replace />}
    </AsyncView>
  );
};
