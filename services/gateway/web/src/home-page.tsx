import { useQuery } from '@tanstack/react-query';
import { Navigate } from 'react-router';
import { isApiError } from './api/client.js';
import { meQuery, sessionQuery } from './api/queries.js';
import { AsyncView } from './shared/async-view.js';

const adminPermissions = ['declaration.review', 'company.manage', 'employee.read'];

/** Whether this person has work in the admin area. */
export const hasAdminArea = (permissions: readonly string[]): boolean =>
  adminPermissions.some((permission) => permissions.includes(permission));

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
