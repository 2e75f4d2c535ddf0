import { readFileSync } from 'node:fs';
import { ChannelCredentials, Client, Metadata, type ServiceError } from '@grpc/grpc-js';
import type { ServiceName } from '@nencho/auth';
import { DeclarationServiceService } from '@nencho/contracts/declaration/v1/declaration_service';
import { DocumentServiceService } from '@nencho/contracts/document/v1/document_service';
import { IdentityServiceService } from '@nencho/contracts/identity/v1/identity_service';
import { JobServiceService } from '@nencho/contracts/jobs/v1/job_service';
import { NotificationServiceService } from '@nencho/contracts/notification/v1/notification_service';
import { RetentionServiceService } from '@nencho/contracts/retention/v1/retention_service';
import { certificateFiles } from '@nencho/local-stack';
import type { SystemState } from '@nencho/local-stack/system';
import { createClients } from '@nencho/service-kit';

type Located = Pick<SystemState, 'instances' | 'certificates'>;

const targetsOf = ({ instances }: Located): Partial<Record<ServiceName, string>> =>
  Object.fromEntries(
    instances.map(({ service }) => [
      service,
      instances
        .filter((instance) => instance.service === service)
        .map(({ grpcPort }) => `127.0.0.1:${String(grpcPort)}`)
        .join(','),
    ]),
  );

const tlsOf = ({ certificates }: Located, name: ServiceName) => {
  const { certFile, keyFile, caFile } = certificateFiles(certificates, name);
  return { TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile, TLS_CA_FILE: caFile };
};

/** Every service of a running system, called with the certificate of one of them. */
export const serviceClients = (system: Located, as: ServiceName) => {
  const clients = createClients({ targets: targetsOf(system), tls: tlsOf(system, as) });
  return {
    identity: clients.client(IdentityServiceService, 'identity'),
    identityJobs: clients.client(JobServiceService, 'identity'),
    declaration: clients.client(DeclarationServiceService, 'declaration'),
    declarationJobs: clients.client(JobServiceService, 'declaration'),
    document: clients.client(DocumentServiceService, 'document'),
    notification: clients.client(NotificationServiceService, 'notification'),
    retention: clients.client(RetentionServiceService, 'retention'),
    close: clients.close,
  };
};
export type ServiceClients = ReturnType<typeof serviceClients>;

export type RawCall = {
  readonly service: ServiceName;
  /** `/package.Service/Method` */
  readonly path: string;
  /** Whose certificate to show; none: no certificate. */
  readonly as?: ServiceName;
  readonly metadata?: Readonly<Record<string, string>>;
  /** None: a call without an end. */
  readonly deadlineMs?: number;
  /** The message as it goes over the wire; an empty one by default. */
  readonly body?: Buffer;
};

/** A call by plain grpc-js, as somebody might make it who has got as far as the port. */
export const rawCall = async (system: Located, call: RawCall): Promise<ServiceError | null> => {
  const address = targetsOf(system)[call.service]?.split(',')[0] ?? '';
  const tls = tlsOf(system, call.as ?? 'gateway');
  const own = [tls.TLS_KEY_FILE, tls.TLS_CERT_FILE].map((file) => readFileSync(file));
  const credentials = ChannelCredentials.createSsl(
    readFileSync(tls.TLS_CA_FILE),
    ...(call.as === undefined ? [] : own),
  );
  const client = new Client(address, credentials, { 'grpc.ssl_target_name_override': 'localhost' });
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(call.metadata ?? {})) {
    metadata.set(key, value);
  }
  const asIs = (bytes: Buffer): Buffer => bytes;
  const options = call.deadlineMs === undefined ? {} : { deadline: Date.now() + call.deadlineMs };
  return new Promise((resolve) => {
    client.makeUnaryRequest(call.path, asIs, asIs, call.body ?? Buffer.alloc(0), metadata, options, (error) => {
      client.close();
      resolve(error);
    });
  });
};
