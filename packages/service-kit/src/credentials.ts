import { readFileSync } from 'node:fs';
import { ChannelCredentials, ServerCredentials } from '@grpc/grpc-js';
import type { ServiceName } from '@nencho/auth';
import { serviceOfSubjectAltName } from './caller-identity.js';

/** Where a service's certificate, its key and the authority of all services lie; names as in the environment. */
export type TlsConfig = {
  readonly TLS_CERT_FILE: string;
  readonly TLS_KEY_FILE: string;
  readonly TLS_CA_FILE: string;
};

export const serverCredentials = (tls: TlsConfig): ServerCredentials =>
  ServerCredentials.createSsl(
    readFileSync(tls.TLS_CA_FILE),
    [{ cert_chain: readFileSync(tls.TLS_CERT_FILE), private_key: readFileSync(tls.TLS_KEY_FILE) }],
    true,
  );

/**
 * The peer is known by the URI in its certificate, not by its host name: an address list has no one name, and a
 * certificate of another service must not answer in its place.
 */
export const clientCredentials = (tls: TlsConfig, peer: ServiceName): ChannelCredentials =>
  ChannelCredentials.createSsl(
    readFileSync(tls.TLS_CA_FILE),
    readFileSync(tls.TLS_KEY_FILE),
    readFileSync(tls.TLS_CERT_FILE),
    {
      checkServerIdentity: (_host, certificate) =>
        serviceOfSubjectAltName(certificate.subjectaltname) === peer
          ? undefined
          : new Error(`the certificate at this address is not one of ${peer}`),
    },
  );
