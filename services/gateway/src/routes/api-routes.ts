import { type Backend } from '../clients/backend.js';
import { type Route } from '../http/route.js';
import { attachmentRoutes } from './attachment-routes.js';
import { auditRoutes } from './audit-routes.js';
import { campaignRoutes } from './campaign-routes.js';
import { contractRoutes } from './contract-routes.js';
import { declarationRoutes } from './declaration-routes.js';
import { employeeRoutes } from './employee-routes.js';
import { invitationRoutes } from './invitation-routes.js';
import { jobRoutes } from './job-routes.js';
import { operatorRoutes } from './operator-routes.js';
import { organisationRoutes } from './organisation-routes.js';
import { resultRoutes } from './result-routes.js';
import { sessionRoutes } from './session-routes.js';

type Deps = Parameters<typeof sessionRoutes>[0] & { readonly backend: Backend };

/** The whole REST interface, in the order of the README's table. */
export const apiRoutes = ({ backend, ...deps }: Deps): readonly Route[] => [
  ...sessionRoutes(deps),
  ...organisationRoutes(backend),
  ...employeeRoutes(backend),
  ...invitationRoutes(backend),
  ...campaignRoutes(backend),
  ...declarationRoutes(backend),
  ...attachmentRoutes(backend),
  ...resultRoutes(backend),
  ...jobRoutes(backend),
  ...auditRoutes(backend),
  ...contractRoutes(backend),
  ...operatorRoutes(backend),
];
