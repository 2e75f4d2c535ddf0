import { DeclarationServiceService } from '@nencho/contracts/declaration/v1/declaration_service';
import { DocumentServiceService } from '@nencho/contracts/document/v1/document_service';
import { IdentityServiceService } from '@nencho/contracts/identity/v1/identity_service';
import { JobServiceService } from '@nencho/contracts/jobs/v1/job_service';
import { NotificationServiceService } from '@nencho/contracts/notification/v1/notification_service';
import { RetentionServiceService } from '@nencho/contracts/retention/v1/retention_service';
import { type Clients } from '@nencho/service-kit';

/** The services behind the gateway, by mutual TLS. */
export const createBackend = (clients: Pick<Clients, 'client'>) => ({
  identity: clients.client(IdentityServiceService, 'identity'),
  declaration: clients.client(DeclarationServiceService, 'declaration'),
  document: clients.client(DocumentServiceService, 'document'),
  notification: clients.client(NotificationServiceService, 'notification'),
  retention: clients.client(RetentionServiceService, 'retention'),
  /** Services that run jobs; a job's id on REST names its service. */
  jobs: {
    identity: clients.client(JobServiceService, 'identity'),
    declaration: clients.client(JobServiceService, 'declaration'),
  },
});

export type Backend = ReturnType<typeof createBackend>;
export type JobOwner = keyof Backend['jobs'];

/** How REST names a job of a service. */
export const jobAnswer = (owner: JobOwner, jobId: string) => ({ jobId: `${owner}.${jobId}` });
